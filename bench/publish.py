"""How long it takes from the desk's button until readers can read, in a small archive and a large one.

The form of an article is sent with "publish" through a running `rotativa serve`, until the new bytes
stand at its address, printed; then until the front page and the section's page have it. The peer is the
same site without a press: what Wagtail takes to publish. All of them take turns, article by article, so
that what else the machine does falls on each alike.

`python bench/publish.py 20` publishes 20 articles in each.
"""

import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.client import HTTPConnection
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from typing import Any

from made_up.paper import BENCH, HOST, copied, printed_paper
from measuring.desk import Desk, drafts_in, session_of
from measuring.processes import LOOPBACK, end_cleanly, load, serving

SIZES, COUNT, WARMING = (100, 10_000), 40, 3
MOST_OVER, MOST_LATER, MOST_RATIO = 0.150, 1.0, 1.2
LONGEST = 30
PAUSE = 1.5
"""Before the next article: a page is printed once a second at most, and workers make cards, lists and indexes
of the latest article for a while, which the next one is not to pay for."""


@dataclass
class Archive:
    size: int
    drafts: list[dict[str, Any]]
    ours: Desk
    peer: Desk
    readable: list[float] = field(default_factory=list)
    listed: list[float] = field(default_factory=list)
    alone: list[float] = field(default_factory=list)

    def publish_next(self) -> None:
        draft = self.drafts[len(self.alone)]
        for desk in (self.peer, self.ours):
            desk.fill_in(draft)
        began = time.perf_counter()
        self.peer.publish(draft)
        self.alone.append(time.perf_counter() - began)
        time.sleep(PAUSE)
        readable, listed = published(self.ours, draft)
        time.sleep(PAUSE)
        self.readable.append(readable)
        self.listed.append(listed)

    def tell(self) -> None:
        print(f"{self.size} articles")
        own, shown, alone = (each[WARMING:] for each in (self.readable, self.listed, self.alone))
        tell("readable", own)
        tell("Wagtail alone", alone)
        tell("front and section", shown)
        print(
            f"  p95 {(p95(own) - p95(alone)) * 1000:.0f} ms over Wagtail's (bar {MOST_OVER * 1000:.0f}); "
            f"front and section at most {max(shown):.2f} s (bar {MOST_LATER:.0f})"
        )


def main(count: str = str(COUNT)) -> None:
    end_cleanly()
    with ExitStack() as stack:
        archives = [stack.enter_context(archive(each, count=int(count))) for each in SIZES]
        print(f"{count} published in each, {load()}")
        for _ in range(int(count) + WARMING):
            for each in archives:
                each.publish_next()
    for each in archives:
        each.tell()
    small, large = (median(each.readable[WARMING:]) for each in archives)
    print(f"10,000 to 100 articles: {large / small:.2f} (bar {MOST_RATIO}), {load()}")


@contextmanager
def archive(size: int, *, count: int) -> Iterator[Archive]:
    with TemporaryDirectory() as folder, ExitStack() as stack:
        ours = printed_paper(Path(folder) / "ours", count=size)
        session, drafts = session_of(ours), drafts_in(ours, count=count + WARMING)
        peer = copied(ours, Path(folder) / "peer")
        path = f"{BENCH.parent}:{BENCH}"
        here, _ = stack.enter_context(serving(ours))
        there, _ = stack.enter_context(
            serving(peer, DJANGO_SETTINGS_MODULE="measuring.silent", PYTHONPATH=path)
        )
        yield Archive(size, drafts, Desk(here, session=session), Desk(there, session=session))


def published(desk: Desk, draft: dict[str, Any]) -> tuple[float, float]:
    """Seconds until the article is there, and until it stands in front page and section."""
    reader = HTTPConnection(LOOPBACK, desk.connection.port, timeout=60)
    began = time.perf_counter()
    desk.publish(draft)
    path = f"/en/{datetime.now(UTC):%Y/%m/%d}/{draft['slug']}/"
    readable = until(reader, path, draft["text"][:40], since=began)
    listed = max(until(reader, each, path, since=began) for each in ("/en/", draft["list"]))
    reader.close()
    return readable, listed


def until(reader: HTTPConnection, path: str, words: str, *, since: float) -> float:
    """Seconds until the printed page says these words."""
    while time.perf_counter() - since < LONGEST:
        reader.request("GET", path, headers={"Host": HOST})
        answer = reader.getresponse()
        body = answer.read().decode()
        if answer.status == 200 and answer.getheader("etag") and words in body:
            return time.perf_counter() - since
        time.sleep(0.01)
    sys.exit(f"WRONG: {path} does not say {words!r} after {LONGEST} s")


def tell(name: str, seconds: Sequence[float]) -> None:
    print(f"  {name:<20}p50 {median(seconds) * 1000:4.0f} ms, p95 {p95(seconds) * 1000:4.0f} ms")


def p95(seconds: Sequence[float]) -> float:
    return quantiles(seconds, n=20, method="inclusive")[-1]


if __name__ == "__main__":
    main(*sys.argv[1:])
