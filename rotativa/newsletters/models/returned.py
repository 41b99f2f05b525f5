"""What came back of a letter: a bounce, or a complaint."""

from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from rotativa.newsletters.models.delivery import Delivery, State
from rotativa.newsletters.models.step import Deed, Step

COUNTED_FOR = timedelta(days=30)
"""So long a soft return speaks against an address."""
LONGEST_WORDS = 300


class Kind(models.TextChoices):
    HARD = "hard", _("There is no such mailbox")
    SOFT = "soft", _("Could not be delivered")
    SENDER = "sender", _("Refused because of the sender or the letter")
    """Nothing is said of the address: it counts for the issue, and never against its reader."""
    COMPLAINT = "complaint", _("Called unwanted by its reader")


class ReturnQuerySet(models.QuerySet["Return"]):
    def soft_lately(self, delivery: Delivery, *, at: datetime) -> Self:
        """Of letters to the same reader up to this one, after the latest that has arrived, and since the
        address was lifted; of none who is gone. Later letters may still be on their way back."""
        if delivery.subscriber_id is None:
            return self.none()
        mine = Delivery.objects.filter(subscriber=delivery.subscriber_id, pk__lte=delivery.pk)
        arrived = mine.filter(state=State.SENT, returns=None).order_by("-pk")
        latest = arrived.values_list("pk", flat=True).first() or 0
        lifted = Step.objects.filter(subscriber=delivery.subscriber_id, deed=Deed.LIFTED)
        lifted_at = lifted.order_by("-at").values_list("at", flat=True).first()
        since = at - COUNTED_FOR
        soft = self.filter(kind=Kind.SOFT, at__gt=max(since, lifted_at or since))
        return soft.filter(delivery__in=mine.filter(pk__gt=latest))


class Return(models.Model):
    delivery = models.ForeignKey(
        Delivery, on_delete=models.CASCADE, related_name="returns", db_index=False
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    words = models.CharField(_("what was said"), max_length=LONGEST_WORDS, blank=True)
    at = models.DateTimeField(_("when"))

    objects = ReturnQuerySet.as_manager()

    class Meta:
        verbose_name = _("returned letter")
        verbose_name_plural = _("returned letters")
        constraints = [
            models.UniqueConstraint(fields=["delivery", "kind"], name="returned_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.words}"
