"""What a copy keeps of one request and its answer, and what it never keeps."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from rotativa.lib.exchanges import REDIRECTS, Cut

Headers = tuple[tuple[str, str], ...]

# Who was there, and the keys they held: of no use to a reader, of much to a thief.
SECRETS = {
    "cookie",
    "cookie2",
    "set-cookie",
    "set-cookie2",
    "authorization",
    "proxy-authorization",
    "authentication-info",
    "x-auth-token",
    "x-api-key",
    "x-csrf-token",
    "x-xsrf-token",
    "x-wabac-preset-cookie",  # where ArchiveWeb.page keeps the cookies of a session
}
# Of the connection, not of the answer.
FRAMING = {"transfer-encoding", "connection", "keep-alive", "proxy-connection"}
OF_PACKING = {"content-encoding", "content-length"}
LINE_END = re.compile(r"[\r\n\0]+")


@dataclass(frozen=True)
class Kept:
    method: str
    url: str
    status: int
    reason: str
    headers: Headers
    body: bytes
    asked: Headers
    sent: bytes
    at: datetime
    address: str = ""
    cut: Cut = ""

    def header(self, name: str) -> str:
        return next((value for key, value in self.headers if key.lower() == name), "")

    @property
    def media_type(self) -> str:
        return self.header("content-type").partition(";")[0].strip().lower()

    @property
    def is_redirect(self) -> bool:
        return self.status in REDIRECTS

    @property
    def is_html(self) -> bool:
        return self.media_type in {"text/html", "application/xhtml+xml"}


def without_secrets(headers: Iterable[tuple[str, str]]) -> Headers:
    """And without line ends, which would begin a header of their own."""
    left = SECRETS | FRAMING
    return tuple(
        (name, LINE_END.sub(", ", value)) for name, value in headers if name.lower() not in left
    )


def with_length(headers: Iterable[tuple[str, str]], length: int) -> Headers:
    kept = ((name, value) for name, value in headers if name.lower() != "content-length")
    return (*kept, ("Content-Length", str(length)))


def unpacked_headers(headers: Iterable[tuple[str, str]]) -> Headers:
    """Of a body that is kept unpacked: what the site said of the packing has another name."""
    return tuple(
        (f"X-Orig-{name}" if name.lower() in OF_PACKING else name, value) for name, value in headers
    )
