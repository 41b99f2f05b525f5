"""What a block of request headers asks for, read by httptools once and remembered by its bytes.

A browser sends the same block for page after page, so that nearly every request finds its own here.
"""

import re
from dataclasses import dataclass

import httptools

from rotativa.lib.origins import names
from rotativa.press.front.shelf import wished_codings

LONGEST = 4096
MOST_REMEMBERED = 5000
ALONE = {b"accept-encoding", b"if-none-match"}
"""Headers that change the answer, and may stand there once only."""
NOT_PLAIN = {
    b"content-length",
    b"transfer-encoding",
    b"expect",
    b"upgrade",
    b"range",
    b"if-match",
    b"if-unmodified-since",
    b"if-range",
    b"connection",
}
KEPT_ALIVE = b"keep-alive"
PORT = re.compile(r":[0-9]*$")


@dataclass(frozen=True, slots=True)
class Wish:
    codings: tuple[str, ...]
    known: bytes
    """`If-None-Match` as it came."""


class Reading:
    """What httptools calls while it reads one request."""

    def __init__(self) -> None:
        self.headers: list[tuple[bytes, bytes]] = []
        self.messages = 0

    def on_header(self, name: bytes, value: bytes) -> None:
        self.headers.append((name.lower(), value))

    def on_message_complete(self) -> None:
        self.messages += 1


class Wishes:
    """By the bytes after the request line of a GET: what is wished, or None if it is not plain."""

    def __init__(self, *, besides: str = "") -> None:
        self.besides = besides
        """A host that shares the port with the paper; nothing asked of it is plain."""
        self.known: dict[bytes, Wish | None] = {}

    def of(self, block: bytes) -> Wish | None:
        try:
            return self.known[block]
        except KeyError:
            wish = read_wish(block, self.besides) if len(block) <= LONGEST else None
            if len(self.known) >= MOST_REMEMBERED:
                self.known.clear()
            if len(block) <= LONGEST:
                self.known[block] = wish
            return wish


def read_wish(block: bytes, besides: str) -> Wish | None:
    reading = Reading()
    try:
        httptools.HttpRequestParser(reading).feed_data(b"GET / HTTP/1.1\r\n" + block)
    except (httptools.HttpParserError, httptools.HttpParserUpgrade):
        return None
    if reading.messages != 1 or not is_plain(reading.headers):
        return None
    headers = dict(reading.headers)
    if besides and names(besides, host_name(headers[b"host"])):
        return None
    accepted = headers.get(b"accept-encoding", b"").decode("latin-1")
    return Wish(wished_codings(accepted), headers.get(b"if-none-match", b""))


def host_name(host: bytes) -> str:
    """Of a `Host` header, as browsers and Django tell hosts apart."""
    name = host.decode("latin-1").lower()
    return name.rpartition(":")[0].rstrip(".") if PORT.search(name) else name.rstrip(".")


def is_plain(headers: list[tuple[bytes, bytes]]) -> bool:
    """Whether the answer is the page itself, and nothing of the request needs more than that."""
    names = [name for name, _ in headers]
    if names.count(b"host") != 1 or any(names.count(name) > 1 for name in ALONE):
        return False
    return all(
        name not in NOT_PLAIN or (name == b"connection" and value.lower() == KEPT_ALIVE)
        for name, value in headers
    )
