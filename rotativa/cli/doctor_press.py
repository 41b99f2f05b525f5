"""What `rotativa doctor` says of printed pages, and how it repairs them."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import DatabaseError
from django.utils import timezone

from rotativa.cli.findings import Finding
from rotativa.cli.prepare import refuse_missing_file
from rotativa.cli.site import CannotRun
from rotativa.lib.config import Config

if TYPE_CHECKING:
    from rotativa.press.actions import Fault, WrongSheet
    from rotativa.press.targets import Target

EXAMPLES = 5
"""Paths that are named for each fault; the rest is counted."""
FAULTS = {
    "damaged": "damaged",
    "missing": "missing from the folder",
    "different": "other than what was printed last",
    "unknown": "of no page that is known",
}
FIX = "Run: rotativa doctor --fix"
EMPTY = (
    "Left as they are, since the database knows of no printed page: put its backup back, or run: "
    "rotativa print --all"
)


def press(config: Config, *, fix: bool) -> Iterator[Finding]:  # noqa: ARG001  # all examinations take it
    from rotativa.press.targets import NotEverywhere  # noqa: PLC0415  # settings come first
    from rotativa.press.targets.configured import target  # noqa: PLC0415  # settings come first

    try:
        refuse_missing_file()
        yield from progress()
        yield from failing()
        yield from shelf(target(), fix=fix)
    except (CannotRun, DatabaseError):
        return  # the database's own finding has said so
    except NotEverywhere as error:
        yield Finding("press", False, str(error))
    except OSError as error:
        what = f"{settings.PRINTED_ROOT} cannot be used: {error.strerror}."
        yield Finding("press", False, what, "Give it to this user.")


def progress() -> Iterator[Finding]:
    from rotativa.press.models import Printing  # noqa: PLC0415  # settings come first

    overview = Printing.objects.all().overview()
    if overview.no_room:
        advice = "Free some space, or let this user write there; printing goes on by itself."
        yield Finding("press", False, f"there is no room to print: {overview.no_room}.", advice)
    elif overview.waits_since and overview.stands_still(timezone.now()):
        pages = "page waits" if overview.stale == 1 else "pages wait"
        waits_since = timezone.localtime(overview.waits_since)
        yield Finding(
            "press",
            False,
            f"{overview.stale:,} {pages} since {waits_since:%Y-%m-%d %H:%M}, and nobody prints.",
            "Run rotativa serve, or its clock alone: rotativa serve --tick",
        )
    else:
        yield Finding("press", True, f"{overview.fresh:,} pages fresh, {overview.stale:,} stale.")


def failing() -> Iterator[Finding]:
    from rotativa.press.models import Printing  # noqa: PLC0415  # settings come first

    found = Printing.objects.failing().exclude(pk__in=Printing.objects.without_room().values("pk"))
    for printing in found.order_by("rank", "path")[:EXAMPLES]:
        yield Finding(
            "press",
            False,
            f"{printing.path} fails: {' '.join(printing.last_error.split())}",
            "See docs/run/printed-pages.md, and when it is mended run: "
            f"rotativa print {printing.path}",
        )
    more = found.count() - EXAMPLES
    if more > 0:
        yield Finding("press", False, f"{more:,} more pages fail.", "The desk lists them all.")


def shelf(target: "Target", *, fix: bool) -> Iterator[Finding]:
    """Each sheet is read, one after the other; what is wrong is counted and, if asked, repaired."""
    from rotativa.press.actions import (  # noqa: PLC0415  # settings come first
        Fault,
        knows_printed_pages,
        repair,
        wrong_sheets,
    )
    from rotativa.press.sheet import Damaged  # noqa: PLC0415  # settings come first

    counts: Counter[Fault] = Counter()
    examples: dict[Fault, list[WrongSheet]] = defaultdict(list)
    is_known = knows_printed_pages()
    damage = ""
    try:
        for wrong in wrong_sheets(target):
            counts[wrong.fault] += 1
            if len(examples[wrong.fault]) < EXAMPLES:
                examples[wrong.fault].append(wrong)
            if fix and is_known:
                repair(wrong, target, at=timezone.now())
    except Damaged as error:
        damage = str(error)
    for fault, count in counts.items():
        yield told(fault, count, examples[fault], is_fixed=fix and is_known, is_known=is_known)
    if damage:
        advice = "Delete the folder and print it anew: rotativa print --all"
        yield Finding("press", False, f"{settings.PRINTED_ROOT} cannot be listed. {damage}", advice)


def told(
    fault: "Fault", count: int, examples: "list[WrongSheet]", *, is_fixed: bool, is_known: bool
) -> Finding:
    paths = ", ".join(wrong.path for wrong in examples)
    and_more = " …" if count > len(examples) else ""
    files = "file" if count == 1 else "files"
    what = f"{count:,} printed {files} {FAULTS[fault]}: {paths}{and_more}"
    if is_fixed:
        done = "Deleted." if fault == "unknown" else "They wait to be printed again."
        return Finding("press", True, what, done)
    return Finding("press", False, what, FIX if is_known else EMPTY)
