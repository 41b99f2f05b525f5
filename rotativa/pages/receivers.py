"""News that pages listens to."""

import json
from datetime import datetime
from typing import Any

from django.db.models.signals import post_save
from django.dispatch import receiver
from django.utils import timezone
from wagtail.models import Revision

from rotativa.lib.clock import minute
from rotativa.media.actions import request_renditions
from rotativa.pages.actions import request_cards
from rotativa.pages.blocks.embeds import embed_urls
from rotativa.pages.models import EmbedCard, Paper
from rotativa.pages.tasks import wake

AT_ONCE = 50


@receiver(post_save, sender=Revision)
def revision_saved(instance: Revision, **_kwargs: Any) -> None:
    """Ask for cards at the first draft, so that the preview has them and the editor sees them."""
    body = instance.content.get("body")
    if isinstance(body, str):
        body = json.loads(body)
    if urls := embed_urls(body or []):
        wake(request_cards(urls, at=timezone.now()))


@receiver(post_save, sender=Paper)
def paper_saved(instance: Paper, **_kwargs: Any) -> None:
    """The picture of its name stands on every page."""
    if instance.wordmark_id is not None:
        request_renditions([instance.wordmark_id], at=timezone.now())


@receiver(minute)
def minute_passed(at: datetime, **_kwargs: Any) -> None:
    wake(EmbedCard.objects.due(at)[:AT_ONCE])
