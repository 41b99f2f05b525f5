"""How long it takes from the desk's button until readers can read, in a small archive and a large one.

The form of an article is sent with "publish" through a running `rotativa serve`, until the new bytes
stand at its address, printed; then until the front page and the section's page have it. The peer is the
same site without a press in the same run, article by article in turns: what Wagtail takes to publish.

`python bench/publish.py 100 20` takes one archive and 20 articles.
"""

import sys
import time
from collections.abc import Sequence
from contextlib import ExitStack
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
"""Before the next article, so that it does not wait for the second in which a page is printed only once."""


def main(size: str = "", count: str = str(COUNT)) -> None:
    end_cleanly()
    found = {each: measured(each, int(count)) for each in ([int(size)] if size else SIZES)}
    if len(found) > 1:
        small, large = (median(found[each]) for each in SIZES)
        print(f"  10,000 to 100 articles: {large / small:.2f} (bar {MOST_RATIO})")


def measured(size: int, count: int) -> list[float]:
    with TemporaryDirectory() as folder, ExitStack() as stack:
        ours = printed_paper(Path(folder) / "ours", count=size)
        session, drafts = session_of(ours), drafts_in(ours, count=count + WARMING)
        peer = copied(ours, Path(folder) / "peer")
        path = f"{BENCH.parent}:{BENCH}"
        here, _ = stack.enter_context(serving(ours))
        there, _ = stack.enter_context(
            serving(peer, DJANGO_SETTINGS_MODULE="measuring.silent", PYTHONPATH=path)
        )
        print(f"{size} articles, {count} published, {load()}")
        return compare(drafts, Desk(here, session=session), Desk(there, session=session))


def compare(drafts: Sequence[dict[str, Any]], ours: Desk, peer: Desk) -> list[float]:
    own, shown, alone = [], [], []
    for draft in drafts:
        began = time.perf_counter()
        peer.publish(draft)
        alone.append(time.perf_counter() - began)
        readable, listed = published(ours, draft)
        own.append(readable)
        shown.append(listed)
        time.sleep(PAUSE)
    own, shown, alone = own[WARMING:], shown[WARMING:], alone[WARMING:]
    tell("readable", own)
    tell("Wagtail alone", alone)
    tell("front and section", shown)
    print(
        f"  p95 {(p95(own) - p95(alone)) * 1000:.0f} ms over Wagtail's (bar {MOST_OVER * 1000:.0f}); "
        f"front and section at most {max(shown):.2f} s (bar {MOST_LATER:.0f}), {load()}"
    )
    return own


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
