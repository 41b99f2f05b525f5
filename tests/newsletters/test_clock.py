"""What the clock has done for newsletters each minute."""

import pytest
from django.utils import timezone

from rotativa.lib.clock import minute
from rotativa.newsletters import receivers
from rotativa.newsletters.models import Issue
from tests.newsletters.test_deliver import send


@pytest.mark.parametrize(
    "part", ["compose_due", "send_due", "recover_deliveries", "finish_issues", "count_refusals"]
)
def test_an_issue_that_rested_goes_on_whatever_else_fails(
    issue, subscribes, relay, django_capture_on_commit_callbacks, monkeypatch, part
):
    subscribes("ada@example.net")
    relay.manners.greeting = "421 4.3.2 closing"
    send(issue, django_capture_on_commit_callbacks)
    relay.manners.greeting = "220 relay"
    Issue.objects.update(rests_until=timezone.now())

    def fails(**_told: object) -> None:
        raise ValueError(part)

    monkeypatch.setattr(receivers, part, fails)
    with django_capture_on_commit_callbacks(execute=True):
        minute.send_robust(sender=None, at=timezone.now())

    assert relay.recipients == ["ada@example.net"]
