"""Style sheets: which addresses they name, and the same sheets with their pictures inside."""

import re
from collections.abc import Callable, Iterator
from urllib.parse import urljoin

ADDRESS = re.compile(r"""url\(\s*(?:"([^"]*)"|'([^']*)'|([^'")\s][^)]*?))\s*\)""", re.IGNORECASE)
IMPORT = re.compile(
    r"""@import\s+(?:url\(\s*)?(?:"([^"]*)"|'([^']*)'|([^'");\s]+))\s*\)?[^;]*;""", re.IGNORECASE
)
DEEPEST = 3
LONGEST = 3 * 2**20

Fetch = Callable[[str], str]


def addresses(text: str) -> Iterator[str]:
    for match in (*IMPORT.finditer(text), *ADDRESS.finditer(text)):
        yield next(filter(None, match.groups()), "")


class Sheets:
    """Puts what sheets name into them: `as_data` gives a picture or a font, `text_of` another sheet."""

    def __init__(self, *, as_data: Fetch, text_of: Fetch) -> None:
        self._as_data = as_data
        self._text_of = text_of

    def whole(self, text: str, at: str, *, depth: int = 0) -> str:
        text = text[:LONGEST]
        imported = ""
        if depth < DEEPEST:
            for match in IMPORT.finditer(text):
                url = joined(at, next(filter(None, match.groups()), ""))
                imported += self.whole(self._text_of(url), url, depth=depth + 1)
        return imported + ADDRESS.sub(lambda match: self._inside(match, at), IMPORT.sub("", text))

    def _inside(self, match: re.Match[str], at: str) -> str:
        named = next(filter(None, match.groups()), "").strip()
        if named.startswith("data:"):
            return match[0]
        if named.startswith("#"):
            return match[0]
        data = self._as_data(joined(at, named))
        return f"url({data})" if data else "url()"


def joined(base: str, url: str) -> str:
    try:
        return urljoin(base, url.strip())
    except ValueError:
        return ""
