"""Alarm clocks of the app: safe to lose, safe to run twice."""

from collections.abc import Iterable
from functools import partial

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django_tasks import task

from rotativa.newsletters import actions
from rotativa.newsletters.models import Delivery, Issue, Pace
from rotativa.newsletters.senders.configured import bounds, way_out

SECONDS = 20
"""Of sending in one task, so that others have their turn."""


@task()
def send_slice(issue_id: int) -> None:
    """Half a minute, unless the relay hangs. Attempts are counted in the deliveries' rows."""
    at = timezone.now()
    issue = Issue.objects.awake(at).filter(pk=issue_id).select_related("newsletter").first()
    if issue is None:
        return
    actions.deliver_issue(
        issue,
        by=way_out(),
        bounds=bounds(seconds=SECONDS),
        per_minute=settings.NEWSLETTERS.per_minute,
    )
    actions.finish_issues(at=timezone.now())
    wake([issue])


def wake(issues: Iterable[Issue]) -> None:
    """Where something is due now, have it sent as soon as the rows can be seen by a worker.

    What the common pace lets go later waits for the clock, so that no task comes for nothing.
    """
    at = timezone.now()
    if settings.NEWSLETTERS.per_minute and not Pace.objects.is_free_by(at.timestamp() + SECONDS):
        return
    for issue in issues:
        due = Delivery.objects.due(at).filter(issue=issue)
        if Issue.objects.awake(at).filter(pk=issue.pk).exists() and due.exists():
            transaction.on_commit(partial(send_slice.enqueue, issue.pk))
