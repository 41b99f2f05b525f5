"""What became of a subscription, step by step: the proof that it was asked for, and how it ended."""

from datetime import datetime
from typing import Any, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from rotativa.newsletters.models.subscriber import Subscriber
from rotativa.newsletters.models.suppression import Suppression

LONGEST_WORDS = 1_000


class Deed(models.TextChoices):
    ASKED = "asked", _("Asked for it")
    CONFIRMED = "confirmed", _("Confirmed the address")
    CHOSE = "chose", _("Changed the choices")
    PAUSED = "paused", _("Paused")
    LEFT = "left", _("Left")
    MOVED = "moved", _("Went along to another address")
    IMPORTED = "imported", _("Brought in from a file")
    SUPPRESSED = "suppressed", _("Gets no mail any more")
    LIFTED = "lifted", _("May get mail again")
    AGREED = "agreed", _("Agreed to the counting of clicks")
    WITHDREW = "withdrew", _("Took that back")
    NO_LINKS = "no-links", _("Wants no link that others ask for")


class StepQuerySet(models.QuerySet["Step"]):
    def in_order(self) -> Self:
        return self.order_by("at", "pk")

    def note(
        self,
        subscriber: Subscriber,
        deed: Deed,
        *,
        at: datetime,
        words: str = "",
        seen_from: str | None = None,
    ) -> "Step":
        return self.create(
            subscriber=subscriber,
            deed=deed,
            at=at,
            words=words[:LONGEST_WORDS],
            seen_from=seen_from or None,
        )


class Step(models.Model):
    """Only ever added to; goes with its subscriber."""

    subscriber = models.ForeignKey(Subscriber, on_delete=models.CASCADE, related_name="steps")
    at = models.DateTimeField(_("when"))
    deed = models.CharField(_("what"), max_length=10, choices=Deed.choices)
    words = models.TextField(_("words"), blank=True)
    """What stood beside the button, or which newsletters and languages were chosen."""
    seen_from = models.GenericIPAddressField(_("from"), null=True, blank=True)

    objects = StepQuerySet.as_manager()

    class Meta:
        verbose_name = _("step of a subscription")
        verbose_name_plural = _("steps of a subscription")

    def __str__(self) -> str:
        return f"{self.subscriber_id}: {self.deed}"

    @property
    def shown_words(self) -> str:
        """As the desk has them: a reason in its language."""
        reasons = dict(Suppression.Reason.choices) if self.deed == Deed.SUPPRESSED else {}
        return str(reasons.get(self.words, self.words))

    def told(self) -> dict[str, Any]:
        return {"at": self.at, "deed": self.deed, "words": self.words, "from": self.seen_from}
