"""Having a copy stamped with the time, by each authority that the settings name."""

from collections.abc import Callable, Iterator
from datetime import datetime

from django.db import transaction

from rotativa.evidence.capture.configured import configured_stamps
from rotativa.evidence.models import Capture, Stamp
from rotativa.evidence.signals import captured
from rotativa.evidence.stamps.asking import Asked

Authorities = Callable[..., Iterator[Asked]]


def ask_stamps(
    capture: Capture, *, at: datetime, authorities: Authorities = configured_stamps
) -> Capture:
    """Unless another worker is at it. Who gives none is asked again after growing pauses."""
    if not Capture.objects.claim_stamps(capture, at=at):
        return capture
    good = set(capture.stamps.good().values_list("authority", flat=True))
    lacking = False
    for asked in authorities(capture.sha256, without=good):
        keep_stamp(capture, asked, at=at)
        lacking = lacking or asked.stamp is None
    if not lacking:
        Capture.objects.filter(pk=capture.pk).update(stamps_due_at=None)
    capture.refresh_from_db()
    return capture


@transaction.atomic
def keep_stamp(capture: Capture, asked: Asked, *, at: datetime) -> Stamp:
    said = asked.stamp
    stamp, _is_new = Stamp.objects.update_or_create(
        capture=capture,
        authority=asked.authority,
        defaults={
            "token": asked.token,
            "root": said.root if said else b"",
            "at": said.at if said else None,
            "is_verified": said is not None,
            "fault": asked.fault,
            "asked_at": at,
        },
    )
    if said:  # whoever has approved the copy meanwhile shows it without this stamp
        captured.send(sender=Capture, source_id=capture.source_id)
    return stamp
