"""Alarm clocks of the app: safe to lose, safe to run twice."""

import logging
from collections.abc import Iterable
from functools import partial

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django_tasks import task

from rotativa.lib.imap import Mailbox, NoMailbox
from rotativa.newsletters import actions
from rotativa.newsletters.models import Delivery, Issue, Pace, Subscriber, Trial
from rotativa.newsletters.senders.configured import bounds, way_out

logger = logging.getLogger(__name__)

SECONDS = 20
"""Of sending in one task, so that others have their turn."""
TRIAL_SECONDS = 20
"""For each thing that is waited for."""


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
    actions.count_refusals(at=timezone.now())
    wake([issue])


@task()
def read_mailbox() -> None:
    """A few minutes at most. What is not read now is read the next time."""
    try:
        actions.collect_returns(mailbox(), at=timezone.now())
    except NoMailbox as error:
        logger.warning("What came back cannot be read: %s", error)


def mailbox() -> Mailbox:
    chosen = settings.NEWSLETTERS
    return Mailbox(
        host=chosen.imap_host,
        port=chosen.imap_port,
        security=chosen.imap_security,
        user=chosen.imap_user,
        password=chosen.imap_password.get_secret_value(),
        folder=chosen.imap_folder,
    )


@task(priority=50)  # somebody waits for it
def send_trial(trial_id: int) -> None:
    """A minute, unless the relay is slow to let us in. A kill leaves it to the clock."""
    at = timezone.now()
    trial = Trial.objects.due(at).select_related("issue__newsletter").filter(pk=trial_id).first()
    if trial is not None:
        seconds = TRIAL_SECONDS
        actions.send_trial(
            trial,
            by=way_out(),
            bounds=bounds(seconds=seconds, reply_seconds=seconds, dot_seconds=seconds),
            at=at,
        )


@task()
def tell_editor(notice_id: int) -> None:
    """One mail: minutes, where the mail server hangs."""
    actions.tell_editor(notice_id, at=timezone.now())


@task(priority=50)  # somebody looks into their mail for it
def write_to(subscriber_id: int) -> None:
    """The mail about the subscription that is due, if it still is."""
    at = timezone.now()
    subscriber = Subscriber.objects.to_write_to(at).filter(pk=subscriber_id).first()
    if subscriber is not None:
        actions.write_due_mail(subscriber, at=at)


@task(priority=-50)
def work_off_intake(intake_id: int) -> None:
    """Minutes for a large file, in shifts, so that what is quick comes in between."""
    if actions.work_off(intake_id, now=timezone.now):
        work_off_intake.enqueue(intake_id)


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
