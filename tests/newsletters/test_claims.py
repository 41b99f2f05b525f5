"""Letters that are claimed while others go, by a connection of their own."""

import time
from collections.abc import Iterator
from itertools import count

import pytest
from django.db import OperationalError, connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils import timezone

from rotativa.newsletters.actions import send_issue
from rotativa.newsletters.book import ShiftBook
from rotativa.newsletters.mime.mail import IssueMail
from rotativa.newsletters.models import Delivery, Issue
from rotativa.newsletters.models.delivery import State
from rotativa.newsletters.models.issue import Stage
from rotativa.newsletters.tasks import send_slice
from tests.another import committed, where_two_write
from tests.newsletters.conftest import newsletters_are

pytestmark = committed


def connections_there() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()")
        return int(cursor.fetchone()[0])


def wait_until_gone(before: int) -> None:
    """PostgreSQL takes a moment to notice."""
    ends_at = time.monotonic() + 20
    while connections_there() != before:
        assert time.monotonic() < ends_at, "a connection has stayed"
        time.sleep(0.05)


def test_each_gets_it_once_and_no_connection_stays(issue, subscribes, relay):
    for number in range(300):
        subscribes(f"reader{number}@example.net")
    send_issue(issue, at=timezone.now())
    before = connections_there() if connection.vendor == "postgresql" else 0

    send_slice.call(issue.pk)

    issue.refresh_from_db()
    assert relay.recipients == sorted(f"reader{number}@example.net" for number in range(300))
    assert (issue.stage, issue.counts) == (Stage.DONE, {State.SENT: 300})
    if connection.vendor == "postgresql":
        wait_until_gone(before)


@where_two_write
def test_error_while_claiming_ends_the_shift_and_its_connections(issue, subscribes, relay):
    subscribes("ada@example.net")
    send_issue(issue, at=timezone.now())
    before = connections_there()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE newsletters_subscription RENAME TO away")
    try:
        with pytest.raises(Exception, match="newsletters_subscription"):
            send_slice.call(issue.pk)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE away RENAME TO newsletters_subscription")

    wait_until_gone(before)
    assert relay.recipients == []


def test_claim_that_fails_leaves_nobody_in_doubt_and_is_told(issue, subscribes, relay, monkeypatch):
    """As where the database lets nobody else in, while it hears whoever is there."""
    for number in range(300):
        subscribes(f"reader{number}@example.net")
    send_issue(issue, at=timezone.now())
    claim, calls = ShiftBook.claim, count(1)

    def fails_at_third(book, number):
        if next(calls) == 3:
            raise OperationalError("too many clients")
        return claim(book, number)

    monkeypatch.setattr(ShiftBook, "claim", fails_at_third)
    with pytest.raises(OperationalError, match="too many clients"):
        send_slice.call(issue.pk)

    issue.refresh_from_db()
    sent = Delivery.objects.filter(state=State.SENT)
    assert 0 < sent.count() < 300
    assert sorted(sent.values_list("address", flat=True)) == relay.recipients
    assert issue.counts == {State.SENT: sent.count(), State.WAITING: 300 - sent.count()}
    assert "too many clients" in issue.last_error


def test_letter_that_cannot_be_written_leaves_nobody_in_doubt_and_is_told(
    issue, subscribes, relay, monkeypatch
):
    """It is entered by then, with others."""
    for number in range(300):
        subscribes(f"reader{number}@example.net")
    send_issue(issue, at=timezone.now())
    written, calls = IssueMail.written, count(1)

    def fails_at_fifth(mail, letter):
        if next(calls) == 5:
            raise MemoryError
        return written(mail, letter)

    monkeypatch.setattr(IssueMail, "written", fails_at_fifth)
    with pytest.raises(MemoryError):
        send_slice.call(issue.pk)

    sent = Delivery.objects.filter(state=State.SENT)
    assert sorted(sent.values_list("address", flat=True)) == relay.recipients
    assert issue.counts == {State.SENT: sent.count(), State.WAITING: 300 - sent.count()}
    assert set(sent.values_list("attempts", flat=True)) == {1}
    assert set(Delivery.objects.exclude(state=State.SENT).values_list("attempts", flat=True)) == {0}


def test_nobody_waits_once_there_is_nobody_to_wait_for(issue, subscribes, relay, monkeypatch):
    subscribes("ada@example.net")
    send_issue(issue, at=timezone.now())
    failed_at: list[float] = []

    def fails(_book, _number):
        failed_at.append(time.monotonic())
        raise OperationalError("too many clients")

    monkeypatch.setattr(ShiftBook, "claim", fails)
    with pytest.raises(OperationalError):
        send_slice.call(issue.pk)

    assert time.monotonic() - failed_at[0] < 1


def test_claim_that_comes_after_a_refusal_is_given_back(
    issue, subscribes, relay, settings, monkeypatch
):
    for number in range(300):
        subscribes(f"reader{number}@example.net")
    send_issue(issue, at=timezone.now())
    relay.manners.to_sender = "553 5.7.1 not yours"
    claim, calls, opened = ShiftBook.claim, count(1), []

    def takes_its_time(book, number):
        if next(calls) > 1:
            time.sleep(1)
        return claim(book, number)

    def counts(_request, address):
        opened.append(address)
        return True

    monkeypatch.setattr(ShiftBook, "claim", takes_its_time)
    monkeypatch.setattr(relay, "verify_request", counts)
    send_slice.call(issue.pk)

    issue.refresh_from_db()
    assert (issue.stage, issue.counts) == (Stage.PAUSED, {State.WAITING: 300})
    assert set(Delivery.objects.values_list("attempts", flat=True)) == {0}
    assert len(opened) == settings.NEWSLETTERS.connections


@pytest.fixture
def vanished() -> Iterator[BaseDatabaseWrapper]:
    """Who was reserving moments as their machine went down; PostgreSQL has not noticed yet."""
    other = connection.copy()
    other.set_autocommit(False)
    with other.cursor() as cursor:
        cursor.execute("INSERT INTO newsletters_pace (name, free_at) VALUES ('letters', 0)")
    yield other
    other.close()


@where_two_write
def test_claim_that_hangs_is_given_up_in_time_and_made_anew(
    issue, subscribes, relay, settings, monkeypatch, vanished
):
    subscribes("ada@example.net")
    newsletters_are(settings, per_minute=6000)
    send_issue(issue, at=timezone.now())
    monkeypatch.setattr("rotativa.newsletters.senders.smtp.claims.MOST_SECONDS", 0.3)

    with pytest.raises(OperationalError, match="statement timeout"):
        send_slice.call(issue.pk)

    issue.refresh_from_db()
    assert "statement timeout" in issue.last_error
    assert (relay.recipients, issue.counts) == ([], {State.WAITING: 1})
    vanished.close()
    Issue.objects.update(rests_until=None)
    send_slice.call(issue.pk)
    assert relay.recipients == ["ada@example.net"]


@where_two_write
def test_without_a_second_connection_letters_go_all_the_same(
    issue, subscribes, relay, monkeypatch, caplog
):
    subscribes("ada@example.net")
    send_issue(issue, at=timezone.now())

    def refused():
        raise OperationalError("too many clients")

    monkeypatch.setattr("rotativa.newsletters.senders.smtp.claims.open_own", refused)
    send_slice.call(issue.pk)

    assert relay.recipients == ["ada@example.net"]
    assert "no second connection. too many clients" in caplog.text
