"""A site to make copies of: every kind of thing that a page may be made of."""

import gzip
import http.server
import threading
from io import BytesIO
from typing import Any, Self

from PIL import Image

from rotativa.lib.http import Reach
from tests.servers import LOOPBACK, book

SAID = "By November 1 almost 11,000 soldiers will be ready"
PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Ready by November</title>
<meta name="author" content="Agency N"><meta property="article:published_time" content="2026-10-03">
<link rel="stylesheet" href="/style.css"><script defer src="/late.js"></script></head>
<body><article><h1>Ready by November</h1><p>{words}</p><p id="late"></p></article>
<img src="/photo.jpg" alt="A photo"><iframe src="/frame.html"></iframe>
<video src="/film.mp4" preload="auto" muted autoplay></video>
<div style="height:1800px"></div><img loading="lazy" src="/lazy.jpg" alt="Further down">
</body></html>"""
SCRIPT = """fetch('/data.json').then((answer) => answer.json()).then((data) => {
  document.getElementById('late').textContent = 'JS-INSERTED: ' + data.said;
  const picture = new Image();
  picture.src = data.picture;
  document.body.append(picture);
});"""
WORDS = " ".join(f"Sentence {number} tells what the ministry has said." for number in range(40))


def picture(colour: str) -> bytes:
    made = BytesIO()
    Image.new("RGB", (320, 200), colour).save(made, "JPEG")
    return made.getvalue()


FILM = b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom" + bytes(range(256)) * 2184
CONTENT: dict[str, tuple[str, bytes]] = {
    "/": ("text/html; charset=utf-8", PAGE.format(words=WORDS).encode()),
    "/style.css": ("text/css", b"body { background: url('/back.png') } h1 { color: teal }"),
    "/back.png": ("image/png", b"\x89PNG\r\n\x1a\n" + b"0" * 100),
    "/late.js": ("text/javascript", SCRIPT.encode()),
    "/data.json": ("application/json", f'{{"said":"{SAID}","picture":"/made.jpg"}}'.encode()),
    "/photo.jpg": ("image/jpeg", picture("red")),
    "/lazy.jpg": ("image/jpeg", picture("blue")),
    "/made.jpg": ("image/jpeg", picture("green")),
    "/frame.html": ("text/html", b"<!doctype html><title>F</title><p>Text within the frame</p>"),
    "/film.mp4": ("video/mp4", FILM),
}


class _Handler(http.server.BaseHTTPRequestHandler):
    server: "Site"
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.server.requests.append((self.path, dict(self.headers.items())))
        path = self.path.partition("?")[0]
        if path in self.server.statuses:
            self._answer(self.server.statuses[path], b"", dict(self.server.headers))
        elif path in self.server.redirects:
            self._answer(302, b"", {"Location": self.server.redirects[path]})
        elif path in self.server.content:
            self._give(*self.server.content[path])
        else:
            self._answer(404, b"not here", {"Content-Type": "text/plain"})

    def do_POST(self) -> None:
        self.server.requests.append((f"POST {self.path}", dict(self.headers.items())))
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self._answer(200, b"taken", {"Content-Type": "text/plain"})

    def _give(self, kind: str, body: bytes) -> None:
        headers = {"Content-Type": kind, **self.server.headers}
        asked = self.headers.get("Range", "")
        if kind == "video/mp4" and asked.startswith("bytes="):
            start = int(asked.removeprefix("bytes=").partition("-")[0])
            headers["Content-Range"] = f"bytes {start}-{len(body) - 1}/{len(body)}"
            self._answer(206, body[start:], headers)
            return
        if kind.startswith("text/html") and "gzip" in self.headers.get("Accept-Encoding", ""):
            headers |= {"Content-Encoding": "gzip", "Set-Cookie": "visitor=SECRET-4711; Path=/"}
            body = gzip.compress(body, mtime=0)
        self._answer(200, body, headers)

    def _answer(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # http.server's
        pass


class Site(http.server.ThreadingHTTPServer):
    """Listens on the loopback, and is known to a copy as `paper.test`."""

    daemon_threads = True
    block_on_close = False

    def __init__(
        self, content: dict[str, tuple[str, bytes]] | None = None, *, host: str = LOOPBACK
    ) -> None:
        super().__init__((host, 0), _Handler)
        self.content = dict(CONTENT if content is None else content)
        self.redirects: dict[str, str] = {}
        self.statuses: dict[str, int] = {}
        self.headers: dict[str, str] = {}
        self.requests: list[tuple[str, dict[str, str]]] = []

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    def url(self, path: str, *, host: str = "paper.test") -> str:
        return f"http://{host}:{self.port}{path}"

    def reach(self) -> Reach:
        return Reach(
            ports=frozenset({80, 443, self.port}),
            private=frozenset({LOOPBACK}),
            resolve=book({"paper.test": [LOOPBACK]}),
        )

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Keep quiet: clients go away early."""

    def __enter__(self) -> Self:
        threading.Thread(target=self.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.shutdown()
        self.server_close()
