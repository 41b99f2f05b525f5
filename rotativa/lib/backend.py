"""Handing a request to a process of ours behind a Unix socket: an ASGI application.

Not a way to the outside: a socket file of this machine is the only place it reaches.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, MutableMapping
from typing import Any

import httpcore

from rotativa.lib.room import Body, ClientIsGone, Room

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Headers = list[tuple[bytes, bytes]]

TIMEOUTS = {"connect": 2.0, "read": 300.0, "write": 300.0, "pool": 30.0}
MOST_CONNECTIONS = 64
READ_AHEAD = 1024 * 1024
"""Bytes of an answer: whoever is slow to read it keeps no connection from others."""
MOST_AHEAD = 64 * 1024 * 1024
"""Of all answers together: beyond that, who is slow to read keeps a connection again, and no memory."""
KEPT_SECONDS = 15
"""Less than after which Granian closes an idle connection: what may not be repeated goes over none that it closes
at that moment."""
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
REPLACED = {b"x-forwarded-for", b"content-length"}
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


class Lines(httpcore.AsyncConnectionPool):
    """The connections to the process, and what was read of its answers before their readers took it."""

    most_ahead: int = MOST_AHEAD

    def __init__(self, socket: str) -> None:
        super().__init__(
            uds=socket, max_connections=MOST_CONNECTIONS, keepalive_expiry=KEPT_SECONDS
        )
        self.ahead: dict[httpcore.Response, int] = {}
        self.used_ahead = 0

    async def read_ahead(self, response: httpcore.Response) -> None:
        length = short_length(response)
        if length is None or self.used_ahead + length > self.most_ahead:
            return
        self.ahead[response] = length
        self.used_ahead += length
        try:
            await read_whole(response)
        except BaseException:  # whoever asked has none to give back
            self.give_back(response)
            raise

    def give_back(self, response: httpcore.Response) -> None:
        self.used_ahead -= self.ahead.pop(response, 0)

    async def parts_of(self, response: httpcore.Response) -> AsyncIterator[bytes]:
        if response in self.ahead:
            yield response.content
            return
        async for part in response.aiter_stream():
            yield part


class Backend:
    def __init__(self, lines: Lines, room: Room, *, instead: Instead = as_it_is) -> None:
        self.lines = lines
        self.room = room
        self.instead = instead

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Raises `BackendIsDown`, or `NoRoom` for what is sent."""
        try:
            response = await self.begin(scope, receive)
        except ClientIsGone:
            return
        try:
            await self.hand_back(response, scope, receive, send)
        finally:
            self.lines.give_back(response)
            await response.aclose()

    async def hand_back(
        self, response: httpcore.Response, scope: Scope, receive: Receive, send: Send
    ) -> None:
        headers = [each for each in end_to_end(response.headers) if each[0] not in OURS]
        other = self.instead(response.status, headers)
        if other is not None:
            await read_whole(response)
            await other(scope, receive, send)
            return
        await send({"type": "http.response.start", "status": response.status, "headers": headers})
        async for part in self.lines.parts_of(response):
            await send({"type": "http.response.body", "body": part, "more_body": True})
        await send({"type": "http.response.body", "body": b""})

    async def begin(self, scope: Scope, receive: Receive) -> httpcore.Response:
        if not announce_body(scope["headers"]):
            return await self.ask(
                request_of(scope),
                repeats=1 if scope["method"] in SAFE_TO_REPEAT else 0,
            )
        announced = length_in(scope["headers"])
        async with (
            self.room.holding(
                body_of(receive), client=client_of(scope), announced=announced
            ) as body,
            self.room.turn(body, gone=lambda: gone(receive)),
        ):
            return await self.ask(request_of(scope, body), repeats=0)

    async def ask(self, request: httpcore.Request, *, repeats: int) -> httpcore.Response:
        while True:
            try:
                return await self.ask_once(request)
            except (
                httpcore.NetworkError,
                httpcore.ProtocolError,
                httpcore.TimeoutException,
            ) as error:
                if not repeats or isinstance(error, httpcore.TimeoutException):
                    raise BackendIsDown(str(error)) from error
                repeats -= 1  # a kept connection may have been closed at that moment

    async def ask_once(self, request: httpcore.Request) -> httpcore.Response:
        response = await self.lines.handle_async_request(request)
        await self.lines.read_ahead(response)
        return response


def short_length(response: httpcore.Response) -> int | None:
    """Of one that is short enough to be read ahead."""
    headers = end_to_end(response.headers)
    length = length_in(headers)
    is_told = any(name == b"content-length" for name, _ in headers)
    return length if is_told and length <= READ_AHEAD else None


async def read_whole(response: httpcore.Response) -> None:
    """Its connection is free from then on."""
    await response.aread()
    await response.aclose()


def announce_body(headers: Iterable[tuple[bytes, bytes]]) -> bool:
    return length_in(headers) > 0 or any(name == b"transfer-encoding" for name, _ in headers)


def length_in(headers: Iterable[tuple[bytes, bytes]]) -> int:
    """As it is announced; 0 where it is not."""
    lengths = [value.strip().lstrip(b"0") for name, value in headers if name == b"content-length"]
    return max((int(each[:20] or b"0") for each in lengths), default=0)


def request_of(scope: Scope, body: Body | None = None) -> httpcore.Request:
    query = scope["query_string"]
    target = scope["raw_path"] + (b"?" + query if query else b"")
    headers = forwarded(scope)
    if body is not None:
        headers.append((b"content-length", b"%d" % body.length))
    return httpcore.Request(
        scope["method"].encode(),
        httpcore.URL(scheme=b"http", host=b"backend", target=target),
        headers=headers,
        content=None if body is None else body.parts(),
        extensions={"timeout": TIMEOUTS},
    )


def forwarded(scope: Scope) -> Headers:
    """The request's headers, with the address that it came from added to `X-Forwarded-For`."""
    client = client_of(scope).encode()
    headers = end_to_end(scope["headers"])
    before = [value for name, value in headers if name == b"x-forwarded-for"]
    headers = [each for each in headers if each[0] not in REPLACED]
    headers.append((b"x-forwarded-for", b", ".join([*before, client])))
    if all(name != b"x-forwarded-proto" for name, _ in headers):
        headers.append((b"x-forwarded-proto", scope["scheme"].encode()))
    return headers


def client_of(scope: Scope) -> str:
    """The address of who asks."""
    return str(scope["client"][0]) if scope.get("client") else "unknown"


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


async def gone(receive: Receive) -> None:
    """Returns once the client has, the whole of whose request is there."""
    while (await receive())["type"] != "http.disconnect":
        continue
