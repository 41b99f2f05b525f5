from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django.utils import timezone

from rotativa.lib.clock import minute
from rotativa.media.actions import find_lost_requests, request_again
from rotativa.media.lasting import let_go
from rotativa.media.models import Picture
from rotativa.media.signals import renditions_requested
from rotativa.media.tasks import make_renditions


@receiver(renditions_requested)
def wake_the_worker(picture_ids: list[int], **_: Any) -> None:
    for each in picture_ids:
        transaction.on_commit(partial(make_renditions.enqueue, each))


@receiver(minute)
def look_for_lost_requests(at: datetime, **_: Any) -> None:
    find_lost_requests(at=at)


@receiver(post_save, sender=Picture)
def follow_changes(instance: Picture, raw: bool, **_: Any) -> None:
    if not raw:
        request_again(instance, at=timezone.now())


@receiver(post_delete, sender=Picture)
def forget_kept_files(instance: Picture, **_: Any) -> None:
    transaction.on_commit(partial(let_go, instance.pk))
