"""A relay that refuses: whether it speaks of a reader, or of us, and then of nobody."""

import sys
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from rotativa.newsletters.actions import (
    deliver_issue,
    end_issue,
    pause_issue,
    resume_issue,
    send_issue,
)
from rotativa.newsletters.letters import Book, Entry, Mail
from rotativa.newsletters.models import Delivery, Issue, Return, Subscriber, Suppression
from rotativa.newsletters.models.delivery import State
from rotativa.newsletters.models.issue import Stage
from rotativa.newsletters.models.shift import LEASE
from rotativa.newsletters.senders.configured import Way, bounds
from rotativa.newsletters.senders.report import FEWEST, IN_A_ROW, Bounds, Report, latest_of
from tests.newsletters.conftest import Subscribes
from tests.newsletters.test_deliver import make_all_due, send, tick
from tests.newsletters.test_service import INACTIVE, TAKEN, refusal, serving


def test_a_relay_that_puts_all_off_stops_the_issue_until_a_person_resumes_it(
    issue, subscribes, relay, django_capture_on_commit_callbacks
):
    for number in range(40):
        subscribes(f"reader@{number}.example")
    relay.manners.to_all = "451 4.3.2 not today"

    send(issue, django_capture_on_commit_callbacks)

    assert (issue.stage, issue.last_error) == (Stage.PAUSED, "451 4.3.2 not today")
    assert relay.accepted == []
    assert issue.counts == {State.WAITING: 40}

    relay.manners.to_all = "250 ok"
    make_all_due()
    assert resume_issue(issue, at=timezone.now())
    with django_capture_on_commit_callbacks(execute=True):
        tick()

    issue.refresh_from_db()
    assert (issue.stage, issue.counts) == (Stage.DONE, {State.SENT: 40})
    assert len(set(relay.recipients)) == len(relay.recipients) == 40


def test_a_relay_that_refuses_all_fails_nobody(
    issue, subscribes, relay, django_capture_on_commit_callbacks
):
    """In a short list, too, of which each shift sees a part."""
    for number in range(8):
        subscribes(f"reader@{number}.example")
    relay.manners.to_all = "554 5.7.1 relay access denied"
    send_issue(issue, at=timezone.now())
    later = timezone.now() + timedelta(hours=1)
    Delivery.objects.filter(address__gte="reader@3").update(due_at=later)

    with django_capture_on_commit_callbacks(execute=True):
        tick()
    issue.refresh_from_db()
    assert issue.counts == {State.FAILED: 3, State.WAITING: 5}
    make_all_due()
    with django_capture_on_commit_callbacks(execute=True):
        tick()

    issue.refresh_from_db()
    assert (issue.stage, issue.last_error) == (Stage.PAUSED, "554 5.7.1 relay access denied")
    assert issue.counts == {State.WAITING: 8}

    relay.manners.to_all = "250 ok"
    relay.manners.to_recipient = {"reader@7.example": "550 5.1.1 no such mailbox"}
    assert resume_issue(issue, at=timezone.now())
    with django_capture_on_commit_callbacks(execute=True):
        tick()

    issue.refresh_from_db()
    assert (issue.stage, issue.counts) == (Stage.DONE, {State.SENT: 7, State.FAILED: 1})
    assert len(set(relay.recipients)) == len(relay.recipients) == 7


def refuses(number: int, *, meanwhile: Callable[[], object] = tuple) -> Way:
    """A relay that refuses so many, and is at it for long."""

    def way(book: Book, _mail: Mail, bounds: Bounds) -> Report:
        report, words = Report(latest=latest_of(bounds.earlier)), "5.7.1 relay access denied"
        letters = book.claim(number)
        book.enter([Entry(each.id, State.FAILED, 550, words) for each in letters])
        for _each in letters:
            report.note(is_yes=False, words=words)
        meanwhile()
        return report

    return way


