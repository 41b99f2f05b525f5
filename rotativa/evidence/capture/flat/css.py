"""Style sheets: which addresses they name, and the same sheets with their pictures inside."""

from collections.abc import Callable, Iterator

from rotativa.evidence.capture.cleaning import joined
from rotativa.evidence.capture.flat.scan import Named, scan

DEEPEST = 3
LONGEST = 3 * 2**20
ALL_SIGNS = 6 * 2**20
LONGEST_ADDRESS = 4096

Fetch = Callable[[str], str]


def addresses(text: str) -> Iterator[str]:
    for named in scan(text[:LONGEST]):
        if len(named.address) <= LONGEST_ADDRESS:
            yield named.address


class Sheets:
    """Puts what sheets name into them: `as_data` gives a picture or a font, `text_of` another sheet.

    All sheets together are read up to `ALL_SIGNS`; what is beyond is left out.
    """

    def __init__(self, *, as_data: Fetch, text_of: Fetch) -> None:
        self._as_data = as_data
        self._text_of = text_of
        self._left = ALL_SIGNS

    def whole(self, text: str, at: str) -> str:
        return self._whole(text, at, depth=0, seen={at})

    def _whole(self, text: str, at: str, *, depth: int, seen: set[str]) -> str:
        """A sheet that was imported already, in `seen`, is not imported again."""
        text = text[: min(LONGEST, self._left)]
        self._left -= len(text)
        imported, own, end = [], [], 0
        for named in scan(text):
            own.append(text[end : named.begin])
            end = named.end
            if not named.is_import:
                own.append(self._inside(named, text, at))
                continue
            url = joined(at, named.address)
            if depth < DEEPEST and url not in seen:
                seen.add(url)
                imported.append(self._whole(self._text_of(url), url, depth=depth + 1, seen=seen))
        own.append(text[end:])
        return "".join((*imported, *own))

    def _inside(self, named: Named, text: str, at: str) -> str:
        if named.address.startswith(("data:", "#")):
            return text[named.begin : named.end]
        data = (
            "" if len(named.address) > LONGEST_ADDRESS else self._as_data(joined(at, named.address))
        )
        return f"url({data})" if data else "url()"
