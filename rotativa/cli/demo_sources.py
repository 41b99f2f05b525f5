"""The sites that the demo paper leans on: pages of its own, served on the loopback while they are copied.

None of those hosts exists. The guard is told that one server stands in for all of them, and no name is
ever looked up: the demo needs no network.
"""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from rotativa.lib.destinations import Reach

FOLDER = Path(__file__).parent / "demo"
SOURCES = FOLDER / "sources"
LATER = FOLDER / "sources-later"
"""Those that say something else by now; all others are as they were."""
LOOPBACK = "127.0.0.1"
STILL = "/still.webp"


class Sites(BaseHTTPRequestHandler):
    """A page by its host and path; whatever else is asked for is not there."""

    def __init__(self, folders: Sequence[Path], *given: Any) -> None:
        self.folders = folders
        super().__init__(*given)

    def do_GET(self) -> None:
        content = page_at(self.headers.get("Host", ""), self.path, folders=self.folders)
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


def page_at(host: str, address: str, *, folders: Sequence[Path]) -> tuple[str, bytes] | None:
    path = unquote(urlsplit(address).path)
    if path == STILL:
        return "image/webp", (FOLDER / "content" / "pictures" / "night.webp").read_bytes()
    for folder in folders:
        file = folder / host / f"{path.strip('/')}.html"
        if folder in file.resolve().parents and file.is_file():
            return "text/html; charset=utf-8", file.read_bytes()
    return None


@contextmanager
def served_sources(*, is_later: bool = False) -> Iterator[Reach]:
    """Yields the reach with which each of these sites is found, and nothing else."""
    sites = partial(Sites, [LATER, SOURCES] if is_later else [SOURCES])
    with ThreadingHTTPServer((LOOPBACK, 0), sites) as server:
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
    if (SOURCES / host).is_dir():
        return [LOOPBACK]
    raise OSError(f"{host} is not one of the demo's sites")
