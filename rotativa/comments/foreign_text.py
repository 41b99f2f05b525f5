"""Comments that another system kept as HTML, in the small Markdown in which ours are written."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

import nh3

from rotativa.comments.rules import LONGEST
from rotativa.comments.text import MOST_NESTED, WHOLE, cleaned

LONGEST_KEPT = 4 * LONGEST
LONGEST_READ = 5 * LONGEST_KEPT
MARKS = {"em": "*", "i": "*", "strong": "**", "b": "**"}
BLOCKS = {"p", "li", "pre", "div"}
OPEN = {*MARKS, "a", "blockquote"}
SPECIAL = re.compile(r"[\\*\[\]<]|&(?=[#\w])|(?<!\w)_|_(?!\w)")
FIRST_QUOTE = re.compile(r"^(\s*)>", re.MULTILINE)
ADDRESS = re.compile(r"[^\s<>\\]+")


def as_markdown(html: str) -> str:
    """Cleaned, ready to be rendered and stored. Lines break where they broke, as WordPress shows them."""
    reader = Reader()
    allowed = {*OPEN, *BLOCKS, "br"}
    reader.feed(
        nh3.clean(html[:LONGEST_READ], tags=allowed, attributes={"a": {"href"}}, link_rel=None)
    )
    reader.close()
    return cleaned(reader.words)[:LONGEST_KEPT].strip()


@dataclass(slots=True)
class Part:
    tag: str
    href: str = ""
    words: list[str] = field(default_factory=list)


class Reader(HTMLParser):
    """Of HTML that is whole, as the sanitiser leaves it: what is opened is closed in its order."""

    def __init__(self) -> None:
        super().__init__()
        self.parts = [Part("")]

    @property
    def words(self) -> str:
        return "".join(self.parts[0].words)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in OPEN:
            self.parts.append(Part(tag, dict(attrs).get("href") or ""))
        else:
            self.say("\n" if tag == "br" else "\n\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in OPEN:
            part = self.parts.pop()
            self.say(marked(part) if len(self.parts) <= MOST_NESTED else "".join(part.words))
        elif tag in BLOCKS:
            self.say("\n\n")

    def handle_data(self, data: str) -> None:
        self.say(FIRST_QUOTE.sub(r"\1\\>", SPECIAL.sub(r"\\\g<0>", data)))

    def say(self, words: str) -> None:
        self.parts[-1].words.append(words)


def marked(part: Part) -> str:
    """With the signs of Markdown around its words, which touch them."""
    words = "".join(part.words)
    inner = words.strip()
    if part.tag == "blockquote":
        return "\n\n" + "\n".join(f"> {line}".rstrip() for line in inner.split("\n")) + "\n\n"
    if not inner or "\n\n" in inner:
        return words
    before, after = words[: len(words) - len(words.lstrip())], words[len(words.rstrip()) :]
    return (
        before + (linked(inner, part.href) if part.tag == "a" else signed(inner, part.tag)) + after
    )


def signed(words: str, tag: str) -> str:
    return f"{MARKS[tag]}{words}{MARKS[tag]}"


def linked(words: str, href: str) -> str:
    """An address that cannot be followed from everywhere is left out, and its words stay."""
    if not (WHOLE.match(href) and ADDRESS.fullmatch(href)):
        return words
    return href if words == href else f"[{words}](<{href}>)"
