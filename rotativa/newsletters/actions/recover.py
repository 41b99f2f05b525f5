"""What senders have left that are no more, and issues of which nothing is left to do."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from rotativa.newsletters.actions.by_itself import by_itself
from rotativa.newsletters.actions.deliver_issue import judge_killed
from rotativa.newsletters.actions.stop_issue import (
    count_anew,
    stop_by_itself,
    take_back_refused,
)
from rotativa.newsletters.judging import MOST_ATTEMPTS
from rotativa.newsletters.models import Delivery, Issue, Shift
from rotativa.newsletters.models.delivery import REACHED, State
from rotativa.newsletters.models.issue import Stage
from rotativa.newsletters.progress import figures_of
from rotativa.newsletters.reasons import Why
from rotativa.newsletters.senders.report import IN_A_ROW


@transaction.atomic
def recover_deliveries(*, at: datetime, is_held: bool) -> tuple[int, int]:
    """Those that were merely taken wait again, as if nobody had. Of those that were going nobody knows: they are noted,
    and sent again or held. How many of each."""
    abandoned = Delivery.objects.abandoned(at)
    going = abandoned.filter(state=State.GOING)
    held = going if is_held else going.filter(attempts__gte=MOST_ATTEMPTS)
    doubtful = held.update(state=State.DOUBTFUL, doubted_at=at)
    doubtful += going.update(state=State.WAITING, shift=None, due_at=at, doubted_at=at)
    taken = abandoned.filter(state=State.CLAIMED).update(
        state=State.WAITING, shift=None, due_at=at, attempts=F("attempts") - 1
    )
    return taken, doubtful


@transaction.atomic
def doubt_unheard(*, at: datetime, known_for: timedelta, is_held: bool) -> int:
    """What a service did not answer for, and would send a second time by now, or has sent of an issue that was
    ended since. How many of them wait."""
    unheard = Delivery.objects.unheard(at - known_for)
    doubted = {"doubted_at": at, "reply": Why.UNHEARD.kept(), "unheard_at": None}
    of_ended = unheard.filter(state=State.SKIPPED)
    ended = list(Issue.objects.filter(pk__in=of_ended.values("issue")).brief().order_by("pk"))
    of_ended.update(**doubted)
    for issue in ended:
        count_anew(issue)
    waiting = unheard.filter(state=State.WAITING)
    held = waiting if is_held else waiting.filter(attempts__gte=MOST_ATTEMPTS - 1)
    number = held.update(state=State.DOUBTFUL, attempts=F("attempts") + 1, **doubted)
    number += waiting.update(attempts=F("attempts") + 1, **doubted)
    unheard.update(unheard_at=None)  # of others the answer was heard later
    return number


def finish_issues(*, at: datetime) -> list[Issue]:
    """Those are done of which every delivery that was frozen has come to an end, and every shift: one that is
    about to stop it still waits for the relay's good-bye, or is judged once it is known that it was killed."""
    for shift in Shift.objects.killed(at):
        with by_itself("Shift %s cannot be judged.", shift.pk):
            judge_killed(shift, at=at)
    done = []
    unjudged = Shift.objects.killed(at).values("issue")
    for issue in Issue.objects.sending().idle(at).exclude(pk__in=unjudged):
        with by_itself("Issue %s cannot be finished.", issue.pk):
            if not Delivery.objects.has_open(issue) and finish(issue, at=at):
                done.append(issue)
    return done


@transaction.atomic
def finish(issue: Issue, *, at: datetime) -> bool:
    """Whether it is done now. Asked again once nobody else has it in hand, as who sends again what is in doubt."""
    mine = Issue.objects.sending().filter(pk=issue.pk).select_for_update().only("pk")
    if mine.first() is None or Delivery.objects.has_open(issue):
        return False
    counts = issue.counts
    number = sum(counts.values())
    if number != issue.frozen_count:
        why = Why.MISCOUNTED.kept(number=number, all=issue.frozen_count)
        stop_by_itself(issue, why=why, at=at)
        return False
    if counts.get(State.FAILED, 0) >= IN_A_ROW and not counts.keys() & REACHED:
        stop_before_all_fail(issue, at=at)
        return False
    told = {"done_at": at, "figures": figures_of(issue), "last_error": ""}
    return Issue.objects.move(issue, to=Stage.DONE, of=(Stage.SENDING,), **told)


def stop_before_all_fail(issue: Issue, *, at: datetime) -> None:
    """Not one was taken: what was said of each address is not believed."""
    latest = Delivery.objects.filter(issue=issue, state=State.FAILED).latest("pk")
    if stop_by_itself(issue, why=latest.answer, at=at):
        take_back_refused(issue, Shift.objects.filter(issue=issue), at=at)
