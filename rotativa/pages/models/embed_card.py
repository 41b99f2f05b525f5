"""What is known of a film or post that is kept on another site."""

import re
from datetime import datetime, timedelta
from typing import Self
from urllib.parse import urlsplit

from django.db import models
from django.utils.translation import gettext_lazy as _

MAX_URL = 1000
# How long after each failed attempt the next one is made; after the last there is none.
PAUSES = (timedelta(minutes=2), timedelta(minutes=20), timedelta(hours=3), timedelta(hours=24))
HANDLE = re.compile(r"@?[\w.-]{1,60}")


class EmbedCardQuerySet(models.QuerySet["EmbedCard"]):
    def due(self, at: datetime) -> Self:
        """Those to be fetched now: never tried, left by a lost task, or to be tried again."""
        return self.filter(next_attempt_at__lte=at).order_by("next_attempt_at", "pk")

    def ready(self) -> Self:
        return self.filter(state=EmbedCard.State.READY)

    def for_urls(self, urls: list[str]) -> Self:
        return self.filter(url__in=urls).select_related("thumbnail")

    def claim(self, card: "EmbedCard", *, at: datetime) -> bool:
        """Say whether this caller is the one to fetch the card; the next may only after a pause."""
        pause = PAUSES[min(card.attempts, len(PAUSES) - 1)]
        claimed = self.filter(pk=card.pk, attempts=card.attempts, next_attempt_at__lte=at).update(
            attempts=card.attempts + 1,
            next_attempt_at=at + pause if card.attempts < len(PAUSES) else None,
        )
        return claimed == 1


class EmbedCard(models.Model):
    """One row per address. The row is the truth and the queue; tasks only wake it.

    `next_attempt_at` is empty when there is nothing more to do: the card is ready, or the last
    attempt was made.
    """

    class Kind(models.TextChoices):
        VIDEO = "video", _("video")
        SOCIAL = "social", _("post")
        OTHER = "other", _("other")

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        READY = "ready", _("ready")
        FAILED = "failed", _("failed")

    url = models.URLField(_("address"), max_length=MAX_URL, unique=True)
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.OTHER)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    requested_at = models.DateTimeField()
    next_attempt_at = models.DateTimeField(null=True, blank=True, db_index=True)
    last_error = models.TextField(blank=True)
    fetched_at = models.DateTimeField(null=True, blank=True)

    title = models.CharField(max_length=300, blank=True)
    author_name = models.CharField(max_length=200, blank=True)
    author_url = models.URLField(max_length=MAX_URL, blank=True)
    provider_name = models.CharField(max_length=200, blank=True)
    text = models.TextField(blank=True)
    text_language = models.CharField(max_length=35, blank=True)
    thumbnail = models.ForeignKey(
        "media.Picture", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    width = models.PositiveIntegerField(null=True, blank=True)
    height = models.PositiveIntegerField(null=True, blank=True)
    duration = models.PositiveIntegerField(null=True, blank=True)

    objects = EmbedCardQuerySet.as_manager()

    class Meta:
        verbose_name = _("card of another site")
        verbose_name_plural = _("cards of other sites")

    def __str__(self) -> str:
        return self.title or self.url

    @property
    def handle(self) -> str:
        """`@name`, when the author's address ends with one."""
        name = urlsplit(self.author_url).path.rstrip("/").rpartition("/")[2]
        return f"@{name.removeprefix('@')}" if HANDLE.fullmatch(name) else ""

    @property
    def length(self) -> str:
        """`1:12` or `1:02:03`."""
        if not self.duration:
            return ""
        hours, rest = divmod(self.duration, 3600)
        minutes, seconds = divmod(rest, 60)
        return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"
