"""Sources gone or changed, at the desk."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import translation
from pytest_django import DjangoAssertNumQueries

from rotativa.articles.models import FrontPage
from rotativa.evidence.actions import check_source
from rotativa.evidence.capture.take import Means
from rotativa.evidence.checks.judging import Seen, Verdict
from rotativa.evidence.checks.looking import look_at
from rotativa.evidence.checks.states import State
from rotativa.evidence.models import Capture, Check, Source
from tests.evidence.site import Site
from tests.factories.articles import add_article
from tests.factories.captures import captured
from tests.factories.evidence import leaning, source
from tests.html import tree, words
from tests.newsroom.desk import desk_of, may, set_language

STATES = "/desk/source-states/"
NOON = datetime(2026, 4, 16, 12, tzinfo=UTC)


@pytest.fixture
def desk(paper: FrontPage) -> Client:
    return desk_of("Editor")


def bad(name: str, state: str = "gone", *, told_at: datetime = NOON, **fields: Any) -> Source:
    made = source(name)
    Check.objects.create(source=made, at=told_at, state=state, status=404)
    Source.objects.filter(pk=made.pk).update(
        state=state, state_since=told_at, told_at=told_at, bad_in_row=3, **fields
    )
    return Source.objects.get(pk=made.pk)


def listed(desk: Client, **filters: Any) -> list[str]:
    answer = desk.get(STATES, filters)
    assert answer.status_code == 200
    return [str(each) for each in answer.context["object_list"]]


def test_report_is_narrowed_and_searched(desk: Client, paper: FrontPage) -> None:
    source("Well")
    log = bad("Log")
    captured(log)
    bad("Film", "changed", told_at=NOON + timedelta(days=3))
    bad("Song", excused="gone")
    Source.objects.filter(title="Song").update(state="alive")
    add_article(paper, "The gate", body=[leaning(log)])

    page = desk.get(STATES).content.decode()

    assert listed(desk) == ["Film", "Log"]
    assert listed(desk, state="changed") == ["Film"]
    assert listed(desk, use="cited") == ["Log"]
    assert listed(desk, use="unused") == ["Film"]
    assert listed(desk, copy="yes") == ["Log"]
    assert listed(desk, copy="no") == ["Film"]
    assert listed(desk, excused="yes") == ["Song"]
    assert listed(desk, excused="yes", state="changed") == []
    assert listed(desk, q="lóg") == ["Log"]
    assert listed(desk, state_since_from="2026-04-18") == ["Film"]
    assert "The gate" in page
    assert "Answer: 404" in page
    assert "readers are led to it" in page


def test_why_a_source_is_out_of_reach_is_said_in_the_language_of_whoever_reads_it(
    desk: Client,
) -> None:
    """And not in that of the worker that has looked."""
    with Site() as away:
        means, url = Means(browser=None, reach=away.reach()), away.url("/")
    log = bad("Log", "unreachable")
    Source.objects.filter(pk=log.pk).update(url=url, next_check_at=NOON)
    log.refresh_from_db()

    def look(url: str, **given: Any) -> tuple[Seen, Verdict]:
        return look_at(url, **given | {"means": means})

    with translation.override("es"):
        check_source(log, at=NOON, look=look)

    for language, why in (
        ("en", "paper.test cannot be reached."),
        ("es", "No se puede llegar a paper.test."),
    ):
        set_language(desk, language)
        assert why in desk.get(STATES).content.decode()


def test_words_relied_on_are_shown_as_they_are_quoted(desk: Client) -> None:
    """Also where they look as a reason of ours does where it is kept."""
    log, quote = bad("Log", "quote"), 'rotativa/ {"words": "It burned."}'
    Source.objects.filter(pk=log.pk).update(next_check_at=NOON)
    log.refresh_from_db()

    def look(url: str, **_given: Any) -> tuple[Seen, Verdict]:
        return Seen(url, 200), Verdict(State.QUOTE_MISSING, detail=quote)

    check_source(log, at=NOON, look=look)

    (row,) = tree(desk.get(STATES)).find_class("source-state__detail")
    assert words(row) == quote


@pytest.mark.parametrize("number", [1, 3])
def test_report_costs_the_same_however_long(
    desk: Client, paper: FrontPage, number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for each in range(number):
        made = bad(f"S{each}")
        captured(made)
        add_article(paper, f"Gate {each}", body=[leaning(made)])
    desk.get(STATES)

    with django_assert_num_queries(15):
        page = desk.get(STATES).content.decode()

    assert len(re.findall("It is fine", page)) == number


def test_each_press_does_what_it_says(desk: Client) -> None:
    log = bad("Log")
    back = {"next": f"{STATES}?state=gone"}

    again = desk.post(f"{STATES}{log.pk}/check/", back)
    log.refresh_from_db()
    assert again.headers["Location"] == back["next"]
    assert log.next_check_at is not None
    desk.post(f"{STATES}{log.pk}/capture/")
    assert Capture.objects.get().source == log
    stale = desk.post(f"{STATES}{log.pk}/excuse/", {"state": "changed"}, follow=True)
    assert "nothing to decide" in stale.content.decode()
    fine = desk.post(f"{STATES}{log.pk}/excuse/", {"state": "gone"}, follow=True)

    assert "Told as it should be: Log." in fine.content.decode()
    log.refresh_from_db()
    assert (log.state, log.excused) == ("alive", "gone")
    assert str(Check.objects.latest_first()[0].by) == "editor@paper.example"
    assert listed(desk) == []


def test_writers_see_and_editors_decide(paper: FrontPage) -> None:
    log = bad("Log")
    author = desk_of("Author")

    assert may(author.get(STATES))
    assert "It is fine" not in author.get(STATES).content.decode()
    for doing in ("check", "capture", "excuse"):
        assert not may(author.post(f"{STATES}{log.pk}/{doing}/"))
    log.refresh_from_db()
    assert log.state == "gone"


@pytest.mark.parametrize("number", [1, 3])
def test_first_page_reminds_of_what_articles_lean_on(
    desk: Client, paper: FrontPage, number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for each in range(number):
        add_article(paper, f"Gate {each}", body=[leaning(bad(f"S{each}"))])
    bad("Unused")
    add_article(paper, "Old", body=[leaning(bad("Older", told_at=NOON - timedelta(days=8)))])
    with time_machine.travel(NOON + timedelta(hours=1), tick=False):
        desk.get("/desk/")
        with django_assert_num_queries(27):
            page = desk.get("/desk/").content.decode()

    assert re.findall(r"source-states/\?q=(\w+)", page) == [
        f"S{n}" for n in reversed(range(number))
    ]
