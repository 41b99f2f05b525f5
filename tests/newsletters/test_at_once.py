"""Two clocks, or a clock and an editor, at the same moment: one of them wins."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from rotativa.newsletters.actions import (
    finish_issues,
    lift_suppressions,
    recover_deliveries,
    send_due,
    send_issue,
    store_tried,
    suppress_address,
)
from rotativa.newsletters.models import Delivery, Intake, Issue, Newsletter, Shift, Suppression
from rotativa.newsletters.models.delivery import State
from rotativa.newsletters.models.issue import Stage
from rotativa.newsletters.models.subscriber import Standing
from rotativa.newsletters.rules import Going
from rotativa.people.models import User
from tests.another import another, committed, where_two_write
from tests.newsletters.conftest import Subscribes
from tests.newsletters.test_desk import do
from tests.newsletters.test_desk_subscribers import bring_file
from tests.newsroom.desk import desk_of
from tests.relays import LoopbackRelay

pytestmark = [committed, where_two_write]


@pytest.fixture
def arranged(issue: Issue, subscribes: Subscribes, relay: LoopbackRelay) -> Issue:
    """Its hour has come, and two wait for it."""
    at = timezone.now()
    for name in ("ada", "bo"):
        subscribes(f"{name}@example.net")
    Newsletter.objects.update(going=Going.ALONE)
    Issue.objects.update(goes_at=at, edited_at=at)
    return issue


@pytest.mark.every_case
@pytest.mark.parametrize("who", ["clock", "editor"])
def test_an_issue_that_two_send_goes_once(arranged: Issue, desk: Client, who: str) -> None:
    sent: list[Issue] = []

    with another(lambda: sent.extend(send_due(at=timezone.now()))):
        if who == "clock":
            assert send_due(at=timezone.now()) == [arranged]
        else:
            assert "The issue goes to" in do(desk, arranged, "send", sure="yes")

    arranged.refresh_from_db()
    assert sent == []
    assert (arranged.is_out, arranged.frozen_count) == (True, 2)
    assert Delivery.objects.filter(issue=arranged).count() == 2


@pytest.mark.every_case
@pytest.mark.parametrize(("state", "attempts"), [(State.CLAIMED, 0), (State.GOING, 1)])
def test_what_two_clocks_recover_is_recovered_once(
    arranged: Issue, state: State, attempts: int
) -> None:
    at = timezone.now()
    send_issue(arranged, at=at)
    shift = Shift.objects.create(issue=arranged, who="killed", began_at=at, leased_until=at)
    Delivery.objects.update(state=state, shift=shift, attempts=1)
    recovered: list[int] = []

    def recover() -> None:
        recovered.append(sum(recover_deliveries(at=at + timedelta(minutes=3), is_held=False)))

    with another(recover):
        recover()

    assert recovered == [2, 0]
    assert set(Delivery.objects.values_list("state", "attempts")) == {(State.WAITING, attempts)}


def test_what_an_editor_has_sent_again_as_its_issue_is_finished_is_sent(
    arranged: Issue, desk: Client, relay: LoopbackRelay
) -> None:
    at = timezone.now()
    send_issue(arranged, at=at)
    Delivery.objects.filter(address="ada@example.net").update(state=State.SENT, settled_at=at)
    doubtful = Delivery.objects.filter(address="bo@example.net")
    doubtful.update(state=State.DOUBTFUL, doubted_at=at)

    with another(lambda: finish_issues(at=timezone.now())):
        assert do(desk, arranged, "again") == "1 letter is sent again."

    arranged.refresh_from_db()
    assert (arranged.stage, arranged.counts) == (Stage.DONE, {State.SENT: 2})
    assert relay.recipients == ["bo@example.net"]


@pytest.mark.every_case
@pytest.mark.parametrize("first", [Suppression.Reason.BOUNCED, Suppression.Reason.COMPLAINED])
def test_a_complaint_that_comes_together_with_a_bounce_is_the_reason(
    subscribes: Subscribes, first: Suppression.Reason
) -> None:
    why = Suppression.Reason
    chi = subscribes("chi@example.net")

    def suppress(reason: Suppression.Reason) -> None:
        suppress_address(chi.address, why=reason, at=timezone.now())

    with another(lambda: suppress(why.BOUNCED if first == why.COMPLAINED else why.COMPLAINED)):
        suppress(first)

    assert lift_suppressions(Suppression.objects.bounced(), at=timezone.now()) == 0
    assert Suppression.objects.get().reason == why.COMPLAINED
    chi.refresh_from_db()
    assert (chi.state, chi.state_before) == (Standing.SUPPRESSED, Standing.ACTIVE)
    reasons = list(chi.steps.in_order().values_list("words", flat=True))
    assert reasons == list(dict.fromkeys([first, why.COMPLAINED]))


def test_a_file_that_two_bring_in_is_brought_in_once(daily: Newsletter) -> None:
    desk, at = desk_of("Administrator"), timezone.now()
    bring_file(desk, b"email,town\nada@post.example,Vigo\n", language="en")
    intake, by = Intake.objects.get(), User.objects.latest("pk")
    won: list[bool] = []

    def store() -> None:
        won.append(store_tried(intake, by=by, may_suppress=True, at=at))

    with another(store):
        store()

    assert won == [True, False]
