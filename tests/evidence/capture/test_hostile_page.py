"""What a hostile page can reach from the capturing browser, and, to see that it could, without the guard."""

import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from playwright.sync_api import Page

from rotativa.evidence.capture.bounds import BOUNDS
from rotativa.evidence.capture.browser.program import find_browser
from rotativa.evidence.capture.take import Means, take_copy
from rotativa.lib.http import Reach
from tests.evidence.apart import with_page
from tests.evidence.site import Site

BROWSER = find_browser()
HERE = "127.0.0.2"
MOST_SECONDS = 60
"""On a busy machine the page takes its time to reach what it can."""
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(BROWSER is None, reason="no Chromium is installed"),
    pytest.mark.allow_hosts(["127.0.0.1", HERE, "::1"]),
]
PAGE = """<!doctype html><title>hostile</title><body><p>{words}</p><pre id="o"></pre>
<img src="http://127.0.0.1:{port}/img"><img src="http://localhost:{port}/img-name">
<img src="http://2130706433:{port}/img-number"><img src="http://rebind.test:{port}/img-rebind">
<img src="http://[::ffff:127.0.0.1]:{port}/img-mapped"><img src="http://0x7f.1:{port}/img-hex">
<img src="http://127.1:{port}/img-short"><img src="http://localhost.:{port}/img-dot">
<img src="http://mixed.test:{port}/img-mixed">
<iframe src="http://127.0.0.1:{port}/frame"></iframe><iframe name="sink"></iframe><iframe src="file:///etc/passwd"></iframe>
<iframe src="http://169.254.169.254/latest/meta-data/"></iframe><iframe src="chrome://version"></iframe>
<object data="file:///etc/hostname"></object><link rel="stylesheet" href="http://127.0.0.1:{port}/css">
<link rel="prefetch" href="http://127.0.0.1:{port}/prefetch"><link rel="dns-prefetch" href="//leak.test">
<link rel="preconnect" href="http://127.0.0.1:{port}">
<script>
const at = 'http://127.0.0.1:{port}/', out = document.getElementById('o');
const say = (name, told) => {{ out.textContent += name + ': ' + told + '\\n'; }};
const attempt = (act) => {{ try {{ act(); }} catch (error) {{ say('error', error); }} }};
for (const url of [at + 'fetch', 'http://localhost:{port}/fetch', 'http://rebind.test:{port}/f',
                   '/to-inside', '/to-file', 'file:///etc/passwd'])
  fetch(url).then((answer) => answer.text()).then((text) => say(url, text)).catch(() => 0);
attempt(() => new WebSocket('ws://127.0.0.1:{port}/socket'));
attempt(() => new EventSource(at + 'events'));
attempt(() => navigator.sendBeacon(at + 'beacon', 'x'));
attempt(() => {{
  const peer = new RTCPeerConnection({{iceServers: [{{urls: 'stun:127.0.0.1:{udp}'}}]}});
  peer.createDataChannel('x');
  peer.createOffer().then((offer) => peer.setLocalDescription(offer));
}});
attempt(() => new WebTransport('https://127.0.0.1:{udp}/').ready.catch(() => 0));
attempt(() => window.open(at + 'popup'));
attempt(() => {{
  const code = "fetch('http://127.0.0.1:{port}/worker').then((a) => a.text()).then(postMessage)";
  new Worker(URL.createObjectURL(new Blob([code])));
}});
attempt(() => navigator.serviceWorker.register('/worker.js'));
attempt(() => alert('stop'));
attempt(() => {{
  const link = document.createElement('a');
  link.href = 'file:///etc/passwd';
  link.target = 'sink';
  link.click();
}});
attempt(() => {{
  const link = document.createElement('a');
  link.href = at + 'download';
  link.download = 'x';
  link.target = 'sink';
  link.click();
}});
</script></body>"""


WAYS = {
    "/img", "/img-name", "/img-number", "/img-mapped", "/img-hex", "/img-short", "/img-dot", "/frame",
    "/css", "/prefetch", "/fetch", "/redirected", "/socket", "/events", "POST /beacon", "/popup",
    "/worker", "/download",
}  # fmt: skip
"""All that need no name of another's: by each of them the page arrives, where no guard is."""


