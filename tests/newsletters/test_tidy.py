"""To whom an issue went is forgotten in time; how many they were is not."""

from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from rotativa.newsletters.actions import settle_doubtful, tidy
from rotativa.newsletters.models import Delivery, Issue, RestingDomain, Return, Shift
from rotativa.newsletters.models.delivery import State
from rotativa.newsletters.models.issue import Stage
from tests.html import tree, words
from tests.newsletters.conftest import Subscribes
from tests.newsletters.test_deliver import send, tick
from tests.newsroom.desk import desk_of
from tests.relays import LoopbackRelay


def test_deliveries_go_in_parts_when_their_time_is_over_and_the_report_stays(
    issue: Issue,
    subscribes: Subscribes,
    relay: LoopbackRelay,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    monkeypatch.setattr(tidy, "AT_ONCE", 2)
    readers = [subscribes(f"reader{number}@example.net") for number in range(3)]
    send(issue, django_capture_on_commit_callbacks)
    first, second, _third = Delivery.objects.order_by("pk")
    Return.objects.create(delivery=first, kind="hard", at=timezone.now())
    Delivery.objects.filter(pk=second.pk).update(state=State.DOUBTFUL, doubted_at=timezone.now())
    settle_doubtful(issue, arrived=True, at=timezone.now())
    RestingDomain.objects.create(domain="old.example", until=timezone.now() - timedelta(days=31))
    page = f"/desk/newsletter-issues/{issue.pk}/"
    desk = desk_of("Editor")
    said = "sent 3 of 3, 1 bounced"
    assert said in words(tree(desk.get(page)))

    def days_later(days: int) -> tuple[int, int]:
        Issue.objects.update(done_at=timezone.now() - timedelta(days=days))
        tick()
        return Delivery.objects.count(), Shift.objects.count()

    assert days_later(89) == (3, 1)
    assert days_later(91) == (1, 1)
    assert days_later(91) == (0, 0)
    assert days_later(91) == (0, 0)
    report = words(tree(desk.get(page)))
    assert said in report
    assert "To whom it went is no longer kept" in report
    assert said in words(tree(desk.get("/desk/newsletter-issues/")))
    assert settle_doubtful(issue, arrived=True, at=timezone.now()) == 0
    issue.refresh_from_db()
    assert (issue.stage, issue.figures["sent"], issue.figures["returned"]) == (Stage.DONE, 3, 1)
    assert readers[0].told()["issues"] == []
    assert not RestingDomain.objects.exists()
