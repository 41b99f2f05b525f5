"""A worker that is killed while it takes a copy: no half one is listed, and the job runs again."""

import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from rotativa.evidence.capture.wacz.verifying import verify
from tests.cli.conftest import MOST_SECONDS, NewSite, environment
from tests.evidence.site import Site

# Its clock is a quarter of an hour later each time, so that no lease is waited for.
WORKER = """
import os, signal, sys
from datetime import timedelta
from functools import partial
from unittest.mock import patch
from rotativa.cli.site import enter_finished_site
enter_finished_site()
from django.core.management import call_command
from django.utils import timezone
from rotativa.evidence.actions import add_source, request_captures
from rotativa.evidence.capture.take import Means
from rotativa.evidence.models import Source
from rotativa.evidence.receivers import minute_passed
from rotativa.lib.http import Reach

url, port, number, point = sys.argv[1:]
reach = Reach(ports=frozenset({int(port)}), private=frozenset({"127.0.0.1"}),
              resolve=lambda host, port: ["127.0.0.1"])
now = timezone.now
patch.object(timezone, "now", lambda: now() + int(number) * timedelta(minutes=15)).start()
patch("rotativa.evidence.capture.configured.Means", partial(Means, reach=reach)).start()
patch("rotativa.evidence.capture.configured.find_browser", lambda _: None).start()
if point:
    patch(point, lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL)).start()
if not Source.objects.exists():
    made = add_source(url, by=None, at=timezone.now(), title="Log")
    request_captures([made.pk], at=timezone.now())
minute_passed(at=timezone.now())
call_command("db_worker", queue_name="*", batch=True, startup_delay=False)
"""
POINTS = {
    "while the page's parts are asked for": "rotativa.evidence.capture.plain.PlainVisit._ask_all",
    "while it is packed": "rotativa.evidence.capture.finishing.verify",
    "before it has its name": "rotativa.evidence.capture.folder._onto_disk",
    "before its row says so": "rotativa.evidence.models.capture.CaptureQuerySet.under",
}


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as site:
        yield site


def work(paper: NewSite, site: Site, number: int, point: str = "") -> int:
    arguments = [site.url("/"), str(site.port), str(number), point]
    worker = subprocess.run(
        [sys.executable, "-c", WORKER, *arguments],
        env=environment(ROTATIVA_SITE=str(paper.folder)),
        check=False,
        timeout=MOST_SECONDS,
    )
    return worker.returncode


def row(paper: NewSite) -> tuple[str, str, int]:
    with sqlite3.connect(f"file:{paper.folder}/data/paper.sqlite3?mode=ro", uri=True) as database:
        found = database.execute("SELECT status, sha256, attempts FROM evidence_capture")
        [(status, sha256, attempts)] = found
    database.close()
    return status, sha256, attempts


def copies(paper: NewSite) -> list[Path]:
    return list((paper.folder / "captures").glob("[!.]*"))


def test_killed_at_any_point_the_copy_is_whole_or_none_and_taken_again(
    new_site: NewSite, site: Site
) -> None:
    for number, (when, point) in enumerate(POINTS.items()):
        assert work(new_site, site, number, point) == -signal.SIGKILL, when
        assert row(new_site) == ("working", "", number + 1), when
        assert [verify(copy / "capture.wacz").problems for copy in copies(new_site)] in ([], [()])
    asks = len(site.requests)

    assert work(new_site, site, len(POINTS)) == 0

    status, sha256, attempts = row(new_site)
    (copy,) = copies(new_site)
    assert (status, attempts) == ("doubtful", len(POINTS) + 1)
    assert verify(copy / "capture.wacz", sha256=sha256).problems == ()
    assert len(site.requests) == asks  # the last was whole already