def test_of_two_at_work_either_takes_back_what_was_refused(issue, subscribes):
    for number in range(9):
        subscribes(f"reader@{number}.example")
    send_issue(issue, at=timezone.now())
    issue.refresh_from_db()
    how = bounds(seconds=60)

    def other() -> None:
        deliver_issue(issue, by=refuses(5), bounds=how)
        assert Delivery.objects.filter(state=State.FAILED).count() == 4

    deliver_issue(issue, by=refuses(4, meanwhile=other), bounds=how)

    issue.refresh_from_db()
    assert (issue.stage, issue.last_error) == (Stage.PAUSED, "5.7.1 relay access denied")
    assert set(Delivery.objects.values_list("state", "attempts")) == {(State.WAITING, 0)}


def test_dead_addresses_at_the_head_of_a_list_keep_it_from_nobody(
    issue, subscribes, relay, django_capture_on_commit_callbacks
):
    for number in range(40):
        subscribes(f"reader{number:02}@example.net")
    relay.manners.to_recipient = {
        f"reader{number:02}@example.net": "550 5.1.1 no such user" for number in range(6)
    }

    send(issue, django_capture_on_commit_callbacks)
    tick()

    assert (issue.stage, issue.counts) == (Stage.DONE, {State.SENT: 34, State.FAILED: 6})
    assert Suppression.objects.count() == 6


def test_whom_a_service_calls_inactive_is_given_up_and_keeps_it_from_nobody(
    issue, subscribes, settings, django_capture_on_commit_callbacks
):
    readers = [subscribes(f"reader{number:02}@example.net").address for number in range(40)]
    inactive = INACTIVE.replace("chi@example.net", ", ".join(readers))
    refused = iter([refusal("422 Unprocessable", inactive)] * 5)
    usual = refusal("200 OK", TAKEN["postmark"][2])

    with serving(settings, "postmark", lambda: next(refused, usual)):
        send(issue, django_capture_on_commit_callbacks)
        tick()

    assert (issue.stage, issue.counts) == (Stage.DONE, {State.SENT: 35, State.FAILED: 5})
    assert list(Return.objects.values_list("kind", flat=True)) == ["hard"] * 5
    assert Suppression.objects.count() == 5


@pytest.mark.parametrize(("number", "shifts"), [(6, 1), (24, 1), (24, 4)])
def test_a_list_of_which_not_one_is_there_is_believed_of_nobody(
    issue, subscribes, relay, django_capture_on_commit_callbacks, number, shifts
):
    """In one shift or several; as when the account at the relay is over."""
    for each in range(number):
        subscribes(f"reader{each:02}@example.net")
    everybody = Subscriber.objects.values_list("address", flat=True)
    relay.manners.to_recipient = dict.fromkeys(everybody, "550 5.1.1 the account is suspended")
    send_issue(issue, at=timezone.now())
    letters = Delivery.objects.order_by("pk").values_list("pk", flat=True)
    part = number // shifts
    later = timezone.now() + timedelta(hours=1)
    Delivery.objects.update(due_at=later)
    for first in range(0, number, part):
        due = letters[first : first + part]
        Delivery.objects.filter(pk__in=list(due)).update(due_at=timezone.now())
        with django_capture_on_commit_callbacks(execute=True):
            tick()

    issue.refresh_from_db()
    assert (issue.stage, issue.last_error) == (Stage.PAUSED, "550 5.1.1 the account is suspended")
    assert (issue.counts, Suppression.objects.count()) == ({State.WAITING: number}, 0)


def test_a_relay_that_cannot_verify_the_sender_stops_the_issue_at_once(
    issue, subscribes, relay, django_capture_on_commit_callbacks
):
    for number in range(40):
        subscribes(f"reader{number:02}@example.net")
    relay.manners.to_all = "550 Could not verify sender address"

    send(issue, django_capture_on_commit_callbacks)

    assert (issue.stage, issue.last_error) == (Stage.PAUSED, relay.manners.to_all)
    assert IN_A_ROW <= len(relay.refused) < FEWEST
    assert issue.counts == {State.WAITING: 40}
    assert Suppression.objects.count() == 0


