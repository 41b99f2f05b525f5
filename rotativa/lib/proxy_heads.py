"""What a client asks a proxy for, and what a site answers first: read within bounds."""

import re
import socket
from collections.abc import Callable
from dataclasses import dataclass

import httpcore

from rotativa.lib.destinations import Destination, parse_host, parse_url

STEP = 64 * 2**10
END = b"\r\n\r\n"
TARGET = re.compile(r"[a-z]+://[^/?#]*([^#]*)", re.IGNORECASE)
# Of one connection, and so never handed on.
OF_THE_CONNECTION = {
    b"connection",
    b"keep-alive",
    b"proxy-connection",
    b"proxy-authenticate",
    b"proxy-authorization",
    b"te",
    b"trailer",
    b"upgrade",
}


class Unreadable(Exception):
    """What the client has sent is no request that a browser would send."""


class _Broken(Exception):
    """It ends before its head does, or its head never ends."""


@dataclass(frozen=True)
class Request:
    """A request as it came to the proxy."""

    destination: Destination
    line: bytes
    """What the site is sent first; empty for a tunnel."""
    headers: tuple[bytes, ...]
    body_length: int
    rest: bytes
    """What came after the head already."""

    @property
    def is_tunnel(self) -> bool:
        return not self.line


def read_request(client: socket.socket, *, at_most: int) -> Request:
    """Raises `Unreadable`, or `Refused` for an address that we never ask for."""
    try:
        head, rest = _read_head(client.recv, at_most=at_most)
        line, *headers = head.split(b"\r\n")
        method, target, version = line.decode("ascii").split(" ")
    except (_Broken, ValueError):
        raise Unreadable("the request cannot be read") from None
    if not version.startswith("HTTP/1."):
        raise Unreadable("not a request of HTTP/1.1")
    if method == "CONNECT":
        return Request(_end_of_tunnel(target), b"", (), 0, rest)
    destination = parse_url(target)
    if destination.scheme != "http":
        raise Unreadable("a secure request comes through a tunnel")
    host = f"Host: {destination.authority}".encode("ascii")
    return Request(
        destination=destination,
        line=f"{method} {_path(target)} HTTP/1.1".encode("ascii"),
        headers=(host, *_handed_on(headers, but={b"host"})),
        body_length=_body_length(headers),
        rest=rest,
    )


def read_answer(
    stream: httpcore.NetworkStream, *, at_most: int
) -> tuple[bytes, list[bytes], bytes]:
    """Read the head of an answer, past those that only announce one."""
    rest = b""
    while True:
        try:
            head, rest = _read_head(stream.read, at_most=at_most, given=rest)
        except _Broken:
            raise httpcore.RemoteProtocolError("an answer without an end to its head") from None
        status, *headers = head.split(b"\r\n")
        code = status.split(b" ")[1:2]
        if not status.startswith(b"HTTP/1.") or not code:
            raise httpcore.RemoteProtocolError("not an answer of HTTP/1.1")
        if len(code[0]) != 3 or not code[0].startswith(b"1"):
            return status, _handed_on(headers), rest
        at_most -= len(head)


def _read_head(
    receive: Callable[[int], bytes], *, at_most: int, given: bytes = b""
) -> tuple[bytes, bytes]:
    head = given
    while END not in head:
        data = receive(STEP) if len(head) <= at_most else b""
        if not data:
            raise _Broken
        head += data
    head, _, rest = head.partition(END)
    if len(head) > at_most:
        raise _Broken
    return head, rest


def _path(target: str) -> str:
    """As the client has spelt it: what is behind the host is the site's own matter."""
    match = TARGET.match(target)
    path = match[1] if match else ""
    return path if path.startswith("/") else f"/{path}"


def _end_of_tunnel(target: str) -> Destination:
    host, _, port = target.rpartition(":")
    if not (port.isascii() and port.isdecimal() and len(port) <= 5):
        raise Unreadable("a tunnel without a port")
    return Destination("https", parse_host(host.removeprefix("[").removesuffix("]")), int(port), "")


def _handed_on(
    headers: list[bytes], but: frozenset[bytes] | set[bytes] = frozenset()
) -> list[bytes]:
    left = OF_THE_CONNECTION | but
    return [each for each in headers if each.partition(b":")[0].strip().lower() not in left]


def _body_length(headers: list[bytes]) -> int:
    for header in headers:
        name, _, value = header.partition(b":")
        match name.strip().lower(), value.strip():
            case b"transfer-encoding", _:
                raise Unreadable("a body without a length")
            case b"content-length", length if length.isdigit():
                return int(length)
    return 0
