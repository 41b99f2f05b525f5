"""Addresses that get nothing any more, known by a keyed hash that outlives their rows."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from rotativa.newsletters.addresses import digests_of


class SuppressionQuerySet(models.QuerySet["Suppression"]):
    def of(self, address: str) -> Self:
        """By whichever key it was suppressed: without the address a digest cannot be made anew."""
        return self.filter(digest__in=digests_of(address))

    def bounced(self) -> Self:
        """Whoever reads there has not said that they want no mail."""
        return self.filter(reason=Suppression.Reason.BOUNCED)

    def less_grave_than(self, why: "Suppression.Reason") -> Self:
        return self.filter(
            reason__in=[each for each in Suppression.Reason if why.is_graver_than(each)]
        )

    def hold(self, address: str) -> bool:
        return self.of(address).exists()


class Suppression(models.Model):
    class Reason(models.TextChoices):
        BOUNCED = "bounced", _("Mail to it comes back")
        COMPLAINED = "complained", _("Complained of mail")
        ASKED = "asked", _("Asked for no mail ever again")
        PAPER = "paper", _("Stopped by the paper")
        """Nobody knows that whoever reads there wished it."""

        def is_graver_than(self, other: str) -> bool:
            """What readers have said themselves goes before what we did, and that before a mailbox that is gone."""
            return gravity(self) > gravity(other)

    digest = models.CharField(max_length=64, unique=True)
    reason = models.CharField(_("reason"), max_length=12, choices=Reason.choices)
    since = models.DateTimeField(_("since"))

    objects = SuppressionQuerySet.as_manager()

    class Meta:
        verbose_name = _("suppressed address")
        verbose_name_plural = _("suppressed addresses")

    def __str__(self) -> str:
        return self.digest[:12]

    @property
    def has_bounced(self) -> bool:
        return self.reason == self.Reason.BOUNCED


def gravity(why: str) -> int:
    lesser = (Suppression.Reason.BOUNCED, Suppression.Reason.PAPER)
    return lesser.index(Suppression.Reason(why)) if why in lesser else len(lesser)