@pytest.mark.parametrize("number", [3, 6])
def test_who_is_refused_while_a_person_ends_the_issue_is_left_out_and_not_given_up(
    issue, subscribes, number
):
    """By a relay that still refuses all of them, one by one or until that is told, when they press it."""
    for each in range(6):
        subscribes(f"reader@{each}.example")
    send_issue(issue, at=timezone.now())
    issue.refresh_from_db()

    def ended() -> None:
        assert pause_issue(issue, why="Ada has stopped it.")
        assert end_issue(issue, why="Ada has ended it.")
        tick()
        assert set(Delivery.objects.values_list("state", flat=True)) >= {State.FAILED}

    deliver_issue(issue, by=refuses(number, meanwhile=ended), bounds=bounds(seconds=60))
    tick()
    tick()

    issue.refresh_from_db()
    assert (issue.stage, issue.counts) == (Stage.DONE, {State.SKIPPED: 6})
    assert (Return.objects.count(), Suppression.objects.count()) == (0, 0)


def freeze_for(readers: int, issue: Issue, subscribes: Subscribes) -> None:
    for number in range(readers):
        subscribes(f"reader{number:02}@example.net")
    send_issue(issue, at=timezone.now())
    issue.refresh_from_db()


def nothing_else() -> None: ...


def takes_all_but(
    refused: int, *, meanwhile: Callable[[], object], before: Callable[[], object] = nothing_else
) -> Way:
    """A relay that suspends us before the last ones of 25, and then takes its time over the good-bye."""

    def way(book: Book, _mail: Mail, bounds: Bounds) -> Report:
        report, words = Report(latest=latest_of(bounds.earlier)), "5.1.1 the account is suspended"
        for place, each in enumerate(book.claim(25)):
            if place == 25 - refused:
                before()
            is_yes = place < 25 - refused
            state, code = (State.SENT, 250) if is_yes else (State.FAILED, 550)
            book.enter([Entry(each.id, state, code, words)])
            report.note(is_yes=is_yes, words=f"{code} {words}")
        meanwhile()
        return report

    return way


def be_killed() -> None:
    raise KeyboardInterrupt


def test_an_issue_is_not_done_while_who_is_to_stop_it_waits_for_the_good_bye_of_the_relay(
    issue, subscribes
):
    freeze_for(25, issue, subscribes)

    deliver_issue(issue, by=takes_all_but(13, meanwhile=tick), bounds=bounds(seconds=60))
    tick()

    issue.refresh_from_db()
    assert (issue.stage, issue.counts) == (Stage.PAUSED, {State.SENT: 12, State.WAITING: 13})
    assert (Return.objects.count(), Suppression.objects.count()) == (0, 0)


@pytest.mark.parametrize("is_paused", [False, True])
def test_whoever_is_killed_over_the_good_bye_is_judged_by_what_was_refused(
    issue, subscribes, is_paused
):
    freeze_for(25, issue, subscribes)

    with pytest.raises(KeyboardInterrupt):
        deliver_issue(issue, by=takes_all_but(13, meanwhile=be_killed), bounds=bounds(seconds=60))
    why = "Ada has stopped it." if is_paused else "550 5.1.1 the account is suspended"
    assert not is_paused or pause_issue(issue, why=why)
    tick(later=LEASE)
    tick(later=LEASE)

    issue.refresh_from_db()
    assert (issue.stage, issue.last_error) == (Stage.PAUSED, why)
    assert issue.counts == {State.SENT: 12, State.WAITING: 13}
    assert (Return.objects.count(), Suppression.objects.count()) == (0, 0)


