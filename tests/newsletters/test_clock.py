"""What the clock has done for newsletters each minute."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from rotativa.lib.clock import minute
from rotativa.newsletters import receivers
from rotativa.newsletters.actions import recover, send_issue, take_back
from rotativa.newsletters.models import Delivery, Issue, Newsletter, Return, Shift, Subscriber
from rotativa.newsletters.models.delivery import State
from rotativa.newsletters.models.issue import Stage
from rotativa.newsletters.models.subscriber import DueMail, Standing
from rotativa.newsletters.returns.verdicts import verdict_of_kept
from tests.newsletters.conftest import Subscribes
from tests.newsletters.test_deliver import send

PARTS = [
    "compose_due",
    "send_due",
    "recover_deliveries",
    "doubt_unheard",
    "finish_issues",
    "count_refusals",
    "end_stopped",
    "tidy_ledger",
    "forget_trials",
    "forget_misses",
    "forget_unconfirmed",
    "end_pauses",
    "forget_files",
]


def pass_a_minute() -> None:
    minute.send_robust(sender=None, at=timezone.now())


def fails(*_told: object, **_more: object) -> None:
    raise ValueError


@pytest.mark.parametrize("part", PARTS)
def test_an_issue_that_rested_goes_on_whatever_else_fails(
    issue, subscribes, relay, django_capture_on_commit_callbacks, monkeypatch, part
):
    subscribes("ada@example.net")
    relay.manners.greeting = "421 4.3.2 closing"
    send(issue, django_capture_on_commit_callbacks)
    relay.manners.greeting = "220 relay"
    Issue.objects.update(rests_until=timezone.now())

    monkeypatch.setattr(receivers, part, fails)
    with django_capture_on_commit_callbacks(execute=True):
        pass_a_minute()

    assert relay.recipients == ["ada@example.net"]


@pytest.mark.parametrize("part", PARTS)
def test_what_fails_keeps_no_other_part_from_its_turn(
    daily: Newsletter,
    subscribes: Subscribes,
    mailoutbox: list[Any],
    monkeypatch: pytest.MonkeyPatch,
    part: str,
) -> None:
    dov = subscribes("dov@example.net", state=Standing.UNCONFIRMED)
    now = timezone.now()
    due = {"mail_due": DueMail.CONFIRM, "mail_due_at": now, "mail_asked_at": now}
    Subscriber.objects.filter(pk=dov.pk).update(asked_at=now, **due)
    had_turns: list[str] = []

    def has_turn(name: str) -> Callable[..., object]:
        real = getattr(receivers, name)

        def turn(**told: Any) -> object:
            had_turns.append(name)
            return real(**told)

        return turn

    for each in PARTS:
        monkeypatch.setattr(receivers, each, fails if each == part else has_turn(each))
    pass_a_minute()

    assert had_turns == [each for each in PARTS if each != part]
    assert [mail.to for mail in mailoutbox] == [["dov@example.net"]]


def of_two_issues(issue: Issue, subscribes: Subscribes, *, state: State) -> list[Delivery]:
    """A letter of each; what sent it was killed."""
    told = {"newsletter": issue.newsletter, "subject": "It", "html": "<p>It", "text": "It"}
    other = Issue.objects.create(language="en", period=issue.period, **told)
    subscribes("ada@example.net", language=issue.language)
    subscribes("bo@example.net", language="en")
    now, ago = timezone.now(), timezone.now() - timedelta(hours=1)
    for each in (issue, other):
        send_issue(each, at=now)
        shift = Shift.objects.create(
            issue=each, who="gone", began_at=ago, leased_until=ago, is_open=True
        )
        Delivery.objects.filter(issue=each).update(state=state, shift=shift, settled_at=now)
    return list(Delivery.objects.order_by("pk"))


@pytest.mark.parametrize("what", ["judge_killed", "finish"])
def test_an_issue_that_cannot_be_finished_keeps_no_other(
    issue: Issue, subscribes: Subscribes, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    of_two_issues(issue, subscribes, state=State.SENT)
    does = getattr(recover, what)

    def is_spoilt(it: Issue | Shift, **told: Any) -> object:
        if issue in {it, getattr(it, "issue", None)}:
            raise ValueError
        return does(it, **told)

    with monkeypatch.context() as patch:
        patch.setattr(recover, what, is_spoilt)
        pass_a_minute()

    stages = dict(Issue.objects.values_list("language", "stage"))
    assert stages == {"es": Stage.SENDING, "en": Stage.DONE}
    pass_a_minute()
    assert set(Issue.objects.values_list("stage", flat=True)) == {Stage.DONE}


def test_a_refusal_that_cannot_be_counted_keeps_no_other(
    issue: Issue, subscribes: Subscribes, monkeypatch: pytest.MonkeyPatch
) -> None:
    spoilt, _other = of_two_issues(issue, subscribes, state=State.FAILED)
    Delivery.objects.update(code=550, reply="5.1.1 no such user", shift=None)
    Delivery.objects.filter(pk=spoilt.pk).update(reply="spoilt")
    Issue.objects.update(stage=Stage.DONE, done_at=timezone.now())
    Shift.objects.all().delete()

    def reads_most(answer: str) -> object:
        if "spoilt" in answer:
            raise ValueError(answer)
        return verdict_of_kept(answer)

    with monkeypatch.context() as patch:
        patch.setattr(take_back, "verdict_of_kept", reads_most)
        pass_a_minute()
    assert Return.objects.get().delivery.address == "bo@example.net"

    pass_a_minute()
    assert Return.objects.count() == 2
