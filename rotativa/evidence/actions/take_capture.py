"""Taking the copy that a row asks for."""

import logging
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_noop as _

from rotativa.evidence.capture.configured import configured_means
from rotativa.evidence.capture.errors import CannotCapture
from rotativa.evidence.capture.record import RECORD, Taken, read_record
from rotativa.evidence.capture.take import Means, take_copy
from rotativa.evidence.models import Capture
from rotativa.evidence.models.capture import MOST_ATTEMPTS, PAUSES, Status
from rotativa.evidence.signals import captured

logger = logging.getLogger(__name__)


def take_capture(capture: Capture, *, at: datetime, means: Means | None = None) -> Capture:
    """Take it, unless another worker is at it. May be killed at any moment: it is taken again then.

    What cannot be had now is tried again after growing pauses; what the site refuses is not.
    """
    lease = Capture.objects.claim(capture, at=at)
    if not lease:
        return capture
    capture.refresh_from_db()
    if capture.attempts > MOST_ATTEMPTS:
        stopped = CannotCapture(_("The machine was stopped each time it took the copy."))
        return fail(capture, lease, why=stopped)
    source = capture.source
    try:
        taken = copy_of(source.url, capture.path, means=means or means_for(source.language))
    except CannotCapture as error:
        return note_failure(capture, lease, error, at=at)
    except Exception:  # what a page may hold has no end, and a row must not stay WORKING for it
        logger.exception("The copy of %s has failed", source.url)
        failed = CannotCapture(_("The copy failed by a fault of this program; its log says more."))
        return note_failure(capture, lease, failed, at=at)
    return note_taken(capture, lease, taken, at=at)


def means_for(language: str) -> Means:
    return configured_means(language=language or settings.LANGUAGE_CODE)


def copy_of(url: str, folder: Path, *, means: Means) -> Taken:
    """The copy in the folder: it may be there since an attempt that was killed before it told so."""
    if not (folder / RECORD).is_file():
        return take_copy(url, folder, means=means)
    return read_record(folder)


def note_taken(capture: Capture, lease: str, taken: Taken, *, at: datetime) -> Capture:
    said = what_is_said(taken)
    status = Status.DOUBTFUL if taken.doubts else Status.TAKEN
    with transaction.atomic():
        won = Capture.objects.under(lease).update(
            **said,
            status=status,
            leased_until=None,
            next_attempt_at=None,
            last_error="",
            stamps_due_at=at,
        )
        if won and status == Status.TAKEN:
            captured.send(sender=Capture, source_id=capture.source_id)
    capture.refresh_from_db()
    return capture


def what_is_said(taken: Taken) -> dict[str, Any]:
    return {
        "how": taken.how,
        "sha256": taken.sha256,
        "size": taken.size,
        "taken_at": taken.taken_at,
        "doubts": [{"reason": each.reason, "detail": each.detail} for each in taken.doubts],
    }


def note_failure(capture: Capture, lease: str, error: CannotCapture, *, at: datetime) -> Capture:
    logger.info("No copy of %s: %s", capture.source.url, error)
    if not error.may_pass or capture.attempts >= MOST_ATTEMPTS:
        return fail(capture, lease, why=error)
    pause: timedelta = PAUSES[capture.attempts - 1]
    return end(
        capture, lease, status=Status.QUEUED, next_attempt_at=at + pause, last_error=error.kept()
    )


def fail(capture: Capture, lease: str, *, why: CannotCapture) -> Capture:
    return end(capture, lease, status=Status.FAILED, next_attempt_at=None, last_error=why.kept())


def end(capture: Capture, lease: str, **fields: Any) -> Capture:
    Capture.objects.under(lease).update(leased_until=None, **fields)
    capture.refresh_from_db()
    return capture
