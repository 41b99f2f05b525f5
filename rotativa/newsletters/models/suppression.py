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

    def hold(self, address: str) -> bool:
        return self.of(address).exists()


class Suppression(models.Model):
    class Reason(models.TextChoices):
        BOUNCED = "bounced", _("Mail to it comes back")
        COMPLAINED = "complained", _("Complained of mail")
        ASKED = "asked", _("Asked for no mail ever again")
        PAPER = "paper", _("Stopped by the paper")
        """Nobody knows that whoever reads there wished it."""

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
