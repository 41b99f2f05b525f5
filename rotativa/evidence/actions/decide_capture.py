"""What persons decide of a copy: whether it is relied on, and whether readers may see it."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from rotativa.evidence.models import Capture
from rotativa.evidence.models.capture import LYING, Status, Visibility
from rotativa.evidence.signals import captured
from rotativa.people.models import User


class CannotDecide(Exception):
    """Another person was quicker, or there is nothing to decide; fit to be shown."""


@transaction.atomic
def approve_capture(capture: Capture, *, by: User, at: datetime) -> Capture:
    """A person has looked at it, and relies on it; raises `CannotDecide`."""
    return _decide(capture, Status.TAKEN, by=by, at=at)


@transaction.atomic
def refuse_capture(capture: Capture, *, by: User, at: datetime) -> Capture:
    """It shows something else than the source; raises `CannotDecide`."""
    return _decide(capture, Status.REFUSED, by=by, at=at)


def _decide(capture: Capture, status: Status, *, by: User, at: datetime) -> Capture:
    doubtful = Capture.objects.filter(pk=capture.pk, status=Status.DOUBTFUL)
    if not doubtful.update(status=status, approved_by=by, decided_at=at):
        raise CannotDecide(_("Somebody has decided about this copy already."))
    return _told(capture)


@transaction.atomic
def withdraw_capture(
    capture: Capture,
    *,
    because: str,
    by: User,
    at: datetime,
    visibility: Visibility = Visibility.WITHDRAWN,
) -> Capture:
    """Readers see its content no more, only hash, date and stamps; raises `CannotDecide`."""
    shown = Capture.objects.filter(pk=capture.pk, status__in=LYING, visibility=Visibility.PUBLIC)
    if not shown.update(
        visibility=visibility, withdrawn_because=because, withdrawn_by=by, withdrawn_at=at
    ):
        raise CannotDecide(_("This copy is hidden from readers already."))
    return _told(capture)


def _told(capture: Capture) -> Capture:
    captured.send(sender=Capture, source_id=capture.source_id)
    capture.refresh_from_db()
    return capture
