"""Real servers on the loopback, and what a request must be told to reach them."""

import contextlib
import itertools
import os
import random
import socket
import socketserver
import ssl
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Self

import pytest

from rotativa.lib.http import Reach

LOOPBACK = "127.0.0.1"
Answer = Callable[[], Iterable[bytes]]


def answer(
    body: bytes = b"", *, status: str = "200 OK", kind: str = "text/plain", **headers: str
) -> bytes:
    """Return a plain answer of HTTP/1.1."""
    lines = [f"HTTP/1.1 {status}", f"Content-Type: {kind}", f"Content-Length: {len(body)}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode() + body


def redirect(location: str) -> bytes:
    return answer(status="302 Found", Location=location)


def _free_ports() -> Iterator[int]:
    """Each once, and none of another process of this run."""
    begin = random.randrange(750)  # noqa: S311  # beside another run on this machine; no secret
    place = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) % 16
    for turn in itertools.count(begin):
        port = 20_000 + 16 * (turn % 750) + place
        if _is_free(port):
            yield port


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
    return True


_ports = _free_ports()


def free_port() -> int:
    """Where nobody listens, nor does before the one who asks has begun to.

    Below those that the system gives to whoever asks for any: a port of these would be given again.
    """
    return next(_ports)


class _Handler(socketserver.BaseRequestHandler):
    server: "LoopbackServer"

    def handle(self) -> None:
        with contextlib.suppress(OSError):
            while self.handle_one() and self.server.keeps:
                pass

    def handle_one(self) -> bool:
        head = b""
        while b"\r\n\r\n" not in head:
            data = self.request.recv(65536)
            if not data:
                return False
            head += data
        head, _, body = head.partition(b"\r\n\r\n")
        length = next(
            (
                int(line[15:])
                for line in head.split(b"\r\n")
                if line.lower().startswith(b"content-length:")
            ),
            0,
        )
        while len(body) < length and (data := self.request.recv(65536)):
            body += data
        path = head.split(b" ")[1].decode()
        self.server.requests.append(f"{head.decode()}\r\n\r\n")
        self.server.bodies.append(body)
        given = self.server.answers.get(path, answer(status="404 Not Found"))
        for part in [given] if isinstance(given, bytes) else given():
            self.request.sendall(part)
        return True


class LoopbackServer(socketserver.ThreadingTCPServer):
    """Answers each path with bytes, or with the pieces that a function yields."""

    daemon_threads = True
    block_on_close = False
    allow_reuse_address = True
    request_queue_size = 32

    def __init__(
        self,
        answers: Mapping[str, bytes | Answer],
        *,
        certificate: Path | None = None,
        keeps: bool = False,
    ) -> None:
        """`keeps`: connections stay open for further requests."""
        super().__init__((LOOPBACK, 0), _Handler)
        self.keeps = keeps
        self.connections = 0
        self.answers = dict(answers)
        self.requests: list[str] = []
        self.bodies: list[bytes] = []
        self._tls: ssl.SSLContext | None = None
        if certificate is not None:
            self._tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self._tls.load_cert_chain(certificate)

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    def url(self, path: str, *, host: str = "paper.test", scheme: str = "http") -> str:
        return f"{scheme}://{host}:{self.port}{path}"

    def reach(self, **names: list[str]) -> Reach:
        """Permit this server's port and address; `paper.test` leads to it."""
        known = {"paper.test": [LOOPBACK]} | {
            name.replace("_", "."): addresses for name, addresses in names.items()
        }
        return Reach(
            ports=frozenset({80, 443, self.port}),
            private=frozenset({LOOPBACK}),
            resolve=book(known),
        )

    def get_request(self) -> tuple[socket.socket, Any]:
        connection, address = super().get_request()
        self.connections += 1
        if self._tls is not None:
            try:
                connection = self._tls.wrap_socket(connection, server_side=True)
            except OSError:
                connection.close()
                raise
        return connection, address

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Keep quiet: a client that goes away early is what the tests are about."""

    def __enter__(self) -> Self:
        threading.Thread(target=self.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.shutdown()
        self.server_close()


def book(names: Mapping[str, list[str]]) -> Callable[[str, int], list[str]]:
    """Return a resolver that knows these names only."""

    def look_up(host: str, port: int) -> list[str]:
        try:
            return names[host]
        except KeyError:
            raise OSError("no such name") from None

    return look_up


def time_flies(monkeypatch: pytest.MonkeyPatch) -> None:
    """To requests that are guarded, each look at the clock is a second after the one before.

    So the answer is there when its time is over, however slow the machine is.
    """
    clock = SimpleNamespace(monotonic=itertools.count().__next__)
    monkeypatch.setattr("rotativa.lib.guarded_stream.time", clock)


def endless(head: bytes, piece: bytes) -> Answer:
    def pieces() -> Iterator[bytes]:
        yield head
        while True:
            yield piece

    return pieces
