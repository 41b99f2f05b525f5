"""Letters that are claimed while others go, by a connection of their own."""

import threading
import time
from collections.abc import Iterator
from itertools import count, pairwise

import pytest
from django.db import OperationalError, connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils import timezone

from rotativa.newsletters.actions import send_issue
from rotativa.newsletters.book import RENEWAL, LeaseIsOver, ShiftBook
from rotativa.newsletters.mime.mail import IssueMail
from rotativa.newsletters.models import Delivery, Issue, Shift
from rotativa.newsletters.models.delivery import State
from rotativa.newsletters.models.issue import Stage
from rotativa.newsletters.senders.smtp.sender import Sender
from rotativa.newsletters.tasks import send_slice
from tests.another import committed, where_two_write
from tests.newsletters.conftest import newsletters_are
from tests.newsletters.test_deliver import tick
from tests.newsletters.test_desk import do

pytestmark = committed

AHEAD = "rotativa.newsletters.senders.smtp.sender.AHEAD"


def others_there() -> int:
    """Connections to this database beside our own."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            " AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
        )
        return int(cursor.fetchone()[0])


def wait_for_others_to_go() -> None:
    """PostgreSQL takes a moment to notice that one has gone."""
    ends_at = time.monotonic() + 20
    while others_there():
        assert time.monotonic() < ends_at, "a connection has stayed"
        time.sleep(0.05)


@pytest.fixture(autouse=True)
def _none_stays(paper: object) -> Iterator[None]:
    if connection.vendor == "sqlite":
        yield
        return
    wait_for_others_to_go()
    yield
    wait_for_others_to_go()


def test_each_gets_it_once(issue, subscribes, relay):
    for number in range(300):
        subscribes(f"reader{number}@example.net")
    send_issue(issue, at=timezone.now())

    send_slice.call(issue.pk)

    issue.refresh_from_db()
    assert relay.recipients == sorted(f"reader{number}@example.net" for number in range(300))
    assert (issue.stage, issue.counts) == (Stage.DONE, {State.SENT: 300})


@where_two_write
def test_error_while_claiming_ends_the_shift(issue, subscribes, relay):
    subscribes("ada@example.net")
    send_issue(issue, at=timezone.now())
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE newsletters_subscription RENAME TO away")
    try:
        with pytest.raises(Exception, match="newsletters_subscription"):
            send_slice.call(issue.pk)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE away RENAME TO newsletters_subscription")

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


def test_letters_that_cannot_be_written_any_more_leave_nobody_in_doubt_and_are_told(
    issue, subscribes, relay, monkeypatch
):
    """They are entered by then, with others."""
    for number in range(300):
        subscribes(f"reader{number}@example.net")
    send_issue(issue, at=timezone.now())
    written, calls = IssueMail.written, count(1)

    def fails_from_fifth(mail, letter):
        if next(calls) >= 5:
            raise MemoryError
        return written(mail, letter)

    monkeypatch.setattr(IssueMail, "written", fails_from_fifth)
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
    waits, hear = list[float](), Sender.hear

    def fails(_book, _number):
        raise OperationalError("too many clients")

    def noted(sender, seconds):
        waits.extend([seconds] if sender.failure else [])
        return hear(sender, seconds)

    monkeypatch.setattr(ShiftBook, "claim", fails)
    monkeypatch.setattr(Sender, "hear", noted)
    with pytest.raises(OperationalError):
        send_slice.call(issue.pk)

    assert set(waits) == {0}


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
            time.sleep(0.3)
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


def test_claim_as_an_editor_stops_the_issue_brings_nobody_until_it_goes_on(
    issue, subscribes, relay, desk, settings, monkeypatch
):
    for number in range(100):
        subscribes(f"reader{number}@example.net")
    monkeypatch.setattr(AHEAD, 5)
    send_issue(issue, at=timezone.now())
    claim, calls = ShiftBook.claim, count(1)

    def is_stopped_before(book, number):
        if next(calls) == 2:
            do(desk, issue, "pause")
        return claim(book, number)

    monkeypatch.setattr(ShiftBook, "claim", is_stopped_before)
    send_slice.call(issue.pk)

    issue.refresh_from_db()
    first = 5 * settings.NEWSLETTERS.connections
    assert (issue.stage, len(relay.accepted)) == (Stage.PAUSED, first)
    assert issue.counts == {State.SENT: first, State.WAITING: 100 - first}
    do(desk, issue, "resume")
    assert (issue.stage, issue.counts) == (Stage.DONE, {State.SENT: 100})
    assert relay.recipients == sorted(f"reader{number}@example.net" for number in range(100))


@where_two_write
@pytest.mark.every_case
@pytest.mark.parametrize("is_claiming", [True, False])
def test_whoever_renews_a_lease_that_is_over_has_the_shift_end(
    issue, subscribes, relay, settings, monkeypatch, is_claiming
):
    for number in range(100):
        subscribes(f"reader{number}@example.net")
    newsletters_are(settings, doubt="hold")
    monkeypatch.setattr(AHEAD, 5)
    send_issue(issue, at=timezone.now())
    renew, calls = ShiftBook.renew, count(1)

    def is_over_at_fifth(book):
        is_other = threading.current_thread() is not threading.main_thread()
        if is_other == is_claiming and next(calls) == (2 if is_claiming else 5):
            Shift.objects.update(leased_until=timezone.now())
            book.renewed_at -= RENEWAL
            renew(book)

    with monkeypatch.context() as patch:
        patch.setattr(ShiftBook, "renew", is_over_at_fifth)
        with pytest.raises(LeaseIsOver):
            send_slice.call(issue.pk)
    assert 0 < len(relay.accepted) < 100
    tick()

    issue.refresh_from_db()
    doubtful = {each.address for each in Delivery.objects.doubtful()}
    assert len(doubtful) <= (0 if is_claiming else settings.NEWSLETTERS.connections)
    assert {*relay.recipients, *doubtful} == {
        f"reader{number}@example.net" for number in range(100)
    }
    assert len(relay.recipients) == len(set(relay.recipients))
    assert issue.stage == Stage.DONE


def test_pace_is_kept_by_what_is_claimed_meanwhile(issue, subscribes, relay, settings, monkeypatch):
    for number in range(15):
        subscribes(f"reader{number}@example.net")
    newsletters_are(settings, per_minute=1200)
    monkeypatch.setattr("rotativa.newsletters.book.PACED_SECONDS", 0.25)
    send_issue(issue, at=timezone.now())
    claim = ShiftBook.claim
    moments: dict[str, float] = {}
    arrivals: dict[str, float] = {}

    def notes(book, number):
        letters = claim(book, number)
        moments.update((letter.address, letter.not_before) for letter in letters)
        return letters

    def takes(letter):
        arrivals[letter.recipient] = time.time()
        return "250 queued"

    monkeypatch.setattr(ShiftBook, "claim", notes)
    relay.manners.to_message = takes
    send_slice.call(issue.pk)

    assert (
        arrivals.keys() == moments.keys() == {f"reader{number}@example.net" for number in range(15)}
    )
    assert len(relay.accepted) == 15
    assert [address for address, moment in moments.items() if arrivals[address] < moment] == []
    gaps = [after - before for before, after in pairwise(sorted(moments.values()))]
    assert min(gaps) > 0.049


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
