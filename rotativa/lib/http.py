"""The only door to the outside: requests that cannot be turned against the machine they run on.

`fetch` returns a small answer, `fetch_beginning` the first bytes of one, `download` streams one
into a file, `post` sends something and returns what is said to it. All resolve a name once, connect
only to public addresses, follow redirects by hand with every hop checked again (`post` follows none),
and keep to limits of size (also once unpacked) and of time. They send no cookies and use no proxy.
Why it is built like this: docs/decisions/guarded-http.md.
"""

import os
import re
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from urllib.parse import urljoin

from django.utils.translation import gettext_noop as _

from rotativa import __version__
from rotativa.lib.asking import Limits, ask
from rotativa.lib.destinations import PUBLIC, Destination, Reach, parse_url, reach_of
from rotativa.lib.fetch_errors import (
    BadAnswer,
    BadStatus,
    FetchError,
    LineClosed,
    Refused,
    TooLarge,
    TooSlow,
    Unreachable,
)
from rotativa.lib.guarded_stream import Deadline
from rotativa.lib.kept_line import KeptLine
from rotativa.lib.unpacking import unpack

USER_AGENT = f"Rotativa/{__version__} (newsroom software, fetching what an editor asked for)"
REDIRECTS = {301, 302, 303, 307, 308}
CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)

__all__ = [
    "PUBLIC",
    "BadAnswer",
    "BadStatus",
    "Download",
    "FetchError",
    "KeptLine",
    "Limits",
    "LineClosed",
    "Reach",
    "Refused",
    "Response",
    "TooLarge",
    "TooSlow",
    "Unreachable",
    "download",
    "fetch",
    "fetch_beginning",
    "post",
    "reach_of",
]


DEFAULT_LIMITS = Limits()


@dataclass(frozen=True)
class Head:
    """What an answer says of itself; header names are in lower case."""

    url: str
    status: int
    headers: Mapping[str, str]

    @property
    def media_type(self) -> str:
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


@dataclass(frozen=True)
class Response(Head):
    """A whole answer; `url` is where the redirects ended."""

    body: bytes

    @property
    def text(self) -> str:
        match = CHARSET.search(self.headers.get("content-type", ""))
        try:
            return self.body.decode(match[1] if match else "utf-8", errors="replace")
        except (LookupError, UnicodeError):  # `idna` and the like are no charsets of an answer
            return self.body.decode("utf-8", errors="replace")


@dataclass(frozen=True)
class Download(Head):
    """An answer that was put into a file."""

    path: Path
    size: int


def fetch(
    url: str,
    *,
    accept: tuple[str, ...] = (),
    limits: Limits = DEFAULT_LIMITS,
    reach: Reach = PUBLIC,
) -> Response:
    """Return the answer to a GET, or raise a FetchError.

    `accept` names the media types that are of use (`image/*` for all of a family); an answer of
    another type is not read.
    """
    with _open(url, accept=accept, limits=limits, reach=reach) as (head, chunks):
        body = b"".join(chunks)
    return Response(head.url, head.status, head.headers, body)


def fetch_beginning(
    url: str,
    *,
    size: int,
    accept: tuple[str, ...] = (),
    limits: Limits = DEFAULT_LIMITS,
    reach: Reach = PUBLIC,
) -> Response:
    """Return an answer of which only the first `size` bytes are read, such as the head of a page."""
    body = bytearray()
    with _open(url, accept=accept, limits=limits, reach=reach) as (head, chunks):
        for chunk in chunks:
            body += chunk
            if len(body) >= size:
                break
    return Response(head.url, head.status, head.headers, bytes(body[:size]))


def download(
    url: str,
    to: Path,
    *,
    accept: tuple[str, ...] = (),
    limits: Limits = DEFAULT_LIMITS,
    reach: Reach = PUBLIC,
) -> Download:
    """Stream the answer to a GET into the file `to`, which appears whole or not at all."""
    handle, name = tempfile.mkstemp(dir=to.parent, prefix=f".{to.name[:40]}-", suffix=".part")
    part = Path(name)
    size = 0
    try:
        with (
            os.fdopen(handle, "wb") as file,
            _open(url, accept=accept, limits=limits, reach=reach) as (head, chunks),
        ):
            for chunk in chunks:
                size += file.write(chunk)
        part.replace(to)
    finally:
        part.unlink(missing_ok=True)
    return Download(head.url, head.status, head.headers, to, size)


