"""Files of subscribers that somebody brings at the desk: worked off by tasks, part by part, until they end.

Each part is stored in one transaction with how far the file is: whoever is killed has done it or has not.
"""

import io
import logging
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction

from rotativa.newsletters.actions.bring_in import Brought, Fault, Plan, bring_in
from rotativa.newsletters.models import Intake, IntakeFile, Newsletter
from rotativa.newsletters.models.intake import FILES_KEPT, LEASE, MOST_ATTEMPTS
from rotativa.newsletters.tables.read import Table
from rotativa.newsletters.tables.seen import Seen
from rotativa.people.models import User

log = logging.getLogger(__name__)

SECONDS = timedelta(seconds=20)
"""Of one task, so that others have their turn."""
State = Intake.State


class Superseded(Exception):
    """It was stopped, or another worker has it."""


@dataclass(frozen=True, slots=True)
class Given:
    """What somebody brings, and what holds for rows that do not say it themselves."""

    name: str
    content: bytes
    newsletters: list[Newsletter]
    language: str
    is_trial: bool
    may_suppress: bool


@transaction.atomic
def take_in(given: Given, *, by: User, at: datetime) -> Intake:
    """Keep the file until it is worked off; on trial where it has columns that we may take for what they are not.
    Raises `TableRefused`."""
    table = Table(io.BytesIO(given.content))
    columns = list(table.heeds().items())
    intake = Intake.objects.create(
        name=given.name[: Intake._meta.get_field("name").max_length],
        system=table.system,
        columns=columns,
        brought_by=by,
        asked_at=at,
        language=given.language,
        is_trial=given.is_trial or bool(columns),
        may_suppress=given.may_suppress,
        due_at=at,
        lines=given.content.count(b"\n") or 1,
    )
    intake.newsletters.set(given.newsletters)
    IntakeFile.objects.create(intake=intake, content=given.content)
    return intake


def store_tried(intake: Intake, *, by: User, may_suppress: bool, at: datetime) -> bool:
    """What was read on trial is stored; whether the file was still there."""
    return read_anew(
        intake, at=at, is_trial=False, brought_by=by, may_suppress=may_suppress, asked_at=at
    )


def try_again(intake: Intake, *, unheeded: Sequence[str], at: datetime) -> bool:
    """Without what is unclear in those columns; whether the file was still there."""
    return read_anew(intake, at=at, unheeded=[n for n, _heed in intake.columns if n in unheeded])


def read_anew(intake: Intake, *, at: datetime, **changed: Any) -> bool:
    """Unless that was done since `intake` was looked at. Only what stands beside the subselect is looked at anew
    by PostgreSQL after it has waited for another who did it."""
    kept = IntakeFile.objects.filter(intake=intake)
    tried = Intake.objects.filter(
        pk=intake.pk,
        shift=intake.shift,
        is_trial=True,
        state=State.DONE,
        pk__in=kept.values("intake"),
    )
    return bool(
        tried.update(
            due_at=at,
            state=State.WAITING,
            attempts=0,
            rows_read=0,
            lines_read=0,
            counts={},
            faults=[],
            broken_line=0,
            finished_at=None,
            **changed,
        )
    )


def stop_intake(intake: Intake, *, at: datetime) -> bool:
    """What is stored stays."""
    mine = Intake.objects.open().filter(pk=intake.pk)
    return bool(mine.update(state=State.STOPPED, finished_at=at))


def work_off(pk: int, *, now: Callable[[], datetime]) -> bool:
    """Go on with it for a while, unless another does; whether there is more to do."""
    if not Intake.objects.claim(pk, at=now()):
        return False
    intake = Intake.objects.get(pk=pk)
    if intake.attempts > MOST_ATTEMPTS:
        finish(intake, State.FAILED, at=now())
        return False
    try:
        brought = read_on(intake, now=now)
        return close(intake, brought, at=now())
    except Superseded:
        return False
    except Exception:  # whatever a file of any system holds: the clock tries it again, a few times
        log.exception("The file %s of subscribers cannot be read on.", intake.pk)
        return False


def read_on(intake: Intake, *, now: Callable[[], datetime]) -> Brought:
    """From the line on that it has come to; of what stands before, only the addresses are looked at."""
    until = now() + SECONDS
    content = io.BytesIO(bytes(intake.file.content))
    table = Table(content, name=intake.name, unheeded=intake.unheeded)
    seen = Seen()
    for each in table.spellings(until=intake.lines_read):
        seen.add(each)
    plan = Plan(
        newsletters=list(intake.newsletters.order_by("pk")),
        language=intake.language,
        languages=list(dict(settings.LANGUAGES)),
        source=f"{intake.name} ({table.system})",
        is_dry_run=intake.is_trial,
        may_suppress=intake.may_suppress,
    )
    begun = Brought(
        counts=Counter(intake.counts),
        faults=[Fault(**each) for each in intake.faults],
        rows_read=intake.rows_read,
        lines_read=intake.lines_read,
    )

    def keep(brought: Brought) -> bool:
        note(intake, brought, at=now())
        return now() < until

    records = table.records(after=intake.lines_read)
    return bring_in(records, plan, at=intake.asked_at, brought=begun, seen=seen, keep=keep)


def note(intake: Intake, brought: Brought, *, at: datetime) -> None:
    """Raises `Superseded` when the row is somebody else's by now, or nobody's."""
    fields: dict[str, Any] = {
        "rows_read": brought.rows_read,
        "lines_read": brought.lines_read,
        "counts": dict(brought.counts),
        "attempts": 0,
        "due_at": at + LEASE,
    }
    if len(brought.faults) > len(intake.faults):
        intake.faults = [asdict(each) for each in brought.faults]
        fields["faults"] = intake.faults
    mine = Intake.objects.filter(pk=intake.pk, shift=intake.shift, state=State.WORKING)
    if not mine.update(**fields):
        raise Superseded


def close(intake: Intake, brought: Brought, *, at: datetime) -> bool:
    """Whether there is more to do."""
    if not brought.is_whole:
        mine = Intake.objects.filter(pk=intake.pk, shift=intake.shift, state=State.WORKING)
        return bool(mine.update(state=State.WAITING, due_at=at))
    intake.broken_line = brought.broken.line if brought.broken else 0
    finish(intake, State.DONE, at=at)
    return False


@transaction.atomic
def finish(intake: Intake, state: State, *, at: datetime) -> None:
    """Nobody needs the file any more, unless it was read on trial."""
    mine = Intake.objects.filter(pk=intake.pk, shift=intake.shift, state=State.WORKING)
    is_mine = mine.update(state=state, finished_at=at, broken_line=intake.broken_line)
    if is_mine and not intake.is_trial:
        IntakeFile.objects.filter(intake=intake).delete()


def forget_files(*, at: datetime) -> int:
    """Of what was read on trial or stopped, a day later."""
    over = IntakeFile.objects.filter(intake__finished_at__lte=at - FILES_KEPT)
    return over.delete()[0]
