"""A relay that takes its time to let us in holds nobody for longer than that is worth."""

import signal
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from itertools import count

import pytest
from django.utils import timezone
from wagtail.users.models import UserProfile

from rotativa.lib.relay import Relay
from rotativa.newsletters.actions import deliver_issue, send_issue
from rotativa.newsletters.book import ShiftBook
from rotativa.newsletters.letters import Claimed
from rotativa.newsletters.models import Delivery, Issue
from rotativa.newsletters.models.delivery import State
from rotativa.newsletters.models.issue import Stage
from rotativa.newsletters.senders.configured import bounds
from rotativa.newsletters.senders.smtp.doors import Doors
from rotativa.newsletters.tasks import send_slice
from rotativa.people.models import User
from tests.html import tree, words
from tests.newsletters.conftest import newsletters_are
from tests.newsletters.test_deliver import make_all_due
from tests.newsletters.test_desk import do
from tests.newsroom.desk import desk_of

LONG = 120
"""Seconds; whoever does not wait for what takes so long is done sooner on any machine."""


@pytest.fixture
def shift(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """So many seconds of sending, and for a line to be opened."""

    def shift(issue: Issue, *, seconds: float, opening: float) -> None:
        with monkeypatch.context() as patch:
            patch.setattr(
                "rotativa.newsletters.senders.configured.Relay", partial(Relay, seconds=opening)
            )
            patch.setattr(
                "rotativa.newsletters.tasks.bounds",
                lambda **told: bounds(**{**told, "seconds": seconds}),
            )
            send_slice.call(issue.pk)
        issue.refresh_from_db()

    return shift


@pytest.mark.parametrize("connections", [1, 4])
@pytest.mark.parametrize("drips", ["greeting", "ehlo"])
def test_relay_that_lets_nobody_in_is_told_of_and_letters_wait(
    issue, subscribes, relay, settings, shift, connections, drips
):
    """Also where the shift is over before it is given up."""
    for number in range(9):
        subscribes(f"reader{number}@example.net")
    newsletters_are(settings, connections=connections)
    editor = desk_of("Editor")
    profile = UserProfile.get_for_user(User.objects.get(email="editor@paper.example"))
    send_issue(issue, at=timezone.now())
    relay.manners.drips = drips

    shift(issue, seconds=0.2, opening=0.6)  # it drips for ever

    assert (issue.stage, issue.relay_faults, issue.counts) == (Stage.SENDING, 1, {State.WAITING: 9})
    assert not Delivery.objects.exclude(attempts=0, shift=None).exists()
    for language, told in (
        ("en", "The relay did not answer in time."),
        ("es", "El servidor de correo no respondió a tiempo."),
    ):
        profile.preferred_language = language
        profile.save()
        assert told in words(tree(editor.get(f"/desk/newsletter-issues/{issue.pk}/")))

    relay.manners.drips = ""
    Issue.objects.update(rests_until=None)
    make_all_due()
    shift(issue, seconds=20, opening=30)
    assert (issue.stage, issue.last_error, issue.counts) == (Stage.DONE, "", {State.SENT: 9})


@pytest.mark.parametrize("per_minute", [0, 6000])
def test_relay_that_takes_longer_than_a_shift_to_let_us_in_gets_what_one_shift_can_send(
    issue, subscribes, relay, settings, shift, per_minute
):
    for number in range(100):
        subscribes(f"reader{number}@example.net")
    newsletters_are(settings, connections=1, per_minute=per_minute)
    send_issue(issue, at=timezone.now())
    relay.manners.dawdles = 5

    shift(issue, seconds=4, opening=LONG)

    assert (issue.stage, issue.relay_faults, issue.counts) == (Stage.DONE, 0, {State.SENT: 100})


def test_letters_stay_ours_while_a_relay_takes_its_time_to_let_us_in(
    issue, subscribes, relay, shift, monkeypatch
):
    subscribes("ada@example.net")
    send_issue(issue, at=timezone.now())
    relay.manners.dawdles = 6
    for name, seconds in (("book.RENEWAL", 0.1), ("senders.smtp.sender.LONGEST_WAIT", 0.1)):
        monkeypatch.setattr(f"rotativa.newsletters.{name}", seconds)
    lease = timedelta(seconds=4)
    monkeypatch.setattr("rotativa.newsletters.models.shift.LEASE", lease)
    monkeypatch.setitem(deliver_issue.__globals__, "LEASE", lease)

    shift(issue, seconds=1, opening=LONG)

    assert (issue.stage, issue.counts) == (Stage.DONE, {State.SENT: 1})


def test_what_is_stopped_while_a_relay_takes_its_time_to_let_us_in_goes_to_nobody(
    issue, subscribes, relay, settings, shift, monkeypatch
):
    for number in range(30):
        subscribes(f"reader{number}@example.net")
    newsletters_are(settings, connections=1)
    editor = desk_of("Editor")
    send_issue(issue, at=timezone.now())
    relay.manners.dawdles = 2
    monkeypatch.setattr("rotativa.newsletters.senders.smtp.sender.LONGEST_WAIT", 1)
    begins = Doors.open

    def is_stopped_meanwhile(doors: Doors) -> None:
        begins(doors)
        do(editor, issue, "pause")

    monkeypatch.setattr(Doors, "open", is_stopped_meanwhile)
    shift(issue, seconds=LONG, opening=LONG)

    assert (relay.recipients, issue.stage, issue.counts) == ([], Stage.PAUSED, {State.WAITING: 30})
    assert not Delivery.objects.exclude(attempts=0, shift=None).exists()


def test_trial_goes_also_where_a_relay_takes_its_time_to_let_us_in(
    issue, relay, monkeypatch, django_capture_on_commit_callbacks
):
    relay.manners.dawdles = 2
    monkeypatch.setattr("rotativa.newsletters.senders.smtp.sender.LONGEST_WAIT", 1)

    with django_capture_on_commit_callbacks(execute=True):
        do(desk_of("Editor"), issue, "trial")

    assert relay.recipients == ["editor@paper.example"]


def test_the_time_that_claiming_takes_is_none_of_a_shift(
    issue, subscribes, relay, shift, monkeypatch
):
    subscribes("ada@example.net")
    send_issue(issue, at=timezone.now())
    claims = ShiftBook.claim

    def waits(book: ShiftBook, number: int) -> list[Claimed]:
        time.sleep(1.5)  # for somebody's lock
        return claims(book, number)

    monkeypatch.setattr(ShiftBook, "claim", waits)
    shift(issue, seconds=1, opening=LONG)

    assert (issue.stage, issue.counts) == (Stage.DONE, {State.SENT: 1})


def test_nobody_waits_for_a_line_that_is_no_more_needed(issue, subscribes, relay, settings, shift):
    for number in range(30):
        subscribes(f"reader{number}@example.net")
    newsletters_are(settings, connections=3)
    send_issue(issue, at=timezone.now())
    relay.manners.lets_in = 1
    began = time.monotonic()

    shift(issue, seconds=LONG, opening=LONG)

    assert time.monotonic() - began < LONG
    assert (issue.stage, issue.relay_faults, issue.counts) == (Stage.DONE, 0, {State.SENT: 30})


def test_no_more_connections_are_open_than_there_may_be_however_many_shifts(
    issue, subscribes, relay, settings, shift
):
    for number in range(30):
        subscribes(f"reader{number}@example.net")
    newsletters_are(settings, connections=4)
    send_issue(issue, at=timezone.now())
    relay.manners.lets_in = 1

    for _ in range(3):
        Delivery.objects.update(state=State.WAITING, shift=None, settled_at=None)
        Issue.objects.update(stage=Stage.SENDING)
        make_all_due()
        relay.came = count()
        shift(issue, seconds=LONG, opening=LONG)
        assert (issue.stage, issue.counts) == (Stage.DONE, {State.SENT: 30})
        ends_at = time.monotonic() + LONG / 4
        while any(each.name == "relay" for each in threading.enumerate()):
            assert time.monotonic() < ends_at, "a line is still being opened"
            time.sleep(0.01)


def test_process_that_is_stopped_does_not_wait_for_a_line(
    issue, subscribes, relay, shift, monkeypatch
):
    subscribes("ada@example.net")
    send_issue(issue, at=timezone.now())
    relay.manners.drips = "greeting"

    def stop(*_told: object) -> None:
        raise KeyboardInterrupt

    def is_asked(*_told: object) -> bool:
        signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGALRM)
        return True

    monkeypatch.setattr(relay, "verify_request", is_asked)
    before = signal.signal(signal.SIGALRM, stop)
    began = time.monotonic()
    try:
        with pytest.raises(KeyboardInterrupt):
            shift(issue, seconds=LONG, opening=LONG)
    finally:
        signal.signal(signal.SIGALRM, before)

    assert time.monotonic() - began < LONG
    assert relay.recipients == []
