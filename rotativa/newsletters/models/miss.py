"""A number that did not come out by itself when it should have: readers wait, and nobody did it."""

from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from rotativa.newsletters.models.issue import REMINDED
from rotativa.newsletters.models.newsletter import Newsletter
from rotativa.newsletters.periods import in_words
from rotativa.newsletters.rules import Going
from rotativa.pages import languages

PATIENCE = timedelta(minutes=10)
"""What fails for so long is no hitch of a minute: editors are told."""


class Kind(models.TextChoices):
    PLANNING = "planning", _("the clock cannot tell when it is due")
    COMPOSING = "composing", _("it could not be composed")
    SENDING = "sending", _("it could not be sent")
    WITHDRAWN = "withdrawn", _("all that it told was withdrawn")
    LATE = "late", _("the clock did not run at its hour, nor for long after it")


FINAL = (Kind.WITHDRAWN, Kind.LATE)
"""What the next minute does not mend."""


class MissQuerySet(models.QuerySet["Miss"]):
    def of(self, newsletter: Newsletter, *, language: str, period: str) -> Self:
        return self.filter(newsletter=newsletter, language=language, period=period)

    def lately(self, at: datetime) -> Self:
        """Of newsletters that still come out by themselves, or wait for an editor to send them."""
        rows = self.filter(latest_at__gt=at - REMINDED).exclude(newsletter__going=Going.OFF)
        return rows.select_related("newsletter").order_by("-began_at", "pk")

    def forgotten(self, at: datetime) -> Self:
        """Of which nobody is reminded any more."""
        return self.filter(latest_at__lte=at - REMINDED)

    def untold(self, at: datetime) -> Self:
        """Of which editors are to be told by mail."""
        is_long, is_over = models.Q(began_at__lte=at - PATIENCE), models.Q(kind__in=FINAL)
        return self.filter(is_long | is_over, told_at=None)

    def forget(self, newsletter: Newsletter, *, language: str = "", period: str = "") -> None:
        """It is there, or need not be. Asked each minute, so that nothing is written for nothing."""
        found = self.of(newsletter, language=language, period=period)
        if found.exists():
            found.delete()


class Miss(models.Model):
    newsletter = models.ForeignKey(Newsletter, on_delete=models.CASCADE, related_name="misses")
    language = models.CharField(max_length=20, blank=True)
    """Empty, as the period, where it is nothing of one number."""
    period = models.CharField(max_length=20, blank=True)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    last_error = models.TextField(blank=True)
    """For whoever keeps the site, as the program says it."""
    began_at = models.DateTimeField()
    latest_at = models.DateTimeField()
    """When it failed the latest time."""
    told_at = models.DateTimeField(null=True)

    objects = MissQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["newsletter", "language", "period"], name="one_miss_a_number"
            ),
        ]

    def __str__(self) -> str:
        return " ".join(each for each in (self.newsletter.slug, self.language, self.period) if each)

    @property
    def number(self) -> str:
        return in_words(self.period)

    @property
    def language_name(self) -> str:
        return languages.name_of(self.language)
