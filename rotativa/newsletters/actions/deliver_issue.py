"""One shift: so many seconds of sending an issue, in this process."""

import os
import platform
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import F
from django.utils import timezone

from rotativa.newsletters.actions.stop_issue import pause_issue
from rotativa.newsletters.book import ShiftBook
from rotativa.newsletters.mime.issue_mail import issue_mail
from rotativa.newsletters.models import Issue, Shift
from rotativa.newsletters.models.issue import Stage
from rotativa.newsletters.models.shift import LEASE
from rotativa.newsletters.senders.configured import Way
from rotativa.newsletters.senders.report import Bounds, Report

LONGEST_REST = timedelta(minutes=30)


def deliver_issue(issue: Issue, *, by: Way, bounds: Bounds, per_minute: int = 0) -> Report:
    """Send what is due of it; several processes may at once."""
    at = issue.frozen_at or timezone.now()
    with closing(issue_mail(issue, at=at)) as mail, shift_at(issue) as shift, every_byte_on_disk():
        book = ShiftBook(shift, newsletter_id=issue.newsletter_id, per_minute=per_minute)
        report = by(book, mail, bounds)
    note(issue, report, at=timezone.now())
    return report


@contextmanager
def shift_at(issue: Issue) -> Iterator[Shift]:
    """What ends with an error leaves its lease, after which the rows it held are looked at."""
    at = timezone.now()
    who = f"{platform.node()}:{os.getpid()}"[:100]
    shift = Shift.objects.create(issue=issue, who=who, began_at=at, leased_until=at + LEASE)
    yield shift
    Shift.objects.filter(pk=shift.pk).update(leased_until=timezone.now())


@contextmanager
def every_byte_on_disk() -> Iterator[None]:
    """SQLite otherwise leaves the last moments to a machine that keeps its power."""
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous=FULL")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous=NORMAL")


def note(issue: Issue, report: Report, *, at: datetime) -> None:
    if report.refusal:
        pause_issue(issue, why=report.refusal)
        return
    row = Issue.objects.filter(pk=issue.pk, stage=Stage.SENDING)
    if report.relay_fault:
        row.update(
            relay_faults=F("relay_faults") + 1,
            last_error=report.relay_fault,
            rests_until=at + min(timedelta(minutes=2 ** min(issue.relay_faults, 6)), LONGEST_REST),
        )
    else:
        row.filter(relay_faults__gt=0).update(relay_faults=0, last_error="", rests_until=None)
