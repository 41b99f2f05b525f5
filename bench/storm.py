"""What a storm costs: 1,000 changes of one article, told as fast as the database takes them.

Each is a transaction of its own, as from 1,000 editors. While `rotativa serve` prints, the article's row
is watched for every moment at which it was printed. The peer is what one would do at first: a print
for each change.
"""

import sqlite3
import sys
import time
from contextlib import closing
from datetime import datetime, timedelta
from http.client import HTTPConnection
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event, Thread

from made_up.paper import HOST, printed_paper
from measuring.desk import in_site
from measuring.processes import LOOPBACK, end_cleanly, load, serving

PATH = "/en/2012/01/02/the-ferry-is-late-3/"
MOST_A_SECOND = 2
CALM = 6
"""Seconds after the storm in which the last print comes."""


def main(count: str = "1000") -> None:
    end_cleanly()
    with TemporaryDirectory() as folder:
        paper = printed_paper(Path(folder) / "paper", count=100)
        with serving(paper) as (port, _):
            print(f"{count} changes of one article, {load()}")
            weather(paper, port, count=int(count))


def weather(paper: Path, port: int, *, count: int) -> None:
    moments: set[str] = set()
    calm = Event()
    watcher = Thread(target=watch, args=(paper, moments, calm))
    watcher.start()
    storm = in_site(paper, "storm", str(count))
    time.sleep(CALM)
    calm.set()
    watcher.join()
    prints = sorted(map(datetime.fromisoformat, moments))[1:]  # the first is of before the storm
    most = max(
        sum(each <= other < each + timedelta(seconds=1) for other in prints) for each in prints
    )
    print(
        f"  told in {storm['seconds']:.1f} s, printed {len(prints)} times (a print each: {count}), "
        f"at most {most} within a second (bar {MOST_A_SECOND}), {load()}"
    )
    shown = storm["title"] in page(port)
    print("  ends with the newest content" if shown else "  WRONG: ends with something older")
    if not shown or most > MOST_A_SECOND:
        sys.exit(1)


def watch(paper: Path, moments: set[str], calm: Event) -> None:
    """Note every moment at which the row says that the article was printed."""
    with closing(sqlite3.connect(paper / "data" / "paper.sqlite3", timeout=30)) as database:
        while not calm.wait(0.005):
            asked = database.execute(
                "SELECT printed_at FROM press_printing WHERE path = ?", [PATH]
            ).fetchone()
            moments.add(asked[0])


def page(port: int) -> str:
    with closing(HTTPConnection(LOOPBACK, port, timeout=30)) as connection:
        connection.request("GET", PATH, headers={"Host": HOST})
        answer = connection.getresponse()
        if not answer.getheader("etag"):
            sys.exit(f"WRONG: {PATH} was not printed")
        return answer.read().decode()


if __name__ == "__main__":
    main(*sys.argv[1:])
