"""The headings of a page: none skips a level, each has an anchor of its own."""

import re
from dataclasses import dataclass, field

from django.utils.text import slugify

HEADING = re.compile(r"<(/?)h([1-6])(?=[\s>])", re.IGNORECASE)
OURS = frozenset({
    "claims", "comments", "corrections", "languages", "main", "menu", "questions", "sources",
})  # fmt: skip


@dataclass(slots=True)
class Outline:
    """Fed with the headings of a body in their order. The page's title is level 1."""

    rank: int = 1
    taken: set[str] = field(default_factory=lambda: set(OURS))

    def next_rank(self, level: int) -> int:
        """The level that a heading may have here: 2 at least, and one below the last at most."""
        self.rank = max(2, min(level, self.rank + 1))
        return self.rank

    def anchor(self, text: str) -> str:
        """An id made of the heading's words; a number follows where it is taken."""
        base = slugify(text, allow_unicode=True)[:60].strip("-") or "part"
        anchor, number = base, 2
        while anchor in self.taken:
            anchor, number = f"{base}-{number}", number + 1
        self.taken.add(anchor)
        return anchor

    def fitted(self, html: str) -> str:
        """HTML whose headings stand below those before them; a heading keeps its level's look."""
        ranks: list[tuple[int, int]] = []

        def replace(match: re.Match[str]) -> str:
            if match[1]:
                return f"</h{ranks.pop()[1]}" if ranks else match[0]
            level = int(match[2])
            ranks.append((level, self.next_rank(level)))
            return f"<h{ranks[-1][1]}"

        return HEADING.sub(replace, html)
