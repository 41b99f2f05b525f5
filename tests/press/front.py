"""A front as `rotativa serve` starts it, before an application that answers from a socket file."""

import asyncio
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from select import select
from socketserver import BaseRequestHandler, ThreadingMixIn, UnixStreamServer
from tempfile import gettempdir
from typing import Any, ClassVar, Self

import httpcore

from rotativa.cli.parts import GRACE_SECONDS
from rotativa.lib.backend import READ_AHEAD
from rotativa.press.front import state
from rotativa.press.front.protocol import FrontProtocol
from rotativa.press.targets.folder.target import FolderTarget
from tests.servers import free_port

LONGEST_START = 60
STDERR = 2
ROOM, LONGEST, MOST_LARGE = 4_000_000, 3_000_000, 3


class Application(BaseHTTPRequestHandler):
    """Says what it was asked, so that tests see what came through."""

    protocol_version = "HTTP/1.1"
    asked: ClassVar[list[str]] = []
    """Before any of it was read."""
    rests = 0.0
    """Seconds, before it reads what it is asked."""

    def answer(self) -> None:
        self.asked.append(self.path)
        self.rest()
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        text = (
            f"{self.command} {self.path} from {self.headers['X-Forwarded-For']}: ".encode() + body
        )
        if self.path.startswith("/documents/"):
            self.hand_over(self.path)
            return
        self.send_response(200)
        self.send_header("Content-Type", "text/plain")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(text)

    def rest(self) -> None:
        time.sleep(self.rests)

    def hand_over(self, path: str) -> None:
        """As Django does: whoever may have the file gets it from the front."""
        self.send_response(200)
        self.send_header("X-Sendfile", path[1:])
        self.send_header("ETag", '""' if "unknown" in path else '"of Django"')
        self.send_header("Content-Type", "audio/mpeg")
        self.send_header("Content-Disposition", 'attachment; filename="talk.mp3"')
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_GET = do_POST = do_HEAD = answer  # noqa: N815  # names that http.server looks for

    def log_message(self, *_: object) -> None:
        """The test's output is no access log."""

    def address_string(self) -> str:
        return "socket"


def passing_to(host: str, port: int) -> type[BaseRequestHandler]:
    """An application that answers elsewhere, such as the server of a test in a browser."""

    class Passing(BaseRequestHandler):
        def handle(self) -> None:
            with socket.create_connection((host, port)) as there, suppress(OSError):
                others = {self.request: there, there: self.request}
                while True:
                    for each in select(others, [], [])[0]:
                        data = each.recv(65536)
                        if not data:
                            return
                        others[each].sendall(data)

    return Passing


class Impatient(FrontProtocol):
    """Waits for requests as long as a test can."""

    patience = 0.5
    silence = 1.0
    slowest = 70_000


class Calm(FrontProtocol):
    """For those who ask in time: a busy machine, too, comes back to them two seconds before it is over."""

    patience = 3.0
    silence = 4.0
    slowest = 20_000


class Narrow(FrontProtocol):
    """The kernel takes little of what a client does not read, so that a test needs to ask for no more."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn's own
        connection = transport.get_extra_info("socket")
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
        super().connection_made(transport)


class Unread(Narrow, Impatient):
    pass


class Poor(FrontProtocol):
    """Has no memory for forms."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn's own
        state.room().most_in_memory = 0
        super().connection_made(transport)


