"""One shift: so many seconds of sending an issue, in this process."""

import os
import platform
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from rotativa.lib.mail_keys import NoKey
from rotativa.newsletters.actions.stop_issue import stop_by_itself, take_back_refused
from rotativa.newsletters.book import LeaseIsOver, ShiftBook
from rotativa.newsletters.counting_book import CountingBook
from rotativa.newsletters.mime.mail import IssueMail
from rotativa.newsletters.models import Delivery, Issue, Shift
from rotativa.newsletters.models.delivery import State
from rotativa.newsletters.models.issue import STOPPED, Stage
from rotativa.newsletters.models.shift import LEASE
from rotativa.newsletters.reasons import Why, words_of
from rotativa.newsletters.senders.configured import Way
from rotativa.newsletters.senders.report import (
    IN_A_ROW,
    LATEST,
    Bounds,
    Report,
    Result,
    is_large_share,
    latest_of,
)
from rotativa.newsletters.two_mails import TwoMails, mail_of

LONGEST_REST = timedelta(minutes=30)


def deliver_issue(issue: Issue, *, by: Way, bounds: Bounds, per_minute: int = 0) -> Report:
    """Send what is due of it; several processes may at once."""
    with told_at_the_desk(issue):
        try:
            mail = mail_of(issue, at=issue.frozen_at or timezone.now())
        except (NoKey, UnicodeError) as error:  # settings that were right when the site started
            report = Report(refusal=Why.UNWRITTEN.kept(why=error))
            note(issue, report, at=timezone.now())
            return report
        return deliver(issue, mail, by=by, bounds=bounds, per_minute=per_minute)


@contextmanager
def told_at_the_desk(issue: Issue) -> Iterator[None]:
    """What nobody has foreseen has it rest, as where its relay fails: the log is read by nobody."""
    try:
        yield
    except LeaseIsOver:
        raise  # this process has slept; others go on
    except Exception as error:
        report = Report(relay_fault=Why.BROKE_OFF.kept(why=words_of(error)))
        note(issue, report, at=timezone.now())
        raise


def deliver(
    issue: Issue, mail: IssueMail | TwoMails, *, by: Way, bounds: Bounds, per_minute: int
) -> Report:
    bounds = replace(bounds, earlier=earlier_results(issue))
    with closing(mail), shift_at(issue) as shift, every_byte_on_disk():
        book = (CountingBook if isinstance(mail, TwoMails) else ShiftBook)(
            shift,
            newsletter_id=issue.newsletter_id,
            seconds=bounds.seconds,
            per_minute=per_minute,
        )
        report = by(book, mail, bounds)
        if report.unwritten and are_many(Delivery.objects.unwritten(issue).count(), issue):
            report.refusal = report.refusal or report.unwritten
        enter_results(shift, report)
        note(issue, report, at=timezone.now())
        if report.refused:
            take_back_of(shift, at=timezone.now())
    return report


def are_many(unwritten: int, issue: Issue) -> bool:
    """What hits so many is no reader's, and a person is to look: all so far, or a third of those it goes to."""
    is_none_out = unwritten >= IN_A_ROW and not Delivery.objects.has_reached(issue)
    return is_none_out or is_large_share(unwritten, of=issue.frozen_count)


def earlier_results(issue: Issue) -> tuple[Result, ...]:
    results: list[Result] = []
    for shift in Shift.objects.latest_of(issue, results=LATEST):
        results += [Result.TAKEN] * min(shift.judged - shift.refused, LATEST)
        results += [Result.GONE] * min(shift.gone, LATEST)
        results += [Result.REFUSED] * min(shift.refused - shift.gone, LATEST)
    if len(results) < LATEST:
        others = Shift.objects.yet_to_tell(issue)
        results += [Result.TAKEN] * Delivery.objects.taken_by(others, issue, most=LATEST)
    return tuple(results[-LATEST:])


@contextmanager
def shift_at(issue: Issue) -> Iterator[Shift]:
    """What ends with an error leaves its lease, after which the rows it held are looked at. Until it ends, an
    issue that was stopped for good is not done, and nobody is blamed for what it was refused."""
    at = timezone.now()
    who = f"{platform.node()}:{os.getpid()}"[:100]
    until = at + LEASE
    shift = Shift.objects.create(
        issue=issue, who=who, began_at=at, leased_until=until, is_open=True
    )
    yield shift
    Shift.objects.filter(pk=shift.pk).update(leased_until=timezone.now(), is_open=False)


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


def enter_results(shift: Shift, report: Report) -> None:
    Shift.objects.filter(pk=shift.pk).update(
        judged=report.taken + report.refused, refused=report.refused, gone=report.gone
    )


def note(issue: Issue, report: Report, *, at: datetime) -> None:
    if report.refusal:
        stop(issue, report, at=at)
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


@transaction.atomic
def judge_killed(shift: Shift, *, at: datetime) -> None:
    """By its rows, as it would have been by its sender: that may have been killed before it said anything,
    and what it said counts but once."""
    unjudged = Shift.objects.filter(pk=shift.pk, is_open=True)
    if not unjudged.update(is_open=False, judged=0, refused=0, gone=0):
        return
    rows = Delivery.objects.judged_by(shift, number=LATEST)
    report = Report(latest=latest_of(earlier_results(shift.issue)))
    for row in rows:
        report.note(is_yes=row.state == State.SENT, words=row.answer)
    enter_results(shift, report)
    unwritten = Delivery.objects.unwritten(shift.issue)
    if are_many(unwritten.count(), shift.issue):
        report.refusal = report.refusal or unwritten.latest("pk").reply
    if report.refusal:
        stop(shift.issue, report, at=at)
    take_back_of(shift, at=at)


@transaction.atomic
def stop(issue: Issue, report: Report, *, at: datetime) -> None:
    stop_by_itself(issue, why=report.refusal, at=at)
    if is_stopped(issue):
        take_back_refused(issue, Shift.objects.latest_of(issue, results=LATEST), at=at)


@transaction.atomic
def take_back_of(shift: Shift, *, at: datetime) -> None:
    """Where another's stopped it meanwhile, which could not know yet of what this one was refused; or a
    person, whom it costs a second attempt."""
    if is_stopped(shift.issue):
        take_back_refused(shift.issue, [shift], at=at)


def is_stopped(issue: Issue) -> bool:
    """For now or for good. The lock has each of several shifts see what the others did."""
    stopped = Issue.objects.filter(pk=issue.pk, stage__in=STOPPED)
    return stopped.select_for_update().only("pk").first() is not None
