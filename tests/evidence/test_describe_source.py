"""A page is asked what it is called; nobody waits, and nothing that was typed is lost."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from rotativa.evidence.actions import add_source, describe_source
from rotativa.evidence.models import Source
from rotativa.lib.clock import minute
from rotativa.lib.fetch_errors import BadStatus, FetchError, Unreachable
from rotativa.lib.http import Response
from tests.another import committed

NOON = datetime(2026, 4, 16, 12, tzinfo=UTC)
LOG = "https://harbourboard.example/logs/2026"
PAGE = """<!doctype html><html lang="en-GB"><head><title>Log | Board</title>
<meta property="og:title" content=" Watch log,\n 2026 "><meta property="og:site_name" content="Harbour Board">
<meta name="author" content="N. Keeper"><meta property="article:published_time" content="2026-04-07T09:00:00Z">"""


class Door:
    def __init__(self, *answers: str | FetchError) -> None:
        self.answers = list(answers)
        self.asked: list[str] = []

    def fetch_beginning(self, url: str, *, size: int, accept: tuple[str, ...]) -> Response:
        assert accept
        self.asked.append(url)
        answer = self.answers.pop(0)
        if isinstance(answer, FetchError):
            raise answer
        return Response(url=url, status=200, headers={}, body=answer.encode()[:size])


def said(source: Source) -> tuple[object, ...]:
    source.refresh_from_db()
    return source.title, source.publisher, source.speaker, source.date, source.language


@pytest.mark.django_db
def test_page_says_what_it_is() -> None:
    source = add_source(LOG, by=None, at=NOON)

    describe_source(source, at=NOON, door=Door(PAGE))

    assert said(source) == (
        "Watch log, 2026", "Harbour Board", "N. Keeper", date(2026, 4, 7), "en-GB",
    )  # fmt: skip
    assert source.next_attempt_at is None
    assert list(Source.objects.matching("BOÁRD watch logs/2026")) == [source]
    assert not Source.objects.matching("watch weir").exists()


@pytest.mark.django_db
def test_what_an_editor_typed_meanwhile_stays() -> None:
    source = add_source(LOG, by=None, at=NOON)
    Source.objects.filter(pk=source.pk).update(title="The log that we asked for")

    describe_source(source, at=NOON, door=Door(PAGE))

    assert said(source)[0] == "The log that we asked for"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "page",
    [
        "",
        "\0\0",
        "<",
        "<html><head><title>",
        "<title>" + "a " * 9000,
        "<meta name=date content=2026-99-99>",
        f"<p {' '.join(f'a{number}' for number in range(40_000))}>",
    ],
)
def test_page_that_says_nothing_of_use_leaves_the_address(page: str) -> None:
    source = add_source(LOG, by=None, at=NOON)

    describe_source(source, at=NOON, door=Door(page))

    assert len(str(said(source)[0])) <= 300
    assert source.name


@pytest.mark.django_db
def test_site_that_is_away_is_asked_again_with_growing_pauses() -> None:
    source = add_source(LOG, by=None, at=NOON)
    door = Door(*[Unreachable("It is away.")] * 9)

    at = NOON
    moments = []
    while source.next_attempt_at:
        at = max(at, source.next_attempt_at)
        moments.append(at - NOON)
        source = describe_source(source, at=at, door=door)

    hours = [round(moment / timedelta(hours=1), 2) for moment in moments]
    assert hours == [0, 0.03, 0.37, 3.37, 27.37]
    assert source.last_error == "It is away."


@pytest.mark.django_db
def test_site_that_refuses_is_asked_once() -> None:
    source = add_source(LOG, by=None, at=NOON)

    describe_source(source, at=NOON, door=Door(BadStatus("No.", status=403)))

    assert Source.objects.due(NOON + timedelta(days=9)).count() == 0


@pytest.mark.django_db
def test_two_workers_ask_once() -> None:
    source = add_source(LOG, by=None, at=NOON)
    stale = Source.objects.get(pk=source.pk)
    door = Door(PAGE)

    describe_source(source, at=NOON, door=door)
    describe_source(stale, at=NOON, door=door)

    assert door.asked == [LOG]


@committed
def test_task_is_woken_by_the_row_and_again_by_the_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    woken: list[int] = []
    monkeypatch.setattr(
        "rotativa.evidence.tasks.actions.describe_source",
        lambda source, **_: woken.append(source.pk),
    )

    with time_machine.travel(NOON, tick=False):
        source = add_source(LOG, by=None, at=NOON)
        add_source("https://paper.example/titled", by=None, at=NOON, title="Known")
        minute.send(sender=None, at=NOON)

    assert woken == [source.pk, source.pk]
