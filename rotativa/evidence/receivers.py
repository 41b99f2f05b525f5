"""News that evidence listens to."""

from datetime import datetime
from typing import Any

from django.db.models.signals import post_save
from django.dispatch import receiver
from django.utils import timezone

from rotativa.evidence.actions import plan_checks, request_captures
from rotativa.evidence.models import Capture, Source
from rotativa.evidence.signals import captured, cited
from rotativa.evidence.tasks import (
    check_sources,
    remove_left_copies,
    wake,
    wake_captures,
    wake_stamps,
)
from rotativa.lib.clock import minute

AT_ONCE = 50
TIDIED = 3
"""The hour of the day, by universal time, at whose beginning what is left lying is removed."""


@receiver(post_save, sender=Source)
def source_saved(instance: Source, created: bool, **_kwargs: Any) -> None:
    if created and instance.next_attempt_at:
        wake([instance])


@receiver(minute)
def minute_passed(at: datetime, **_kwargs: Any) -> None:
    wake(Source.objects.due(at)[:AT_ONCE])
    wake_captures(Capture.objects.due(at)[:AT_ONCE])
    wake_stamps(Capture.objects.stamps_due(at)[:AT_ONCE])
    plan_checks(at=at)
    if Source.objects.checks_due(at).exists():
        check_sources.enqueue()
    if at.hour == TIDIED and at.minute < 5:  # a minute may be missed
        remove_left_copies.enqueue()


@receiver(cited)
def sources_cited(source_ids: list[int], **_kwargs: Any) -> None:
    wake_captures(request_captures(source_ids, at=timezone.now())[:AT_ONCE])


@receiver(captured)
def compare_with_new_copy(source_id: int, **_kwargs: Any) -> None:
    """What is told to have changed is compared with the newest copy from now on."""
    Source.objects.bad().filter(pk=source_id).update(next_check_at=timezone.now())
