"""40 kills -9 at random moments of copies by a real browser: nothing half is ever listed.

Each copy is taken by a process of its own, forked from one in which everything is loaded, and killed after
a random time, of up to half as much again as a whole one takes. After each kill whatever has a name is
verified byte by byte; at the end the job is done once more for those that have none, all browsers must be
gone, and what was left behind is removed.

`python bench/capture_kills.py 10` kills ten times.
"""

import multiprocessing
import os
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

import django
from measuring.processes import end_cleanly, load

ROOT = Path(__file__).resolve().parent.parent
KILLS = 40
MOST_SECONDS = 60


def main(kills: str = str(KILLS)) -> None:
    end_cleanly()
    sys.path.insert(0, str(ROOT))  # the page is the one of the tests
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    django.setup()
    from rotativa.evidence.capture.browser.program import find_browser
    from tests.evidence.site import Site

    if (browser := find_browser()) is None:
        sys.exit("Chromium is not installed (Debian: chromium-headless-shell)")
    print(f"{kills} kills of copies by {browser}, {load()}")
    with TemporaryDirectory(prefix="k-") as folder, Site() as site:
        tempfile.tempdir = folder  # of browsers, whose sockets bear no long paths
        torment(site, browser, Path(folder) / "copies", int(kills))


def torment(site: Any, browser: str, copies: Path, kills: int) -> None:
    from rotativa.evidence.capture.folder import remove_abandoned

    longest = 1.5 * taken(site, browser, copies / "first")
    chance = Random(1)  # noqa: S311  # when to kill, not a secret
    ended: Counter[str] = Counter()
    for number in range(kills):
        ended[kill_one(site, browser, copies / f"{number}", after=chance.uniform(0, longest))] += 1
        told = [problem for copy in copies.glob("[!.]*") for problem in problems(copy)]
        if told:
            sys.exit(f"  WRONG: {told}")
    left = len(list(copies.glob(".begun-*")))
    print(f"  after 0 to {longest:.1f} s: {dict(ended)}; left half and unlisted {left}")
    again = [each for each in range(kills) if not (copies / f"{each}").exists()]
    for each in again:
        taken(site, browser, copies / f"{each}", plainly=True)
    whole = sum(1 for copy in copies.glob("[!.]*") if not problems(copy))
    for path in copies.parent.rglob("*"):
        os.utime(path, (0, 0))
    removed = remove_abandoned(copies)
    print(f"  done again {len(again)}, whole {whole} of {kills + 1}; removed {removed}, {load()}")
    if whole != kills + 1 or list(copies.glob(".*")) or not gone(copies.parent):
        sys.exit("  WRONG: something is missing, or was left")


def taken(site: Any, browser: str, folder: Path, *, plainly: bool = False) -> float:
    """Seconds; what is done again is done without the browser, which takes a tenth of the time."""
    from rotativa.evidence.capture.take import Means, take_copy

    began = time.monotonic()
    take_copy(site.url("/"), folder, means=Means(None if plainly else browser, reach=site.reach()))
    return time.monotonic() - began


def kill_one(site: Any, browser: str, folder: Path, *, after: float) -> str:
    process = multiprocessing.get_context("fork").Process(
        target=taken, args=(site, browser, folder)
    )
    process.start()
    process.join(after)
    process.kill()
    process.join()
    return "whole" if folder.exists() else "none"


def problems(copy: Path) -> list[str]:
    from rotativa.evidence.capture.record import read_record
    from rotativa.evidence.capture.wacz.verifying import verify

    record = read_record(copy)
    missing = [name for name in record.files if not (copy / name).is_file()]
    return [*missing, *verify(copy / "capture.wacz", sha256=record.sha256).problems]


def gone(folder: Path) -> bool:
    """Whether no browser is left whose profile lies there; each ends by itself, when nobody asks it."""
    words, end = f"--user-data-dir={folder}/".encode(), time.monotonic() + MOST_SECONDS
    while any(words in command_of(process) for process in Path("/proc").glob("[0-9]*")):
        if time.monotonic() > end:
            return False
        time.sleep(0.1)
    return True


def command_of(process: Path) -> bytes:
    try:
        return (process / "cmdline").read_bytes()
    except OSError:
        return b""


if __name__ == "__main__":
    main(*sys.argv[1:])