@dataclass
class Inside:
    """A server that nobody outside may reach, by TCP or UDP."""

    site: Site
    packets: list[bytes] = field(default_factory=list)
    udp_port: int = 0

    @property
    def hits(self) -> list[str]:
        return [path for path, _headers in self.site.requests]


@pytest.fixture
def inside() -> Iterator[Inside]:
    with ExitStack() as stack:
        site = stack.enter_context(Site({}))
        site.headers["Access-Control-Allow-Origin"] = "*"
        site.content = dict.fromkeys(
            ("/fetch", "/frame", "/img", "/worker", "/css"), ("text/plain", b"SECRET-INSIDE")
        )
        listener = stack.enter_context(socket.socket(socket.AF_INET, socket.SOCK_DGRAM))
        listener.bind(("127.0.0.1", 0))
        listener.settimeout(0.1)
        found = Inside(site, udp_port=listener.getsockname()[1])
        ends = threading.Event()

        def listen() -> None:
            while not ends.is_set():
                try:
                    found.packets.append(listener.recv(2000))
                except TimeoutError:
                    continue

        thread = threading.Thread(target=listen)
        thread.start()
        yield found
        ends.set()
        thread.join()


@pytest.fixture
def hostile(inside: Inside) -> Iterator[Site]:
    """The one address that this test calls public."""
    words = "hostile " * 60
    with Site({}, host=HERE) as site:
        page = PAGE.format(port=inside.site.port, udp=inside.udp_port, words=words)
        site.content["/"] = ("text/html", page.encode())
        site.redirects["/to-inside"] = inside.site.url("/redirected", host="127.0.0.1")
        site.redirects["/to-file"] = "file:///etc/passwd"
        yield site


def test_hostile_page_reaches_nothing_inside(hostile: Site, inside: Inside, tmp_path: Path) -> None:
    asked = []

    def resolve(host: str, port: int) -> list[str]:
        asked.append(host)
        match host:
            case "evil.test":
                return [HERE]
            case "localhost":
                return ["127.0.0.1"]
            case "mixed.test":
                return [HERE, "127.0.0.1"]
            case "rebind.test":
                return [HERE] if asked.count(host) == 1 else ["127.0.0.1"]
        raise OSError("no such name")

    reach = Reach(
        ports=frozenset({80, 443, hostile.port, inside.site.port}),
        private=frozenset({HERE}),
        resolve=resolve,
    )
    taken = take_copy(
        hostile.url("/", host="evil.test"),
        tmp_path / "copy",
        means=Means(browser=BROWSER, reach=reach, bounds=replace(BOUNDS, quiet_seconds=1.5)),
    )

    assert inside.hits == []
    assert inside.packets == []
    assert (taken.status, taken.how) == (200, "browser")
    assert "hostile hostile" in (tmp_path / "copy" / "text.txt").read_text()
    assert asked.count("rebind.test") > 1
    assert "mixed.test" in asked
    assert "leak.test" not in asked
    assert {host for host, _why in taken.refused} >= {"127.0.0.1", "169.254.169.254"}
    kept = b"".join(path.read_bytes() for path in (tmp_path / "copy").iterdir())
    assert b"SECRET-INSIDE" not in kept
    assert b"root:x:0" not in kept


def test_the_same_page_without_the_guard_arrives_by_each_way(hostile: Site, inside: Inside) -> None:
    """The control: the test above can fail, by each of them and by UDP."""

    def visit(page: Page) -> None:
        page.on("dialog", lambda dialog: dialog.dismiss())
        page.goto(f"http://{HERE}:{hostile.port}/", wait_until="commit")
        for _tenth in range(MOST_SECONDS * 10):
            if missing() == set() and inside.packets:
                return
            page.wait_for_timeout(100)

    def missing() -> set[str]:
        return WAYS - set(inside.hits)

    assert BROWSER is not None
    with_page(BROWSER, visit)

    assert missing() == set()
    assert inside.packets != []
