"""What the ledger need not know for ever: to whom an issue went. How many got it stays."""

from datetime import datetime, timedelta

from django.db import transaction

from rotativa.newsletters.models import Delivery, Issue, Miss, RestingDomain, Shift, Trial
from rotativa.newsletters.models.delivery import State
from rotativa.newsletters.models.issue import STOPPED, Stage
from rotativa.newsletters.models.trial import TRIED_FOR
from rotativa.newsletters.progress import figures_for_good, figures_of
from rotativa.newsletters.reasons import Why

AT_ONCE = 5_000
"""Deliveries in one transaction, so that nobody waits for it."""
PARTS = 40
"""Such, a minute, of issues that are ended: an editor looks whether that is over."""
RESTED = TRIALS_KEPT = timedelta(days=30)
CLOCK = "clock"
"""Who ends what stands still; by its shift also an issue that nobody has begun to send is tidied."""


def forget_trials(*, at: datetime) -> None:
    """Whoever waits for one that was not tried is told so; what is over is forgotten later."""
    late = Trial.objects.filter(due_at__isnull=False, asked_at__lte=at - TRIED_FOR)
    late.update(due_at=None, last_error=Why.NOT_TRIED.kept())
    Trial.objects.filter(asked_at__lte=at - TRIALS_KEPT).delete()


def forget_misses(*, at: datetime) -> None:
    Miss.objects.forgotten(at).delete()


def end_stopped(*, at: datetime, keep: timedelta) -> None:
    """Issues that were stopped for good, and those that have stood still for so long, go to nobody any more,
    the oldest first: some hundred thousand letters of them a minute."""
    for _part in range(PARTS):
        if not (end_part(at=at) or end_part_of_still(at=at, since=at - keep)):
            return


@transaction.atomic
def end_part(*, at: datetime) -> bool:
    """Whether there was one that an editor has ended."""
    issue = Issue.objects.ending(at).select_for_update().first()
    if issue is not None:
        leave_out(issue, ended_at=at, at=at, why=issue.last_error)
    return issue is not None


@transaction.atomic
def end_part_of_still(*, at: datetime, since: datetime) -> bool:
    """One that stands still is then tidied like one that was done as it stopped."""
    issue = Issue.objects.standing_still(since).select_for_update().first()
    if issue is not None:
        leave_out(issue, ended_at=since, at=at, why=Why.STOOD_STILL.kept())
    return issue is not None


def leave_out(issue: Issue, *, ended_at: datetime, at: datetime, why: str) -> None:
    """A part of those who wait; it is done with the last of them."""
    waits = Delivery.objects.filter(issue=issue, state=State.WAITING)
    in_order = waits.order_by("due_at", "pk")  # of the index: what waits may be a million
    numbers = list(in_order.values_list("pk", flat=True)[:AT_ONCE])
    waits.filter(pk__in=numbers).update(state=State.SKIPPED, settled_at=at)
    if len(numbers) < AT_ONCE:
        told = {"done_at": ended_at, "figures": figures_of(issue), "last_error": why}
        Issue.objects.move(issue, to=Stage.DONE, of=STOPPED, **told)
        Shift.objects.create(issue=issue, who=CLOCK, began_at=ended_at, leased_until=ended_at)


@transaction.atomic
def tidy_ledger(*, at: datetime, keep: timedelta) -> int:
    """Of the oldest issue that has been done for so long. How many deliveries went; its shifts go last."""
    RestingDomain.objects.filter(until__lte=at - RESTED).delete()
    pk = Shift.objects.oldest_issue_done(at - keep)
    found = Issue.objects.select_for_update().brief()
    issue = found.filter(pk=pk, stage=Stage.DONE).first() if pk else None
    if issue is None:  # or whose letters in doubt are sent again at this very moment
        return 0
    if not issue.is_tidied:
        issue.figures = figures_for_good(issue)
        issue.save(update_fields=["figures"])
    rows = Delivery.objects.filter(issue=issue).order_by("pk")
    numbers = list(rows.values_list("pk", flat=True)[:AT_ONCE])
    if numbers:
        rows.filter(pk__lte=numbers[-1]).delete()
    if len(numbers) < AT_ONCE:
        Shift.objects.filter(issue=issue).delete()
    return len(numbers)
