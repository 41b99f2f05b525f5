"""200 kills -9 at random moments of printing and reprinting, while others read everything.

A printer is a process that prints what is due, as `rotativa print` does; it is killed after a random
time and another begins. Every so many kills all pages are marked once more, with other content. Another
process reads all pages, from the folder and through the front, and checks each against its digest.
What a killed printer had claimed is freed at once, so that 200 kills do not take hours; at the end the
last ones are left to `rotativa print` and to their lease, as in life.

`python bench/kills.py 20` kills 20 times.
"""

import hashlib
import json
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from importlib import import_module
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

from made_up.paper import BENCH, HOST, environment, in_child, printed_paper, rotativa
from measuring.processes import LOOPBACK, end_cleanly, load, running, serving

KILLS, PHASE = 200, 20
LONGEST_LIFE = 1.5
"""Seconds; a printer prints some dozens of pages in that time."""
ADDED = {
    "etag",
    "vary",
    "content-length",
    "date",
    "cache-control",
    "content-encoding",
    "connection",
}


def main(*arguments: str) -> None:
    end_cleanly()
    match arguments:
        case ["reader", site, port]:
            read_all(Path(site), int(port))
        case ["killer", site, kills]:
            kill_often(Path(site), int(kills))
        case _:
            with TemporaryDirectory() as folder:
                torment(Path(folder), *map(int, arguments))


def torment(folder: Path, kills: int = KILLS) -> None:
    paper = printed_paper(folder / "paper", count=100)
    print(f"{kills} kills, {load()}")
    with serving(paper, "--web") as (port, _), reader(paper, port, folder) as told:
        killed = json.loads(child("killer", paper, kills).splitlines()[-1])
        waited = print_the_rest(paper)
    seen = json.loads(told.read_text().splitlines()[-1])
    in_vain = killed["begun"] - killed["needed"]
    print(f"  read {seen['folder']} sheets in the folder and {seen['served']} through the front")
    print(f"  damaged or missing: {seen['wrong'] or 'none'}")
    print(
        f"  {killed['needed']} prints were needed in {killed['seconds']:.0f} s; begun once more: "
        f"{in_vain} (bar: one for each of {kills} kills), all fresh {waited:.0f} s after the last"
    )
    if seen["wrong"] or not seen["served"] or in_vain > kills:
        sys.exit(1)
    in_child("settle", paper)  # ends the figure if anything is stale still
    print(f"  {load()}")


def print_the_rest(paper: Path) -> float:
    """Nobody is killed any more; what the last one had claimed is printed when its lease is over."""
    began = time.monotonic()
    while time.monotonic() - began < 200:
        rotativa("print", "--json", site=paper)
        if in_child("stale", paper).strip() == "0":
            break
        time.sleep(5)
    return time.monotonic() - began


def child(*arguments: object) -> str:
    done = subprocess.run(
        command(*arguments), check=True, stdout=subprocess.PIPE, text=True, env=own()
    )
    return done.stdout


def command(*arguments: object) -> list[str]:
    return [sys.executable, __file__, *map(str, arguments)]


def own() -> dict[str, str]:
    return environment(PYTHONPATH=f"{BENCH.parent}{os.pathsep}{BENCH}")


# The killer.


def kill_often(site: Path, kills: int) -> None:
    """In this process the site is known, and printers are forked from it: each begins in no time."""
    from rotativa.cli.site import enter_site

    enter_site(site)
    from django.utils import timezone

    from rotativa.press.actions import mark_all
    from rotativa.press.models import Printing

    chance = Random(1)  # noqa: S311  # when to kill, not a secret
    log = site / "data" / "begun.txt"
    stale = Printing.objects.stale()
    began, needed = time.monotonic(), 0
    for number in range(kills):
        waiting = stale.count()
        if number % PHASE == 0 or not waiting:
            change_all(number)
            needed += mark_all(at=timezone.now(), why="kills") - waiting
        kill_one(log, after=chance.uniform(0.05, LONGEST_LIFE))
        if number < kills - 1:
            stale.filter(state=Printing.State.PRINTING).update(leased_until=timezone.now())
    begun = len(log.read_text().splitlines())
    told = {"needed": needed - stale.count(), "begun": begun, "seconds": time.monotonic() - began}
    print(json.dumps(told))


def change_all(number: int) -> None:
    """Other content on every page, told to nobody but by marking all."""
    from rotativa.pages.models import Paper

    for paper in Paper.objects.all():
        Paper.objects.filter(pk=paper.pk).update(name=f"The Harbour {number}")


def kill_one(log: Path, *, after: float) -> None:
    from django.db import connections

    connections.close_all()  # a fork must not speak on its parent's
    printer = multiprocessing.get_context("fork").Process(target=print_and_tell, args=(log,))
    printer.start()
    try:
        printer.join(after)
    finally:
        printer.kill()
        printer.join()


def print_and_tell(log: Path) -> None:
    """As `rotativa print`, and note each page before it is printed."""
    from django.utils import timezone

    from rotativa.press.actions import print_due
    from rotativa.press.targets.configured import target

    module = import_module("rotativa.press.actions.print_page")
    render = module.render
    descriptor = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)

    def told(path: str) -> Any:
        os.write(descriptor, f"{path}\n".encode())
        return render(path)

    module.render = told  # type: ignore[attr-defined]  # a name that the module imported
    print_due(to=target(), now=timezone.now)
    signal.pause()  # killed all the same


# The reader.


@contextmanager
def reader(paper: Path, port: int, folder: Path) -> Iterator[Path]:
    log = folder / "reader.log"
    with running(command("reader", paper, port), log=log, env=own()) as process:
        yield log
        process.send_signal(signal.SIGTERM)
        process.wait(60)


def read_all(site: Path, port: int) -> None:
    """Until SIGTERM; then say what was seen."""
    from rotativa.press.targets.folder.target import FolderTarget

    folder = FolderTarget(site / "printed")
    paths = sorted(folder.list())
    seen: Counter[str] = Counter()
    wrong: list[str] = []
    try:
        with closing(HTTPConnection(LOOPBACK, port, timeout=30)) as connection:
            while True:
                for path in paths:
                    seen["folder"] += 1
                    wrong += problems_in_folder(folder, path)
                    seen["served"] += 1
                    wrong += problems_served(connection, path)
    except SystemExit:
        told = {"folder": seen["folder"], "served": seen["served"], "wrong": wrong[:10]}
        print(json.dumps(told))


def problems_in_folder(folder: Any, path: str) -> list[str]:
    from rotativa.press.sheet import Damaged

    try:
        return [] if folder.read(path) else [f"{path} has no sheet"]
    except Damaged as error:
        return [f"{path}: {error}"]


def problems_served(connection: HTTPConnection, path: str) -> list[str]:
    """The ETag is the digest of status, headers and body: it is computed once more."""
    from rotativa.press.sheet import digest_of

    connection.request("GET", path, headers={"Host": HOST})
    answer = connection.getresponse()
    body = answer.read()
    headers = {
        name.lower(): value for name, value in answer.getheaders() if name.lower() not in ADDED
    }
    etag = answer.getheader("etag", "").strip('"')
    own_cache = {**headers, "cache-control": answer.getheader("cache-control", "")}
    digests = [digest_of(answer.status, each, body) for each in (headers, own_cache)]
    if etag and any(digest.startswith(etag) for digest in digests):
        return []
    return [f"{path} is served with {etag!r}, and is {hashlib.sha256(body).hexdigest()[:8]}"]


if __name__ == "__main__":
    main(*sys.argv[1:])