def post(
    url: str,
    body: bytes,
    *,
    headers: Mapping[str, str],
    limits: Limits = DEFAULT_LIMITS,
    reach: Reach = PUBLIC,
    over: KeptLine | None = None,
) -> Response:
    """Return the answer to one POST, whatever its status; what it says in a redirect is not done.

    `over` is a connection that is kept for the next one.
    """
    destination = parse_url(url)
    usual = _headers(destination, ("application/json",), is_kept=over is not None)
    told = [*usual, *headers.items()]
    with _ask(
        destination,
        method="POST",
        headers=[*told, ("Content-Length", str(len(body)))],
        body=body,
        limits=limits,
        reach=reach,
        deadline=Deadline(limits.total_seconds),
        over=over,
    ) as (head, chunks):
        _check_size(head, limits)
        return Response(head.url, head.status, head.headers, b"".join(chunks))


@contextmanager
def _open(
    url: str, *, accept: tuple[str, ...], limits: Limits, reach: Reach
) -> Iterator[tuple[Head, Iterator[bytes]]]:
    """Follow the redirects to an answer that is of use, and yield its head and its body."""
    deadline = Deadline(limits.total_seconds)
    for _hop in range(limits.max_redirects + 1):
        destination = parse_url(url)
        with _ask(
            destination,
            method="GET",
            headers=_headers(destination, accept),
            limits=limits,
            reach=reach,
            deadline=deadline,
        ) as (head, chunks):
            location = head.headers.get("location")
            if head.status not in REDIRECTS or location is None:
                _check(head, accept=accept, limits=limits)
                yield head, chunks
                return
            url = _next_hop(head.url, location)
    raise BadAnswer(_("The address leads from one redirect to the next and never arrives."))


def _next_hop(url: str, location: str) -> str:
    try:
        return urljoin(url, location)
    except ValueError:
        raise Refused(_("The address redirects to one that cannot be read.")) from None


def _check(head: Head, *, accept: tuple[str, ...], limits: Limits) -> None:
    """Refuse an answer by its head, before any of its body is read."""
    if not 200 <= head.status < 300:
        raise BadStatus(_("The site answered with status %(status)d."), status=head.status)
    if accept and not any(_is_of(head.media_type, kind) for kind in accept):
        raise _of_another_kind(head.media_type)
    _check_size(head, limits)


def _of_another_kind(media_type: str) -> BadAnswer:
    if not media_type:
        return BadAnswer(_("The site does not say of which kind its content is."))
    words = _("The site answered with another kind of content: %(kind)s.")
    return BadAnswer(words, kind=media_type[:80])


def _check_size(head: Head, limits: Limits) -> None:
    declared = head.headers.get("content-length", "")
    if declared.isdecimal() and int(declared) > limits.max_bytes:
        raise TooLarge(_("The answer is too large."))


def _is_of(media_type: str, kind: str) -> bool:
    return media_type == kind or (kind.endswith("/*") and media_type.startswith(kind[:-1]))


@contextmanager
def _ask(
    destination: Destination,
    *,
    method: str,
    headers: list[tuple[str, str]],
    body: bytes = b"",
    limits: Limits,
    reach: Reach,
    deadline: Deadline,
    over: KeptLine | None = None,
) -> Iterator[tuple[Head, Iterator[bytes]]]:
    """Make one request, and unpack its answer."""
    asks = over.ask if over else partial(ask, deadline=deadline)
    with asks(
        destination, method=method, headers=headers, body=body, limits=limits, reach=reach
    ) as answer:
        head = Head(destination.url, answer.status, _joined(answer.headers))
        coding = head.headers.get("content-encoding", "")
        yield head, unpack(answer.iter_stream(), coding=coding, max_bytes=limits.max_bytes)


def _headers(
    destination: Destination, accept: tuple[str, ...], *, is_kept: bool = False
) -> list[tuple[str, str]]:
    return [
        ("Host", destination.authority),
        ("User-Agent", USER_AGENT),
        ("Accept", ", ".join(accept) or "*/*"),
        ("Accept-Encoding", "gzip"),
        ("Connection", "keep-alive" if is_kept else "close"),
    ]


def _joined(headers: list[tuple[bytes, bytes]]) -> dict[str, str]:
    """Decode headers; one that is repeated keeps its first value."""
    found: dict[str, str] = {}
    for name, value in headers:
        found.setdefault(name.decode("ascii").lower(), value.decode("utf-8", errors="replace"))
    return found
