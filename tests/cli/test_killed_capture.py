"""A worker that is killed while it takes a copy: no half one is listed, and the job runs again."""

import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from rotativa.evidence.capture.browser.program import find_browser
from rotativa.evidence.capture.wacz.verifying import verify
from tests.cli.conftest import MOST_SECONDS, NewSite, environment
from tests.evidence.site import Site

BROWSER = find_browser()
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(BROWSER is None, reason="no Chromium is installed"),
]
# It works once for each line that it is given, in a child that kills itself at the nth call of what the
# line names. Its clock is a quarter of an hour later each time, so that no lease is waited for; nor do
# five attempts end it.
WORKER = """
import os, pkgutil, signal, sys
from datetime import timedelta
from functools import partial
from itertools import count
from unittest.mock import patch
from rotativa.cli.site import enter_finished_site
enter_finished_site()
from django.core.management import call_command
from django.db import connections
from django.utils import timezone
from rotativa.evidence.actions import add_source, request_captures
from rotativa.evidence.capture.take import Means
from rotativa.evidence.models import Capture
from rotativa.evidence.receivers import minute_passed
from rotativa.lib.http import Reach

url, port, browser = sys.argv[1:]
reach = Reach(ports=frozenset({int(port)}), private=frozenset({"127.0.0.1"}),
              resolve=lambda host, port: ["127.0.0.1"])
patch("rotativa.evidence.capture.configured.Means", partial(Means, reach=reach)).start()
patch("rotativa.evidence.capture.configured.find_browser", lambda _: browser).start()

def killed_at(point, nth):
    real, calls = pkgutil.resolve_name(point), count(1)
    def call(*given, **named):
        if next(calls) == nth:
            os.kill(os.getpid(), signal.SIGKILL)
        return real(*given, **named)
    patch(point, call).start()

def work():
    minute_passed(at=timezone.now())
    call_command("db_worker", queue_name="*", batch=True, startup_delay=False)

request_captures([add_source(url, by=None, at=timezone.now(), title="Log").pk], at=timezone.now())
now = timezone.now
for number, line in enumerate(sys.stdin, start=1):
    Capture.objects.update(attempts=0)
    connections.close_all()
    child = os.fork()
    if not child:
        patch.object(timezone, "now", lambda: now() + number * timedelta(minutes=15)).start()
        if line.strip():
            point, nth = line.split()
            killed_at(point, int(nth))
        work()
        os._exit(0)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""
CAPTURE = "rotativa.evidence.capture"
POINTS = {
    "as the browser opens its tab": f"{CAPTURE}.browser.visit.Visit._open_tab 1",
    "as the fourth answer is written": f"{CAPTURE}.warc.Warc.add 4",
    "while the page is read": f"{CAPTURE}.browser.visit.Visit._freeze 1",
    "as its film is asked for": f"{CAPTURE}.take.ask_whole 1",
    "as its flat view is made": f"{CAPTURE}.reader.Reader.read 1",
    "before the file's directory is written": f"{CAPTURE}.wacz.zipping.directory 1",
    "as it is verified": f"{CAPTURE}.finishing.verify 1",
    "before its record is written": f"{CAPTURE}.finishing.write_record 1",
    "while it is put onto the disk": f"{CAPTURE}.folder._onto_disk 3",
    "before its row says so": "rotativa.evidence.models.capture.CaptureQuerySet.under 1",
}


class Worker:
    def __init__(self, paper: NewSite, site: Site, temporary: Path) -> None:
        self.folder = paper.folder
        self.temporary = temporary
        self._process = subprocess.Popen(
            [sys.executable, "-c", WORKER, site.url("/"), str(site.port), str(BROWSER)],
            env=environment(ROTATIVA_SITE=str(paper.folder), TMPDIR=str(temporary)),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def work(self, point: str = "") -> int:
        """How its child ended."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{point}\n")
        self._process.stdin.flush()
        for line in self._process.stdout:
            if line.strip().lstrip("-").isdigit():
                return int(line)
        raise AssertionError("the worker has ended")

    def end(self) -> None:
        self._process.communicate(timeout=MOST_SECONDS)

    @property
    def row(self) -> tuple[str, str]:
        address = f"file:{self.folder}/data/paper.sqlite3?mode=ro"
        with closing(sqlite3.connect(address, uri=True)) as database:
            [(status, sha256)] = database.execute("SELECT status, sha256 FROM evidence_capture")
        return status, sha256

    @property
    def copies(self) -> list[Path]:
        """Those that have a name."""
        return list((self.folder / "captures").glob("[!.]*"))

    def has_browser(self) -> bool:
        """Whether there is a process with its profile in the worker's temporary folder."""
        words = f"--user-data-dir={self.temporary}/".encode()
        return any(words in command_of(process) for process in Path("/proc").glob("[0-9]*"))


def command_of(process: Path) -> bytes:
    try:
        return (process / "cmdline").read_bytes()
    except OSError:
        return b""


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as site:
        yield site


@pytest.fixture
def worker(new_site: NewSite, site: Site) -> Iterator[Worker]:
    """With a short place for browsers: their sockets bear no long paths."""
    with TemporaryDirectory(prefix="b-", ignore_cleanup_errors=True) as folder:
        worker = Worker(new_site, site, Path(folder))
        yield worker
        worker.end()


def test_killed_at_any_point_the_copy_is_whole_or_none_and_taken_again(
    worker: Worker, site: Site
) -> None:
    *before, (last_when, last) = POINTS.items()
    for when, point in before:
        assert worker.work(point) == -signal.SIGKILL, when
        assert (*worker.row, worker.copies) == ("working", "", []), when
    assert worker.work(last) == -signal.SIGKILL, last_when
    assert worker.row == ("working", "")
    asks = len(site.requests)

    assert worker.work() == 0

    status, sha256 = worker.row
    (copy,) = worker.copies
    assert status == "taken"
    assert verify(copy / "capture.wacz", sha256=sha256).problems == ()
    assert len(site.requests) == asks  # the last was whole already
    end = time.monotonic() + MOST_SECONDS
    while worker.has_browser():  # each ends by itself, as nobody speaks to it any more
        assert time.monotonic() < end
        time.sleep(0.1)
