"""What a flat view puts into a page: the style sheets, pictures and fonts that were gathered."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rotativa.evidence.capture.cleaning import joined

if TYPE_CHECKING:  # a process that reads pages has no use for it, and starts quickly
    from rotativa.evidence.capture.kept import Kept

SHOWN = ("image/", "font/", "text/css", "application/font", "application/x-font")
LARGEST_SHOWN = 2 * 2**20
ALL_SHOWN = 40 * 2**20


@dataclass(frozen=True)
class Body:
    media_type: str
    content: bytes
    leads_to: str = ""


class Bodies:
    """Style sheets, pictures and fonts of a page by their address."""

    def __init__(self) -> None:
        self._found: dict[str, Body] = {}
        self._size = 0

    def add(self, kept: "Kept", content: bytes) -> None:
        if kept.method != "GET" or kept.url in self._found:
            return
        if kept.is_redirect:
            where = joined(kept.url, kept.header("location"))
            self._found[kept.url] = Body("", b"", leads_to=where.partition("#")[0])
            return
        is_shown = kept.media_type.startswith(SHOWN) and len(content) <= LARGEST_SHOWN
        if kept.status == 200 and not kept.cut and is_shown and self._size < ALL_SHOWN:
            self._size += len(content)
            self._found[kept.url] = Body(kept.media_type, content)

    def get(self, url: str) -> Body | None:
        url = url.partition("#")[0]
        for _hop in range(6):
            body = self._found.get(url)
            if body is None or not body.leads_to:
                return body
            url = body.leads_to
        return None
