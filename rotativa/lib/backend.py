"""Handing a request to a process of ours behind a Unix socket: an ASGI application.

Not a way to the outside: a socket file of this machine is the only place it reaches.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, MutableMapping
from typing import Any

import httpcore

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Headers = list[tuple[bytes, bytes]]

TIMEOUTS = {"connect": 2.0, "read": 300.0, "write": 60.0, "pool": 30.0}
MOST_CONNECTIONS = 64
KEPT_SECONDS = 15
"""Less than after which Granian closes an idle connection: what may not be repeated goes over none that it closes
at that moment."""
SMALL_BODY = 64 * 1024
"""A body up to so long is taken in before the process is asked, and by that before it answers: a slow one holds
nobody up there, and none crosses an answer that needed not to read it, which ends the connection."""
LONGEST_QUEUE = 300.0
"""Seconds that a larger one waits for those before it."""
# Of one connection, not of the request or answer (RFC 9110, 7.6.1).
OF_A_CONNECTION = {
    b"connection",
    b"keep-alive",
    b"proxy-connection",
    b"te",
    b"trailer",
    b"transfer-encoding",
    b"upgrade",
}
# What our own server says of itself.
OURS = {b"date", b"server"}
SAFE_TO_REPEAT = {"GET", "HEAD", "OPTIONS"}


Application = Callable[[Scope, Receive, Send], Awaitable[None]]
Instead = Callable[[int, Headers], Application | None]
"""Knows, by the status and headers of an answer, what to answer in its place."""


def as_it_is(_status: int, _headers: Headers) -> None:
    """Nothing is answered in its place."""


class BackendIsDown(Exception):
    """No answer began; nothing was sent to the client yet."""


class ClientIsGone(Exception):
    """In the middle of what it asked, which nobody is to take for the whole."""


class Lines:
    """The connections to the process: so many large bodies go at a time, each of which holds a thread while it comes."""

    def __init__(self, socket: str, *, most_large: int) -> None:
        self.small = connections(socket, most=MOST_CONNECTIONS)
        self.large = connections(socket, most=most_large)


class Backend:
    def __init__(self, lines: Lines, *, instead: Instead = as_it_is) -> None:
        self.lines = lines
        self.instead = instead

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Raises `BackendIsDown`."""
        try:
            response = await self.begin(scope, receive)
        except ClientIsGone:
            return
        headers = [each for each in end_to_end(response.headers) if each[0] not in OURS]
        other = self.instead(response.status, headers)
        if other is not None:
            await response.aread()
            await other(scope, receive, send)
            return
        try:
            await send(
                {
                    "type": "http.response.start",
                    "status": response.status,
                    "headers": headers,
                }
            )
            async for part in response.aiter_stream():
                await send({"type": "http.response.body", "body": part, "more_body": True})
            await send({"type": "http.response.body", "body": b""})
        finally:
            await response.aclose()

    async def begin(self, scope: Scope, receive: Receive) -> httpcore.Response:
        has_body = any(
            name in {b"content-length", b"transfer-encoding"} for name, _ in scope["headers"]
        )
        repeats = 1 if scope["method"] in SAFE_TO_REPEAT and not has_body else 0
        content = await content_of(scope, receive) if has_body else None
        is_small = content is None or isinstance(content, bytes)
        pool = self.lines.small if is_small else self.lines.large
        queue = {} if is_small else {"pool": LONGEST_QUEUE}
        request = request_of(scope, content, timeouts=TIMEOUTS | queue)
        while True:
            try:
                return await pool.handle_async_request(request)
            except (
                httpcore.NetworkError,
                httpcore.ProtocolError,
                httpcore.TimeoutException,
            ) as error:
                if not repeats or isinstance(error, httpcore.TimeoutException):
                    raise BackendIsDown(str(error)) from error
                repeats -= 1  # a kept connection may have been closed at that moment


def connections(socket: str, *, most: int) -> httpcore.AsyncConnectionPool:
    return httpcore.AsyncConnectionPool(
        uds=socket, max_connections=most, keepalive_expiry=KEPT_SECONDS
    )


async def content_of(scope: Scope, receive: Receive) -> bytes | AsyncIterator[bytes]:
    length = next((value for name, value in scope["headers"] if name == b"content-length"), b"")
    if length.isdigit() and int(length) <= SMALL_BODY:
        return b"".join([part async for part in body_of(receive)])
    return body_of(receive)


def request_of(
    scope: Scope,
    content: bytes | AsyncIterator[bytes] | None,
    *,
    timeouts: dict[str, float],
) -> httpcore.Request:
    query = scope["query_string"]
    target = scope["raw_path"] + (b"?" + query if query else b"")
    return httpcore.Request(
        scope["method"].encode(),
        httpcore.URL(scheme=b"http", host=b"backend", target=target),
        headers=forwarded(scope),
        content=content,
        extensions={"timeout": timeouts},
    )


def forwarded(scope: Scope) -> Headers:
    """The request's headers, with the address that it came from added to `X-Forwarded-For`."""
    client = scope["client"][0].encode() if scope.get("client") else b"unknown"
    headers = end_to_end(scope["headers"])
    before = [value for name, value in headers if name == b"x-forwarded-for"]
    headers = [(name, value) for name, value in headers if name != b"x-forwarded-for"]
    headers.append((b"x-forwarded-for", b", ".join([*before, client])))
    if all(name != b"x-forwarded-proto" for name, _ in headers):
        headers.append((b"x-forwarded-proto", scope["scheme"].encode()))
    if any(name == b"transfer-encoding" for name, _ in scope["headers"]):
        headers.append((b"transfer-encoding", b"chunked"))
    return headers


def end_to_end(headers: Iterable[tuple[bytes, bytes]]) -> Headers:
    lowered = [(name.lower(), value) for name, value in headers]
    return [(name, value) for name, value in lowered if name not in OF_A_CONNECTION]


async def body_of(receive: Receive) -> AsyncIterator[bytes]:
    while True:
        message = await receive()
        if message["type"] != "http.request":
            raise ClientIsGone
        yield message.get("body", b"")
        if not message.get("more_body"):
            return
