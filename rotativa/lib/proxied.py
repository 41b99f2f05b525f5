"""One connection through the proxy: one request, to one judged address, and its answer."""

import secrets
import selectors
import socket
import struct
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Literal

import httpcore
from django.utils.translation import gettext_noop as _

from rotativa.lib.asking import in_our_words
from rotativa.lib.destinations import Destination, Reach, resolve
from rotativa.lib.fetch_errors import FetchError, Refused, TooSlow
from rotativa.lib.guarded_stream import Deadline, Meter, PinnedBackend
from rotativa.lib.proxy_heads import END, STEP, Request, Unreadable, read_answer, read_request
from rotativa.lib.reasons import Reasoned

MARK = "X-Rotativa-Guard"
MOST_NOTES = 500
RESET = struct.pack("ii", 1, 0)


@dataclass(frozen=True)
class ProxyLimits:
    """How much may pass, and for how long; sizes are of what arrives from outside."""

    connection_bytes: int = 120 * 2**20
    all_bytes: int = 200 * 2**20
    head_bytes: int = 64 * 2**10
    idle_seconds: float = 15
    connect_seconds: float = 5
    total_seconds: float = 120
    connections: int = 64


@dataclass(frozen=True)
class Note:
    """What the proxy did not do, and why, in words for an editor."""

    kind: Literal["refused", "failed", "cut"]
    host: str
    why: Reasoned


@dataclass
class Shared:
    """What all connections through one proxy have in common."""

    reach: Reach
    limits: ProxyLimits
    mark: str = field(default_factory=lambda: secrets.token_urlsafe(16))
    """What our own answers carry, so that a site cannot pass one of its own off as ours."""
    addresses: dict[str, str] = field(default_factory=dict)
    """The address that a host was last reached at."""
    notes: list[Note] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.deadline = Deadline(self.limits.total_seconds)
        self.meter = Meter(self.limits.all_bytes)

    def note(self, kind: Literal["refused", "failed", "cut"], host: str, why: FetchError) -> None:
        if len(self.notes) < MOST_NOTES:
            self.notes.append(Note(kind, host[:253], Reasoned.of(why)))


class _Silence(TooSlow):
    """Nothing arrives any more in a tunnel, where nobody but its ends knows whether that is an end."""


class Proxied:
    """Serves one client's connection from its first byte to its end."""

    def __init__(self, shared: Shared, client: socket.socket) -> None:
        self._shared = shared
        self._client = client
        self._upstream: socket.socket | None = None
        self._has_answered = False
        client.settimeout(shared.limits.idle_seconds)

    def serve(self) -> None:
        host = ""
        try:
            request = read_request(self._client, at_most=self._shared.limits.head_bytes)
            host = request.destination.host
            with in_our_words(host), self._opened(request.destination) as stream:
                if request.is_tunnel:
                    self._tunnel(request, stream)
                else:
                    self._pass_on(request, stream)
        except Refused as error:
            self._refuse("403 Forbidden", host, error)
        except _Silence:
            self._reset()
        except FetchError as error:
            self._fail(host, error)
        except Unreadable as error:
            self._answer("400 Bad Request", str(error))
        except OSError:
            self._reset()  # the client has gone, or is too slow

    def end(self) -> None:
        """Wake the thread that serves it; it finds both sides closed."""
        for side in (self._client, self._upstream):
            if side is not None:
                with suppress(OSError):
                    side.shutdown(socket.SHUT_RDWR)

    @contextmanager
    def _opened(self, destination: Destination) -> Iterator[httpcore.NetworkStream]:
        shared, limits = self._shared, self._shared.limits
        seconds = shared.deadline.left(at_most=limits.connect_seconds)
        backend = PinnedBackend(
            resolve(destination, reach=shared.reach, seconds=seconds),
            deadline=shared.deadline,
            meter=Meter(limits.connection_bytes, within=shared.meter),
            connect=limits.connect_seconds,
            idle=limits.idle_seconds,
            port=shared.reach.stand_in,
        )
        stream = backend.connect_tcp(destination.host, destination.port)
        try:
            self._upstream = stream.get_extra_info("socket")
            shared.addresses[destination.host] = str(stream.get_extra_info("server_addr")[0])
            yield stream
        finally:
            stream.close()

    def _tunnel(self, request: Request, stream: httpcore.NetworkStream) -> None:
        self._send(b"HTTP/1.1 200 Connection established" + END)
        if request.rest:
            stream.write(request.rest)
        self._relay(stream, both=True)

    def _pass_on(self, request: Request, stream: httpcore.NetworkStream) -> None:
        """Ask once, and let nothing more through: what follows could be meant for another host."""
        head = (request.line, *request.headers, b"Connection: close", b"", b"")
        stream.write(b"\r\n".join(head))
        self._send_body(request, stream)
        status, headers, rest = read_answer(stream, at_most=self._shared.limits.head_bytes)
        self._send(b"\r\n".join((status, *headers, b"Connection: close", b"", rest)))
        self._relay(stream, both=False)

    def _send_body(self, request: Request, stream: httpcore.NetworkStream) -> None:
        left, piece = request.body_length, request.rest
        while left > 0:
            piece = (piece or self._client.recv(STEP))[:left]
            if not piece:
                raise Unreadable("the request ends before its body does")
            stream.write(piece)
            left -= len(piece)
            piece = b""

    def _relay(self, stream: httpcore.NetworkStream, *, both: bool) -> None:
        """Hand on what arrives until the site has ended; silence is an end too, though not a good one."""
        upstream = stream.get_extra_info("socket")
        idle = self._shared.limits.idle_seconds
        with selectors.DefaultSelector() as waiting:
            waiting.register(upstream, selectors.EVENT_READ)
            if both:
                waiting.register(self._client, selectors.EVENT_READ)
            while True:
                ready = waiting.select(self._shared.deadline.left(at_most=idle))
                if not ready:
                    self._shared.deadline.left(at_most=idle)  # raises when it is that
                    raise (_Silence if both else TooSlow)(_("Nothing arrived any more."))
                for key, _events in ready:
                    if key.fileobj is upstream:
                        data = stream.read(STEP)
                        if not data:
                            return
                        self._send(data)
                    elif data := self._client.recv(STEP):
                        stream.write(data)
                    else:
                        waiting.unregister(self._client)
                        upstream.shutdown(socket.SHUT_WR)

    def _send(self, data: bytes) -> None:
        self._has_answered = True
        self._client.sendall(data)

    def _refuse(self, status: str, host: str, why: FetchError) -> None:
        self._shared.note("refused", host, why)
        self._answer(status, str(why))

    def _fail(self, host: str, why: FetchError) -> None:
        if self._has_answered:
            self._shared.note("cut", host, why)
            self._reset()
        else:
            self._shared.note("failed", host, why)
            self._answer("502 Bad Gateway", str(why))

    def _answer(self, status: str, why: str) -> None:
        body = why.encode()
        lines = (
            f"HTTP/1.1 {status}",
            f"{MARK}: {self._shared.mark}",
            "Content-Type: text/plain; charset=utf-8",
            f"Content-Length: {len(body)}",
            "Connection: close",
            "",
            "",
        )
        with suppress(OSError):
            self._client.sendall("\r\n".join(lines).encode() + body)

    def _reset(self) -> None:
        """End in RST, not FIN: a cut must never look like the end of a body without a length."""
        with suppress(OSError):
            self._client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
        self._client.close()
