"""Copies that rows ask for: taken once, found again, never half listed."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from pytest_django import DjangoAssertNumQueries

from rotativa.articles.models import FrontPage
from rotativa.evidence.actions import (
    accept_capture,
    ask_stamps,
    remove_left_copies,
    request_captures,
    take_capture,
)
from rotativa.evidence.actions.take_capture import copy_of
from rotativa.evidence.capture.browser.program import find_browser
from rotativa.evidence.capture.record import read_record
from rotativa.evidence.capture.take import Means
from rotativa.evidence.capture.wacz.verifying import verify
from rotativa.evidence.models import Capture, Source, Stamp
from rotativa.evidence.models.capture import LEASE, Status
from rotativa.evidence.signals import captured as captured_signal
from rotativa.evidence.stamps.asking import Asked
from rotativa.evidence.stamps.tokens import Stamp as Vouched
from rotativa.lib.clock import minute
from rotativa.people.models import User
from tests.evidence.site import Site
from tests.factories.articles import add_article
from tests.factories.captures import captured, model_copy
from tests.factories.evidence import leaning, source

NOON = datetime(2026, 4, 16, 12, tzinfo=UTC)
AUTHORITY = "http://tsa.example/"
BROWSER = find_browser()
KILLED = """
import os, sys
from pathlib import Path
import django
django.setup()
from rotativa.evidence.capture.take import Means, take_copy
from rotativa.lib.http import Reach
url, folder, port = sys.argv[1:]
reach = Reach(ports=frozenset({int(port)}), private=frozenset({"127.0.0.1"}),
              resolve=lambda host, port: ["127.0.0.1"])