def test_an_issue_that_is_sent_on_is_not_stopped_again_by_who_was_killed_before(
    issue, subscribes, relay, django_capture_on_commit_callbacks
):
    freeze_for(40, issue, subscribes)
    with pytest.raises(KeyboardInterrupt):
        deliver_issue(issue, by=takes_all_but(13, meanwhile=be_killed), bounds=bounds(seconds=60))
    assert pause_issue(issue, why="Ada has stopped it.")

    assert resume_issue(issue, at=timezone.now())
    assert issue.counts == {State.SENT: 12, State.WAITING: 28}
    with django_capture_on_commit_callbacks(execute=True):
        tick(later=LEASE)
    tick(later=LEASE)

    issue.refresh_from_db()
    assert (issue.stage, issue.counts) == (Stage.DONE, {State.SENT: 40})


def test_who_was_at_work_when_an_issue_was_sent_on_is_judged_if_it_is_killed(issue, subscribes):
    freeze_for(25, issue, subscribes)

    def send_on() -> None:
        assert pause_issue(issue, why="Ada has stopped it.")
        assert resume_issue(issue, at=timezone.now())

    way = takes_all_but(13, before=send_on, meanwhile=be_killed)
    with pytest.raises(KeyboardInterrupt):
        deliver_issue(issue, by=way, bounds=bounds(seconds=60))
    tick(later=LEASE)
    tick(later=LEASE)

    issue.refresh_from_db()
    assert (issue.stage, issue.counts) == (Stage.PAUSED, {State.SENT: 12, State.WAITING: 13})
    assert Suppression.objects.count() == 0


def test_whoever_is_killed_after_a_few_were_refused_stops_nothing(issue, subscribes):
    freeze_for(25, issue, subscribes)

    with pytest.raises(KeyboardInterrupt):
        deliver_issue(issue, by=takes_all_but(2, meanwhile=be_killed), bounds=bounds(seconds=60))
    tick(later=LEASE)

    issue.refresh_from_db()
    assert (issue.stage, issue.counts) == (Stage.DONE, {State.SENT: 23, State.FAILED: 2})
    assert Suppression.objects.count() == 2


@pytest.mark.parametrize("is_noticed", [True, False])
def test_what_was_taken_of_whoever_is_killed_counts_for_the_next(issue, subscribes, is_noticed):
    """Also for one that begins before its lease is over."""
    freeze_for(30, issue, subscribes)
    how = bounds(seconds=60)
    with pytest.raises(KeyboardInterrupt):
        deliver_issue(issue, by=takes_all_but(0, meanwhile=be_killed), bounds=how)
    if is_noticed:
        tick(later=LEASE)

    deliver_issue(issue, by=refuses(5), bounds=how)

    issue.refresh_from_db()
    assert (issue.stage, issue.counts) == (Stage.SENDING, {State.SENT: 25, State.FAILED: 5})


def test_what_another_was_refused_that_is_at_work_stops_nothing(issue, subscribes):
    """By then more may have been taken of it."""
    freeze_for(30, issue, subscribes)
    how = bounds(seconds=60)

    def other() -> None:
        deliver_issue(issue, by=refuses(1), bounds=how)

    deliver_issue(issue, by=refuses(4, meanwhile=other), bounds=how)

    issue.refresh_from_db()
    assert (issue.stage, issue.counts) == (Stage.SENDING, {State.FAILED: 5, State.WAITING: 25})


def test_what_was_refused_before_a_kill_at_the_very_end_counts_once(
    issue, subscribes, monkeypatch: pytest.MonkeyPatch
):
    for number in range(6):
        subscribes(f"reader@{number}.example")
    send_issue(issue, at=timezone.now())
    issue.refresh_from_db()
    with monkeypatch.context() as patch:
        module = sys.modules[deliver_issue.__module__]
        patch.setattr(module, "note", lambda *_args, **_told: be_killed())
        with pytest.raises(KeyboardInterrupt):
            deliver_issue(issue, by=refuses(3), bounds=bounds(seconds=60))

    tick(later=LEASE)

    issue.refresh_from_db()
    assert (issue.stage, issue.counts) == (Stage.SENDING, {State.FAILED: 3, State.WAITING: 3})
