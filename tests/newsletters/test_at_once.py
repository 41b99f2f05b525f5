"""Two clocks, or a clock and an editor, at the same moment: one of them wins."""

import pytest
from django.test import Client
from django.utils import timezone

from rotativa.newsletters.actions import send_due
from rotativa.newsletters.models import Delivery, Issue, Newsletter
from rotativa.newsletters.rules import Going
from tests.another import another, committed, where_two_write
from tests.newsletters.conftest import Subscribes
from tests.newsletters.test_desk import do

pytestmark = [committed, where_two_write]


@pytest.fixture
def arranged(issue: Issue, subscribes: Subscribes) -> Issue:
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