take_copy(url, Path(folder), means=Means(browser=None, reach=reach))
os.kill(os.getpid(), 9)
"""


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as site:
        yield site


@pytest.fixture
def heard() -> Iterator[list[int]]:
    """Sources of which readers can be shown something else."""
    told: list[int] = []

    def hear(source_id: int, **_: Any) -> None:
        told.append(source_id)

    captured_signal.connect(hear)
    yield told
    captured_signal.disconnect(hear)


def means(site: Site, browser: str | None = None) -> Means:
    return Means(browser=browser, reach=site.reach())


def asked(site: Site, path: str = "/", *, at: datetime = NOON) -> Capture:
    made = source("Log", url=site.url(path))
    (capture,) = request_captures([made.pk], at=at)
    return capture


@pytest.mark.django_db
def test_plain_copy_is_taken_and_waits_for_a_person(site: Site, heard: list[int]) -> None:
    capture = take_capture(asked(site), at=NOON, means=means(site))

    assert capture.status == Status.DOUBTFUL
    assert [doubt.reason for doubt in capture.reasons] == ["no-browser"]
    assert (capture.how, len(capture.sha256), capture.attempts) == ("plain", 64, 1)
    assert verify(capture.wacz, sha256=capture.sha256).problems == ()
    assert heard == []


@pytest.mark.django_db
@pytest.mark.skipif(BROWSER is None, reason="no Chromium is installed")
def test_copy_by_the_browser_is_good_at_once(site: Site, heard: list[int]) -> None:
    capture = take_capture(asked(site), at=NOON, means=means(site, BROWSER))

    assert (capture.status, capture.how, capture.doubts) == (Status.TAKEN, "browser", [])
    assert "JS-INSERTED" in capture.text
    assert capture.has_view
    assert capture.has_picture
    assert heard == [capture.source_id]


@pytest.mark.django_db
def test_two_workers_take_it_once(site: Site) -> None:
    capture = asked(site)
    stale = Capture.objects.get(pk=capture.pk)

    take_capture(capture, at=NOON, means=means(site))
    pages = [path for path, _ in site.requests].count("/")
    take_capture(stale, at=NOON, means=means(site))

    assert pages == 1
    assert [path for path, _ in site.requests].count("/") == 1


@pytest.mark.django_db
def test_row_of_a_killed_worker_is_due_after_its_lease(site: Site) -> None:
    capture = asked(site)
    Capture.objects.claim(capture, at=NOON)

    assert not Capture.objects.due(NOON + LEASE - timedelta(seconds=1)).exists()
    take_capture(capture, at=NOON, means=means(site))
    assert site.requests == []
    later = take_capture(capture, at=NOON + LEASE, means=means(site))

    assert (later.status, later.attempts) == (Status.DOUBTFUL, 2)


@pytest.mark.django_db
def test_copy_that_was_whole_when_its_worker_was_killed_is_taken_over(site: Site) -> None:
    capture = asked(site)
    Capture.objects.claim(capture, at=NOON)
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, site.url("/"), capture.path, str(site.port)],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings"},
        check=False,
    )
    capture.refresh_from_db()

    assert killed.returncode == -signal.SIGKILL
    assert capture.wacz.is_file()
    assert (capture.status, capture.sha256) == (Status.WORKING, "")
    asks = len(site.requests)
    later = take_capture(capture, at=NOON + LEASE, means=means(site))

    assert later.status == Status.DOUBTFUL
    assert verify(later.wacz, sha256=later.sha256).problems == ()
    assert len(site.requests) == asks


@pytest.mark.django_db
def test_who_kills_its_worker_each_time_is_given_up(site: Site) -> None:
    capture = asked(site)
    at = NOON
    for _attempt in range(5):
        Capture.objects.claim(capture, at=at)
        at += LEASE

    capture = take_capture(capture, at=at, means=means(site))

    assert capture.status == Status.FAILED
    assert "stopped each time" in capture.why
    assert site.requests == []


@pytest.mark.django_db
def test_site_that_is_away_is_asked_again_with_growing_pauses(site: Site) -> None:
    site.shutdown()
    site.server_close()
    capture = asked(site)

    at, moments = NOON, []
    while capture.next_attempt_at:
        at = capture.next_attempt_at
        moments.append(round((at - NOON) / timedelta(hours=1), 2))
        capture = take_capture(capture, at=at, means=means(site))

    assert moments == [0, 0.03, 0.37, 3.37, 27.37]
    assert capture.status == Status.FAILED
    assert capture.last_error


@pytest.mark.django_db
def test_fault_of_the_program_is_told_and_tried_again(
    site: Site, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise ValueError("odd")

    module = import_module("rotativa.evidence.actions.take_capture")  # not the action of its name
    monkeypatch.setattr(module, "take_copy", fail)
    capture = take_capture(asked(site), at=NOON, means=means(site))

    assert (capture.status, capture.attempts) == (Status.QUEUED, 1)
    assert capture.leased_until is None
    assert capture.next_attempt_at is not None
    assert capture.next_attempt_at > NOON
    assert "fault of this program" in capture.why
    assert "ValueError: odd" in caplog.text


@pytest.mark.django_db
def test_address_that_the_guard_refuses_is_tried_once(site: Site) -> None:
    made = source("Inside", url="http://10.0.0.7/")
    (capture,) = request_captures([made.pk], at=NOON)

    capture = take_capture(capture, at=NOON, means=means(site))

    assert (capture.status, capture.attempts, capture.next_attempt_at) == (Status.FAILED, 1, None)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("status", "fields", "new"),
    [
        (Status.TAKEN, {"taken_at": NOON - timedelta(days=29)}, 0),
        (Status.TAKEN, {"taken_at": NOON - timedelta(days=31)}, 1),
        (Status.DOUBTFUL, {"taken_at": NOON - timedelta(days=1)}, 0),
        (Status.FAILED, {"asked_at": NOON - timedelta(hours=23)}, 0),
        (Status.FAILED, {"asked_at": NOON - timedelta(hours=25)}, 1),
        (Status.QUEUED, {}, 0),
    ],
)
def test_another_copy_is_taken_only_where_none_does(
    status: str, fields: dict[str, Any], new: int
) -> None:
    log = source("Log")
    captured(log, status, **fields)

    assert len(request_captures([log.pk], at=NOON)) == new


@pytest.mark.django_db
def test_source_without_an_address_has_no_copy() -> None:
    told = Source.objects.create(title="What she wrote to us", kind="statement")

    assert request_captures([told.pk], at=NOON) == []


@pytest.mark.django_db
@pytest.mark.parametrize("number", [1, 3])
def test_asking_costs_the_same_however_many(
    number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    ids = [source(f"S{each}").pk for each in range(number)]

    with django_assert_num_queries(3):
        first = request_captures(ids, at=NOON)
    with django_assert_num_queries(1):
        again = request_captures(ids, at=NOON)

    assert (len(first), again) == (number, [])


@pytest.mark.django_db
def test_text_with_very_many_sources_asks_for_some_copies(monkeypatch: pytest.MonkeyPatch) -> None:
    module = import_module("rotativa.evidence.actions.request_captures")
    monkeypatch.setattr(module, "MOST", 2)
    ids = [source(f"S{each}").pk for each in range(3)]

    first, later = request_captures(ids, at=NOON), request_captures(ids, at=NOON)

    assert [[each.source_id for each in asked] for asked in (first, later)] == [ids[:2], ids[2:]]


@pytest.mark.django_db
def test_draft_that_cites_asks_for_a_copy(paper: FrontPage) -> None:
    log = source("Log")

    add_article(paper, "The gate", body=[leaning(log)])

    assert [capture.source for capture in Capture.objects.all()] == [log]


def test_rows_are_woken_at_once_and_again_by_the_clock(
    paper: FrontPage, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    woken: list[tuple[str, int]] = []
    for name in ("take_capture", "ask_stamps"):

        def note(pk: int, name: str = name) -> None:
            woken.append((name, pk))

        task = SimpleNamespace(enqueue=note, get_backend=lambda: None)
        monkeypatch.setattr(f"rotativa.evidence.tasks.{name}", task)

    with time_machine.travel(NOON, tick=False):
        log = source("Log")
        with django_capture_on_commit_callbacks(execute=True):
            add_article(paper, "The gate", body=[leaning(log)])
        asked = Capture.objects.get()
        film = captured(source("Film"), stamps_due_at=NOON)
        at_once = set(woken)
        woken.clear()
        with django_capture_on_commit_callbacks(execute=True):
            minute.send(sender=None, at=NOON)

    assert at_once == {("take_capture", asked.pk)}
    assert woken == [("take_capture", asked.pk), ("ask_stamps", film.pk)]


def gives(*answers: Asked) -> Any:
    def authorities(sha256: str, *, without: set[str]) -> Iterator[Asked]:
        assert len(sha256) == 64
        yield from (each for each in answers if each.authority not in without)

    return authorities


@pytest.mark.django_db
def test_stamps_are_kept_and_those_that_lack_are_asked_for_again(heard: list[int]) -> None:
    capture = captured(source("Log"), stamps_due_at=NOON)
    good = Asked(AUTHORITY, b"token", Vouched(NOON, 7, b"root"))
    away = Asked("http://away.example/", fault="The authority does not answer.")

    capture = ask_stamps(capture, at=NOON, authorities=gives(good, away))
    again = ask_stamps(capture, at=NOON, authorities=gives(good, away))
    assert capture.stamps_due_at == NOON + timedelta(minutes=2)
    assert again.stamp_attempts == 1
    came = Asked("http://away.example/", b"late", Vouched(NOON, 8, b"root"))
    capture = ask_stamps(capture, at=NOON + timedelta(minutes=2), authorities=gives(good, came))

    assert capture.stamps_due_at is None
    kept = Stamp.objects.order_by("pk").values_list("authority", "token", "is_verified", "fault")
    assert [(a, bytes(t), v, f) for a, t, v, f in kept] == [
        (AUTHORITY, b"token", True, ""),
        ("http://away.example/", b"late", True, ""),
    ]
    assert heard == [capture.source_id] * 2


@pytest.mark.django_db
def test_stamp_on_a_copy_that_was_approved_meanwhile_is_news(heard: list[int]) -> None:
    capture = captured(source("Log"), Status.DOUBTFUL, stamps_due_at=NOON)
    good = Asked(AUTHORITY, b"token", Vouched(NOON, 7, b"root"))

    def approved_meanwhile(*_: Any, **__: Any) -> Iterator[Asked]:
        Capture.objects.filter(pk=capture.pk).update(status=Status.TAKEN)
        yield good

    ask_stamps(capture, at=NOON, authorities=approved_meanwhile)

    assert heard == [capture.source_id]


@pytest.mark.django_db
def test_nobody_is_asked_for_stamps_where_none_is_named() -> None:
    capture = ask_stamps(captured(source("Log"), stamps_due_at=NOON), at=NOON)

    assert capture.stamps_due_at is None
    assert not Stamp.objects.exists()


@pytest.mark.django_db
def test_copy_made_by_hand_is_taken_in_and_waits_for_a_person() -> None:
    bo = User.objects.create_user(email="bo@paper.example")

    log = source("Log", url=read_record(model_copy()).url)

    capture = accept_capture(log, model_copy() / "capture.wacz", by=bo, at=NOON)

    assert (capture.status, capture.how, capture.asked_by) == (Status.DOUBTFUL, "by-hand", bo)
    assert "by-hand" in [doubt.reason for doubt in capture.reasons]
    assert verify(capture.wacz, sha256=capture.sha256).problems == ()


@pytest.mark.django_db
def test_what_no_row_tells_of_is_removed_after_a_day(site: Site) -> None:
    kept = captured(source("Log"))
    left, foreign = kept.path.with_name("0" * 32), kept.path.with_name("media")
    shutil.copytree(kept.path, left)
    shutil.copytree(kept.path, foreign)
    old = datetime.now(UTC).timestamp() - 48 * 3600
    for folder in (kept.path, left, foreign):
        os.utime(folder, (old, old))
    fresh = kept.path.with_name("f" * 32)
    copy_of(site.url("/"), fresh, means=means(site))

    assert remove_left_copies(at=datetime.now(UTC)) >= 1

    assert not left.exists()
    assert kept.wacz.is_file()
    assert foreign.is_dir()
    assert Path(fresh).is_dir()
