"""What a copy of a page costs: time beside a bare visit of the same browser, and its memory.

The page has a style sheet, pictures, one of them far down, a script that inserts text, a frame and a film
of 560 kB. A copy is everything: the browser's start, recording, packing, verifying, the flat view and time
stamps of an authority on this machine. A bare visit is Playwright's: start, load, scroll, read the text.
They take turns. Memory is the share of all of the browser's processes (PSS), at its peak; the process that reads
the page, and waits meanwhile, is told apart.

`python bench/capture.py 9` takes nine of each.
"""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from threading import Event, Thread
from typing import Any

import django
from measuring.processes import end_cleanly, family, load

ROOT = Path(__file__).resolve().parent.parent
MOST_SECONDS, BARE_SECONDS, MOST_MEGABYTES = 2.5, 2.9, 350


def main(count: str = "5") -> None:
    end_cleanly()
    sys.path.insert(0, str(ROOT))  # the page is the one of the tests
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    django.setup()
    from rotativa.evidence.capture.browser.program import find_browser
    from tests.evidence.site import Site

    browser = find_browser()
    if browser is None:
        sys.exit("Chromium is not installed (Debian: chromium-headless-shell)")
    print(f"copies of one page by {browser}, {load()}")
    with TemporaryDirectory() as folder, Site() as site:
        copies, visits, peaks, readers = [], [], [], []
        take(site, browser, Path(folder) / "first")  # what is loaded once
        for number in range(int(count)):
            with peak_memory() as peak:
                copies.append(take(site, browser, Path(folder) / f"copy-{number}"))
            peaks.append(peak.browser)
            readers.append(peak.reader)
            visits.append(visit(site.port, browser))
    tell(copies, visits, peaks, readers)


def take(site: Any, browser: str, folder: Path) -> float:
    from rotativa.evidence.capture.take import Means, take_copy
    from rotativa.evidence.stamps.asking import ask_for_stamps
    from rotativa.evidence.stamps.tokens import load_roots
    from tests.evidence.stamps.authority import Authority

    with Authority(folder.with_name(f"{folder.name}-authority")) as authority:
        roots = load_roots(authority.root)
        began = time.perf_counter()
        taken = take_copy(site.url("/"), folder, means=Means(browser, reach=site.reach()))
        digest = bytes.fromhex(taken.sha256)
        (asked,) = ask_for_stamps(digest, [authority.url], roots=roots)
        seconds = time.perf_counter() - began
    if taken.how != "browser" or taken.exchanges < 10 or asked.stamp is None:
        sys.exit(f"WRONG: {taken} {asked}")
    return seconds


VISIT = """
import sys, time
from playwright.sync_api import sync_playwright
from rotativa.evidence.capture.browser.scripts import SCROLL
program, port = sys.argv[1:]
began = time.perf_counter()
with sync_playwright() as playwright:
    browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
    page = browser.new_page()
    page.goto(f"http://127.0.0.1:{port}/", wait_until="networkidle")
    page.evaluate(SCROLL)
    page.wait_for_load_state("networkidle")
    text = page.inner_text("body")
    browser.close()
print(time.perf_counter() - began if "JS-INSERTED" in text else "WRONG")
"""


def visit(port: int, browser: str) -> float:
    """In a process of its own, whose start does not count."""
    told = subprocess.run(
        [sys.executable, "-c", VISIT, browser, str(port)],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    return float(told.stdout)


@dataclass
class Peak:
    """In megabytes."""

    browser: float = 0
    reader: float = 0


@contextmanager
def peak_memory() -> Iterator[Peak]:
    """The most that the processes below this one have held together."""
    peak, ends = Peak(), Event()

    def look() -> None:
        while not ends.wait(0.1):
            browser = reader = 0.0
            for process in family(os.getpid())[1:]:
                if is_reader(process):
                    reader += share(process) / 1000
                else:
                    browser += share(process) / 1000
            peak.browser = max(peak.browser, browser)
            peak.reader = max(peak.reader, reader)

    looks = Thread(target=look)
    looks.start()
    try:
        yield peak
    finally:
        ends.set()
        looks.join()


def is_reader(process: int) -> bool:
    with suppress(OSError):
        return b"evidence.capture.reading" in Path(f"/proc/{process}/cmdline").read_bytes()
    return False


def share(process: int) -> int:
    with suppress(OSError):
        for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1])
    return 0


def tell(
    copies: list[float], visits: list[float], peaks: list[float], readers: list[float]
) -> None:
    allowed = MOST_SECONDS * max(1.0, median(visits) / BARE_SECONDS)
    print(
        f"  a copy takes {median(copies):.2f} s ({min(copies):.2f} to {max(copies):.2f}), "
        f"a bare visit {median(visits):.2f} s ({min(visits):.2f} to {max(visits):.2f}), {load()}"
    )
    print(f"  bar: {MOST_SECONDS} s where the visit takes {BARE_SECONDS} s, so {allowed:.2f} s")
    print(f"  memory at its peak {median(peaks):.0f} MB, at most {max(peaks):.0f} MB")
    print(f"  bar: {MOST_MEGABYTES} MB; the reader's {max(readers):.0f} MB come on top")
    if median(copies) > allowed or median(peaks) > MOST_MEGABYTES:
        sys.exit(1)


if __name__ == "__main__":
    main(*sys.argv[1:])
