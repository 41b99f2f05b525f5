"""News that evidence listens to."""

from datetime import datetime
from typing import Any

from django.db.models.signals import post_save
from django.dispatch import receiver

from rotativa.evidence.models import Source
from rotativa.evidence.tasks import wake
from rotativa.lib.clock import minute

AT_ONCE = 50


@receiver(post_save, sender=Source)
def source_saved(instance: Source, created: bool, **_kwargs: Any) -> None:
    if created and instance.next_attempt_at:
        wake([instance])


@receiver(minute)
def minute_passed(at: datetime, **_kwargs: Any) -> None:
    wake(Source.objects.due(at)[:AT_ONCE])
