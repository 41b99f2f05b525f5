"""What a person may do to an issue that is under way."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import F

from rotativa.newsletters.actions.tell_editors import note_for_editors
from rotativa.newsletters.models import Delivery, Issue, Shift
from rotativa.newsletters.models.delivery import State
from rotativa.newsletters.models.issue import Stage
from rotativa.newsletters.progress import figures_of


def pause_issue(issue: Issue, *, why: str = "") -> bool:
    """Nothing further is begun; what is under way is finished. Whether it was this that stopped it."""
    return Issue.objects.move(issue, to=Stage.PAUSED, of=(Stage.SENDING,), last_error=why)


@transaction.atomic
def stop_by_itself(issue: Issue, *, why: str, at: datetime) -> bool:
    """Nobody is at the desk who would see it: editors are told by mail."""
    is_stopped = pause_issue(issue, why=why)
    if is_stopped:
        note_for_editors(issue=issue, at=at)
    return is_stopped


def take_back_refused(issue: Issue, shifts: Iterable[Shift], *, at: datetime) -> None:
    """Whoever refuses everybody speaks of us and not of them: they are sent to once more."""
    failed = Delivery.objects.filter(issue=issue, state=State.FAILED, shift__in=shifts)
    failed.update(
        state=State.WAITING, shift=None, settled_at=None, due_at=at, attempts=F("attempts") - 1
    )


@transaction.atomic
def resume_issue(issue: Issue, *, at: datetime) -> bool:
    """What was refused before is no reason to stop it again, nor what a killed sender was refused that
    nobody has judged yet."""
    is_moved = Issue.objects.move(
        issue,
        to=Stage.SENDING,
        of=(Stage.PAUSED,),
        last_error="",
        relay_faults=0,
        rests_until=None,
    )
    if is_moved:
        Shift.objects.filter(issue=issue, judged__gt=0).update(judged=0, refused=0, gone=0)
        take_back_refused(issue, Shift.objects.filter(issue=issue, is_open=True), at=at)
    return is_moved


def end_issue(issue: Issue, *, why: str) -> bool:
    """It does not go on any more: who waits for it is left out by the clock (`end_stopped`), part by part."""
    return Issue.objects.move(
        issue, to=Stage.ENDING, of=(Stage.PAUSED,), rests_until=None, last_error=why
    )


@transaction.atomic
def settle_doubtful(issue: Issue, *, arrived: bool, at: datetime) -> int:
    """Decide over those that were held: they arrived, or are sent once more. How many there were; none of an
    issue that ends, and none is sent of one that was ended."""
    rows = Issue.objects.select_for_update().only("figures", "stage", "last_error")
    row = rows.get(pk=issue.pk)
    if row.is_tidied or row.stage == Stage.ENDING or (row.is_ended and not arrived):
        return 0
    held = Delivery.objects.filter(issue=issue, state=State.DOUBTFUL)
    if arrived:
        number = held.update(state=State.SENT, settled_at=at)
        count_anew(issue)
        return number
    number = held.update(state=State.WAITING, shift=None, due_at=at, attempts=0)
    if number:
        told: dict[str, object] = {"done_at": None, "figures": {}, "last_error": ""}
        Issue.objects.move(issue, to=Stage.SENDING, of=(Stage.DONE,), **told)
    return number


def count_anew(issue: Issue) -> None:
    """Where it is done: what became of some letters was found out later."""
    Issue.objects.filter(pk=issue.pk, stage=Stage.DONE).update(figures=figures_of(issue))
