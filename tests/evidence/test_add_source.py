"""A source comes in by its address, once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, connections, transaction

from rotativa.evidence.actions import add_source
from rotativa.evidence.checks.states import State
from rotativa.evidence.models import Check, Source
from rotativa.lib.fetch_errors import Refused
from tests.another import committed, where_two_write
from tests.factories.captures import captured

NOON = datetime(2026, 4, 16, 12, tzinfo=UTC)
LOG = "https://harbourboard.example/logs/2026"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "again",
    [
        LOG,
        "http://harbourboard.example/logs/2026",
        "https://www.harbourboard.example/logs/2026/",
        "HTTPS://HarbourBoard.Example:443/logs/2026#page-31",
        "https://harbourboard.example/logs/2026?utm_source=mail&fbclid=x",
        "  https://harbourboard.example./logs/2026  ",
    ],
)
def test_address_that_means_the_same_page_is_the_same_source(again: str) -> None:
    first = add_source(LOG, by=None, at=NOON)

    assert add_source(again, by=None, at=NOON) == first
    assert Source.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    "other",
    [
        "https://harbourboard.example/logs/2025",
        "https://harbourboard.example/logs/2026?page=2",
        "https://harbourboard.example:8443/logs/2026",
        "https://logs.harbourboard.example/2026",
    ],
)
def test_another_page_is_another_source(other: str) -> None:
    first = add_source(LOG, by=None, at=NOON)

    assert add_source(other, by=None, at=NOON) != first


@pytest.mark.django_db
@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "data:text/html,hello",
        "ftp://harbourboard.example/log",
        "https://ada:secret@harbourboard.example/",
        "harbourboard.example/log",
        "https://",
        "https://harbourboard.example/\x00",
        "https://harbourboard.example/" + "a" * 9000,
        pytest.param("https://harbourboard.example/" + "ж" * 400, id="six signs for each letter"),
    ],
)
def test_address_that_no_reader_should_be_led_to_is_refused(url: str) -> None:
    with pytest.raises(Refused):
        add_source(url, by=None, at=NOON)

    with pytest.raises(ValidationError):
        Source(url=url, title="A log").full_clean()


@pytest.mark.django_db
def test_what_is_left_empty_is_filled_and_nothing_is_written_over() -> None:
    add_source(LOG, by=None, at=NOON, title="Watch log")

    source = add_source(LOG, by=None, at=NOON, title="Another title", publisher="Harbour Board")

    assert (source.title, source.publisher) == ("Watch log", "Harbour Board")


@where_two_write
@committed
@pytest.mark.parametrize("told", [{}, {"publisher": "Harbour Board"}])
def test_source_that_is_cited_can_be_cited_by_another_meanwhile(told: dict[str, str]) -> None:
    source = add_source(LOG, by=None, at=NOON, title="Watch log")

    def cite() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '2s'")
        Check.objects.create(source=source, at=NOON, state=State.ALIVE)
        connections.close_all()

    with transaction.atomic(), ThreadPoolExecutor(1) as others:
        add_source(LOG, by=None, at=NOON, title="Watch log", **told)
        others.submit(cite).result()

    source.refresh_from_db()
    assert source.publisher == told.get("publisher", "")
    assert source.checks.count() == 1


@pytest.mark.django_db
def test_database_keeps_unsafe_and_nameless_sources_out() -> None:
    for fields in ({"url": "javascript:alert(1)"}, {"url": "", "title": ""}):
        with pytest.raises((IntegrityError, Refused)), transaction.atomic():
            Source.objects.bulk_create([Source(key="", **fields)])


@pytest.mark.django_db
def test_form_names_the_source_that_has_the_address() -> None:
    add_source(LOG, by=None, at=NOON, title="Watch log")

    with pytest.raises(ValidationError, match="Watch log"):
        Source(url=f"{LOG}#31").full_clean()


@pytest.mark.django_db
def test_address_stays_while_there_are_copies_of_it() -> None:
    log = add_source(LOG, by=None, at=NOON, title="Log")
    log.url = f"{LOG}/5"
    log.full_clean()
    log.url = LOG
    log.save()
    captured(log)

    log.url = f"http://www.{LOG.removeprefix('https://')}"
    log.full_clean()
    for other in (f"{LOG}/5", ""):
        log.url = other
        with pytest.raises(ValidationError, match="There are copies of this address"):
            log.full_clean()
