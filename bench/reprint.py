"""How many pages a second `rotativa print --all --jobs 2` prints, beside Pelican with the same articles.

A made-up blog of 10,000 posts in two languages, its lists with it. Pelican reads the posts as files of
HTML, so that it parses no Markdown, and writes its pages with the theme it comes with, feeds off.
Both are told in pages a second, on the wall and of processor time.

`python bench/reprint.py 500` prints 500. The peer is `pelican` on the PATH or in BENCH_PELICAN:
python -m venv /tmp/pelican && /tmp/pelican/bin/pip install pelican
"""

import json
import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from tempfile import TemporaryDirectory

from made_up.blog import write_pelican
from made_up.paper import environment, make_paper, rotativa
from measuring.processes import end_cleanly, load

JOBS = 2
BAR = 3
SETTINGS = """
PATH = "content"
SITENAME = "The Harbour"
TIMEZONE = "UTC"
DEFAULT_PAGINATION = 30
PAGINATION_PATTERNS = [
    (1, "{name}{extension}", "{name}{extension}"),
    (2, "{name}/page/{number}{extension}", "{name}/page/{number}{extension}"),
]
ARTICLE_URL = ARTICLE_SAVE_AS = "{lang}/{date:%Y}/{date:%m}/{date:%d}/{slug}/index.html"
YEAR_ARCHIVE_SAVE_AS = "archive/{date:%Y}/index.html"
MONTH_ARCHIVE_SAVE_AS = "{date:%Y}/{date:%m}/index.html"
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
LOAD_CONTENT_CACHE = CACHE_CONTENT = False
LOG_LEVEL = "ERROR"
"""


@dataclass(frozen=True, slots=True)
class Built:
    pages: int
    wall: float
    processor: float

    @property
    def rate(self) -> float:
        return self.pages / self.wall

    def __str__(self) -> str:
        return (
            f"{self.pages:6} pages, {self.rate:6.1f} a second, "
            f"{self.processor / self.pages * 1000:5.1f} ms of processor time each"
        )


def main(count: str = "10000") -> None:
    end_cleanly()
    with TemporaryDirectory() as folder:
        compare(Path(folder), count=int(count))


def compare(folder: Path, *, count: int) -> None:
    paper = make_paper(folder / "paper", count=count)
    print(f"{count} posts, {load()}")
    first = printed(paper)
    print(f"  first print    {first}")
    again = printed(paper)
    print(f"  and once more  {again}, {load()}")
    program = os.environ.get("BENCH_PELICAN") or shutil.which("pelican")
    if program is None:
        print("  Pelican is not there; the head of this file says how to get it.")
        return
    write_pelican(folder / "pelican" / "content", count=count)
    peer = built(program, folder / "pelican")
    print(f"  Pelican        {peer}, {load()}")
    print(f"  {first.rate / peer.rate:.2f} times Pelican (bar {BAR})")


def printed(paper: Path) -> Built:
    started, spent = time.perf_counter(), spent_by_children()
    told = json.loads(rotativa("print", "--all", "--jobs", str(JOBS), "--json", site=paper))
    wall, processor = time.perf_counter() - started, spent_by_children() - spent
    if told["failed"]:
        sys.exit(f"WRONG: {told}")
    return Built(told["printed"] + told["same"], wall, processor)


def built(program: str, folder: Path) -> Built:
    settings, output = folder / "settings.py", folder / "output"
    settings.write_text(SETTINGS, encoding="utf-8")
    command = [program, "--settings", *map(str, [settings, "--output", output, folder / "content"])]
    started, spent = time.perf_counter(), spent_by_children()
    subprocess.run(command, check=True, cwd=folder, env=environment(), stdout=subprocess.DEVNULL)
    wall, processor = time.perf_counter() - started, spent_by_children() - spent
    return Built(sum(1 for _ in output.rglob("*.html")), wall, processor)


def spent_by_children() -> float:
    used = getrusage(RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main(*sys.argv[1:])
