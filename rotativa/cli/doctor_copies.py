"""What `rotativa doctor` says of copies of sources, and how it replaces those that are lost."""

import shutil
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import DatabaseError
from django.utils import timezone

from rotativa.cli.findings import Finding
from rotativa.cli.prepare import refuse_missing_file
from rotativa.cli.site import CannotRun
from rotativa.lib.config import Config

if TYPE_CHECKING:
    from rotativa.evidence.models import Capture

EXAMPLES = 5
FAULTS = {
    "missing": ("has not all of its files", "have not all of their files"),
    "damaged": ("is not what was put there", "are not what was put there"),
}
BACKUP = (
    "Put the backup of its folder back. For another copy of a source that has no whole one, run: "
    "rotativa doctor --fix"
)


def copies(config: Config, *, fix: bool) -> Iterator[Finding]:
    try:
        refuse_missing_file()
        yield from no_room(config)
        yield from waiting()
        yield from faulty(fix=fix)
    except (CannotRun, DatabaseError):
        return  # the database's own finding has said so
    except OSError as error:
        what = f"{settings.CAPTURES_ROOT} cannot be read: {error.strerror}."
        yield Finding("copies", False, what, "Give it to this user.")


def no_room(config: Config) -> Iterator[Finding]:
    from rotativa.evidence.capture.bounds import BOUNDS, MB  # noqa: PLC0415  # settings come first

    root = Path(settings.CAPTURES_ROOT)
    free = shutil.disk_usage(root if root.is_dir() else config.site).free
    if free < BOUNDS.free_bytes:
        what = f"none are taken: less than {BOUNDS.free_bytes // MB:,} MB is free for them."
        yield Finding("copies", False, what, "Free some space.")


def waiting() -> Iterator[Finding]:
    from rotativa.evidence.models import Capture  # noqa: PLC0415  # settings come first

    count = Capture.objects.overdue(timezone.now()).count()
    if count:
        waits = "waits" if count == 1 else "wait"
        what = f"{count:,} {waits} for more than an hour, and nobody takes copies."
        advice = "Run rotativa serve, or what is missing of it: its worker or its clock."
        yield Finding("copies", False, what, advice)


def faulty(*, fix: bool) -> Iterator[Finding]:
    from rotativa.evidence.actions import (  # noqa: PLC0415  # settings come first
        checked_copies,
        replace_copies,
    )

    count, whole, faults = 0, set(), defaultdict(list)
    for checked in checked_copies():
        count += 1
        if checked.fault:
            faults[checked.fault].append(checked.capture)
        else:
            whole.add(checked.capture.source_id)
    lacking = {each.source_id for found in faults.values() for each in found} - whole
    if fix:
        replace_copies(sorted(lacking), at=timezone.now())
    for fault, found in faults.items():
        yield told(fault, found, is_fixed=fix)
    if not faults:
        yield Finding("copies", True, f"{count:,} lie there as they were made.")


def told(fault: str, found: "list[Capture]", *, is_fixed: bool) -> Finding:
    names = ", ".join(f"{each.source.name} ({each.path})" for each in found[:EXAMPLES])
    and_more = " …" if len(found) > EXAMPLES else ""
    one, many = FAULTS[fault]
    what = f"{len(found):,} {one if len(found) == 1 else many}: {names}{and_more}"
    advice = "Another is taken of each source that has no whole one." if is_fixed else BACKUP
    return Finding("copies", is_fixed, what, advice)
