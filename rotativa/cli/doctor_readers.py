"""What `rotativa doctor` says of accounts that their readers have asked to have deleted."""

from collections.abc import Iterator
from datetime import timedelta

from django.db import DatabaseError
from django.utils import timezone

from rotativa.cli.findings import Finding
from rotativa.cli.prepare import refuse_missing_file
from rotativa.cli.site import CannotRun
from rotativa.lib.config import Config

PATIENCE = timedelta(hours=1)
"""The clock looks each minute; what is late by more was tried, or nobody tries."""


def readers(config: Config) -> Iterator[Finding]:  # noqa: ARG001  # all examinations take it
    """A promise with a date, and the law's: nobody should have to ask why an account is still there."""
    from rotativa.readers.actions.leave import GRACE  # noqa: PLC0415  # settings come first
    from rotativa.readers.models import Leaving  # noqa: PLC0415  # settings come first

    try:
        refuse_missing_file()
        asked_before = timezone.now() - GRACE - PATIENCE  # `due_at` moves with each attempt
        late = Leaving.objects.filter(asked_at__lt=asked_before).count()
    except (CannotRun, DatabaseError):
        return  # the database's own finding has said so
    if late:
        what = f"{late:,} account{'' if late == 1 else 's'} should be deleted by now."
        advice = (
            "Is `rotativa serve clock` running? If so, its log says why they could not be deleted."
        )
        yield Finding("readers", False, what, advice)
        return
    yield Finding("readers", True, "whoever asked to leave has left in time.")
