"""The sites that the demo paper leans on: pages of its own, served on the loopback while they are copied.

None of those hosts exists. The guard is told that one server stands in for all of them, and no name is
ever looked up: the demo needs no network.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from rotativa.lib.destinations import Reach

FOLDER = Path(__file__).parent / "demo"
LOOPBACK = "127.0.0.1"
STILL = "/still.webp"


class Sites(BaseHTTPRequestHandler):
    """A page by its host and path; whatever else is asked for is not there."""

    def do_GET(self) -> None:
        content = page_at(self.headers.get("Host", ""), self.path)
        if content is None:
            self.send_error(404)
            return
        kind, body = content
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_args: Any) -> None:
        """Who makes the demo wants to see the demo."""


def page_at(host: str, address: str) -> tuple[str, bytes] | None:
    path = unquote(urlsplit(address).path)
    if path == STILL:
        return "image/webp", (FOLDER / "content" / "pictures" / "night.webp").read_bytes()
    sources = FOLDER / "sources"
    file = sources / host / f"{path.strip('/')}.html"
    if sources not in file.resolve().parents or not file.is_file():
        return None
    return "text/html; charset=utf-8", file.read_bytes()


@contextmanager
def served_sources() -> Iterator[Reach]:
    """Yields the reach with which each of these sites is found, and nothing else."""
    with ThreadingHTTPServer((LOOPBACK, 0), Sites) as server:
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        try:
            yield Reach(
                private=frozenset({LOOPBACK}),
                resolve=stand_in,
                stand_in=int(server.server_address[1]),
            )
        finally:
            server.shutdown()


def stand_in(host: str, _port: int) -> list[str]:
    if (FOLDER / "sources" / host).is_dir():
        return [LOOPBACK]
    raise OSError(f"{host} is not one of the demo's sites")
