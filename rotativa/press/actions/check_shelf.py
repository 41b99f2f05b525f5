"""Comparing the target with the rows, sheet by sheet, whatever their number."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import islice

from rotativa.press.models import Printing
from rotativa.press.sheet import Damaged
from rotativa.press.targets import Target

AT_ONCE = 400
DOCTOR = "rotativa doctor --fix"
"""Why a page is printed whose sheet was wrong."""


class Fault(StrEnum):
    DAMAGED = "damaged"
    MISSING = "missing"
    DIFFERENT = "different"
    """Another than the one that was printed last."""
    UNKNOWN = "unknown"
    """Of a page that no row tells of."""


@dataclass(frozen=True, slots=True)
class WrongSheet:
    path: str
    fault: Fault


def wrong_sheets(target: Target) -> Iterator[WrongSheet]:
    """Raises `Damaged` where not even the paths can be told; then the rest has been told before."""
    for printing in printed():
        if fault_of(printing, target):
            # What is printed at this moment has its sheet before its row: look at both again.
            for again in Printing.objects.filter(pk=printing.pk):
                if fault := fault_of(again, target):
                    yield WrongSheet(printing.path, fault)
    yield from (WrongSheet(path, Fault.UNKNOWN) for path in unknown_paths(target))


def printed() -> Iterator[Printing]:
    """All rows with a sheet, some at a time, also while they are changed."""
    last = 0
    rows = Printing.objects.exclude(digest="").order_by("pk")
    while part := list(rows.filter(pk__gt=last)[:AT_ONCE]):
        yield from part
        last = part[-1].pk


def fault_of(printing: Printing, target: Target) -> Fault | None:
    """A page that waits is printed anyway: of it only what readers get meanwhile must be whole."""
    try:
        sheet = target.read(printing.path)
    except Damaged:
        return Fault.DAMAGED
    if printing.state != Printing.State.FRESH:
        return None
    if sheet is None:
        return Fault.MISSING
    return None if sheet.digest == printing.digest else Fault.DIFFERENT


def unknown_paths(target: Target) -> Iterator[str]:
    found = paths_in(target)
    while paths := list(islice(found, AT_ONCE)):
        rows = Printing.objects.filter(path__in=paths)
        without = rows.filter(state=Printing.State.FRESH, digest="").values("pk")
        known = set(rows.exclude(pk__in=without).values_list("path", flat=True))
        yield from (path for path in paths if path not in known)


def paths_in(target: Target) -> Iterator[str]:
    try:
        yield from target.list()
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise Damaged(f"A sheet does not tell its path: {error}") from error


def repair(wrong: WrongSheet, target: Target, *, at: datetime) -> None:
    """Have the page printed again; what belongs to no page is taken away."""
    if wrong.fault == Fault.UNKNOWN:
        target.delete(wrong.path)
    else:
        Printing.objects.filter(path=wrong.path).mark_stale(at=at, why=DOCTOR)


def knows_printed_pages() -> bool:
    """False of an empty database, as before a backup is put back: readers live on the sheets then."""
    return Printing.objects.exclude(digest="").exists()