class Forgetful(Narrow):
    """Has memory for two answers of nearly a megabyte that are not read yet."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn's own
        state.lines().most_ahead = 2 * READ_AHEAD
        super().connection_made(transport)


class SlowlyRead(Narrow, Calm):
    slowest = 1000


class SocketServer(ThreadingMixIn, UnixStreamServer):
    """Ends its connections with itself, as a killed process does."""

    daemon_threads = True

    def __init__(self, path: str, handler: type[BaseRequestHandler]) -> None:
        super().__init__(path, handler)
        self.connections: list[socket.socket] = []

    def get_request(self) -> tuple[socket.socket, Any]:
        connection, address = super().get_request()
        self.connections.append(connection)
        return connection, address

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Whoever asked may have gone."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)

    def end(self) -> None:
        self.shutdown()
        self.server_close()
        for connection in self.connections:
            with suppress(OSError):  # closed already
                connection.shutdown(socket.SHUT_RDWR)


class Front:
    """The front of a folder of printed pages; `with` starts it, and ends it by its own process."""

    def __init__(
        self,
        folder: Path,
        *,
        before: type[BaseRequestHandler] = Application,
        protocol: type[FrontProtocol] = FrontProtocol,
        room: int = ROOM,
        longest: int = LONGEST,
    ) -> None:
        self.folder = folder
        self.protocol = f"{protocol.__module__}:{protocol.__name__}"
        self.handler = before
        self.room, self.longest = room, longest
        self.shelf = FolderTarget(folder / "printed")
        self.socket = folder / "app.sock"
        self.log = folder / "log"
        self.port = free_port()

    def __enter__(self) -> Self:
        (self.folder / "static").mkdir()
        (self.folder / "static" / "base.css").write_text("a {}")
        self.start_application()
        command = [
            *(sys.executable, "-m", "uvicorn", "--factory", "rotativa.press.front.app:application"),
            *("--http", self.protocol, "--loop", "uvloop", "--ws", "none", "--lifespan", "off"),
            *("--timeout-graceful-shutdown", str(GRACE_SECONDS), "--no-server-header"),
            *("--port", str(self.port), "--no-access-log", "--log-level", "warning"),
        ]
        names = {
            state.PRINTED: self.folder / "printed",
            state.BACKEND: self.socket,
            state.STATIC: self.folder / "static",
            state.MEDIA: self.folder / "media",
        }
        settings = {name: str(path) for name, path in names.items()}
        settings |= {state.COPIES: "copies.test", state.ROOM: str(self.room)}
        settings |= {state.LONGEST: str(self.longest), state.LARGE: str(MOST_LARGE)}
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(command, env=os.environ | settings, stderr=log)
        try:
            wait_for(self.port)
        except TimeoutError:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        self.process.wait(LONGEST_START)
        self.stop_application()

    def start_application(self) -> None:
        self.application = SocketServer(str(self.socket), self.handler)
        threading.Thread(target=self.application.serve_forever, daemon=True).start()

    def stop_application(self) -> None:
        self.application.end()
        self.socket.unlink(missing_ok=True)

    def get(
        self, path: str, *, method: str = "GET", body: bytes = b"", **headers: str
    ) -> httpcore.Response:
        return ask(self.port, path, method=method, body=body, **headers)

    def send(self, *parts: bytes) -> bytes:
        return send(self.port, *parts)

    @property
    def kept(self) -> list[int]:
        """The sizes of the forms that are on its disk, in files without a name."""
        sizes: list[int] = []
        for link in Path("/proc", str(self.process.pid), "fd").iterdir():
            with suppress(FileNotFoundError):  # it was closed meanwhile
                is_of_room = str(link.readlink()).startswith(f"{gettempdir()}/#")
                if is_of_room and int(link.name) > STDERR:
                    sizes.append(link.stat().st_size)
        return sizes


def ask(
    port: int,
    path: str,
    *,
    method: str = "GET",
    body: bytes | Iterator[bytes] = b"",
    **headers: str,
) -> httpcore.Response:
    named = [(name.replace("_", "-"), value) for name, value in headers.items()]
    with httpcore.ConnectionPool() as pool:
        return pool.request(
            method, f"http://127.0.0.1:{port}{path}", headers=named, content=body or None
        )


def send(port: int, *parts: bytes) -> bytes:
    """Raw bytes, each part in a packet of its own; what comes back until the server closes."""
    with socket.create_connection(("127.0.0.1", port), timeout=LONGEST_START) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for part in parts:
            connection.sendall(part)
            time.sleep(0.05)
        received = b""
        while data := connection.recv(65536):
            received += data
    return received


def wait_for(port: int) -> None:
    deadline = time.monotonic() + LONGEST_START
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise TimeoutError(f"Nobody listens at port {port}.")


def header(response: httpcore.Response, name: str) -> str:
    found = {key.decode().lower(): value.decode() for key, value in response.headers}
    return found.get(name, "")
