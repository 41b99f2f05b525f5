"""The clock: what is due each minute, each part by itself."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from rotativa.articles.models import FrontPage
from rotativa.cli.clock import PAUSE_SECONDS, press, tick
from rotativa.lib.clock import minute
from rotativa.pages.keys import Address, Kind
from rotativa.press.actions import add_addresses
from rotativa.press.models import Printing, Reprint


def test_tick_publishes_and_unpublishes_what_is_due(paper: FrontPage, front_es: FrontPage) -> None:
    now = timezone.now()
    FrontPage.objects.filter(pk=front_es.pk).update(expire_at=now - timedelta(minutes=1))
    FrontPage.objects.filter(pk=paper.pk).update(expire_at=now + timedelta(minutes=1))

    tick()

    assert FrontPage.objects.get(pk=paper.pk).live
    assert not FrontPage.objects.get(pk=front_es.pk).live


@pytest.mark.django_db
def test_part_that_fails_is_logged_and_keeps_no_other_from_its_turn(
    caplog: pytest.LogCaptureFixture,
) -> None:
    told = []

    def fails(**_: Any) -> None:
        raise RuntimeError("the relay is away")

    def works(at: Any, **_: Any) -> None:
        told.append(at)

    minute.connect(fails)
    minute.connect(works)
    try:
        tick()
    finally:
        minute.disconnect(fails)
        minute.disconnect(works)

    assert len(told) == 1
    assert [str(record.exc_info[1]) for record in caplog.records if record.exc_info] == [
        "the relay is away"
    ]


def test_look_costs_one_query_until_something_is_due(
    paper: FrontPage,
    tmp_path: Path,
    settings: Settings,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    settings.PRINTED_ROOT = tmp_path / "printed"
    now = timezone.now()
    before, later = now - timedelta(minutes=1), now + timedelta(minutes=1)
    Reprint.objects.all().delete()
    add_addresses([Address("/robots.txt", Kind.OTHER)], at=now, why="")
    Printing.objects.update(state="fresh")
    robots = Printing.objects.filter(path="/robots.txt")
    waits = [
        {"state": "stale", "due_at": later},
        {"state": "failing", "due_at": later},
        {"state": "printing", "due_at": before, "leased_until": later},
    ]
    is_due = [
        {"state": "stale", "due_at": before},
        {"state": "failing", "due_at": before},
        {"state": "printing", "due_at": before, "leased_until": before},
    ]

    for told in waits:
        robots.update(**told)
        with django_assert_num_queries(1):
            assert press(lambda: True) == PAUSE_SECONDS
    for told in is_due:
        robots.update(**told)
        press(lambda: True)
        assert robots.get().state == "fresh", told
    Reprint.objects.ask(why="Another theme", at=before)
    press(lambda: False)
    assert Reprint.objects.running().exists()
