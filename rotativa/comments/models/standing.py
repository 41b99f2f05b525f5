"""How a reader stands with the paper: trusted, new, banned."""

from datetime import UTC, datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from rotativa.comments.rules import TRUSTED_AFTER, Reason
from rotativa.people.models import User

FOR_GOOD = datetime(9999, 1, 1, tzinfo=UTC)
"""Until then somebody is banned who is banned without a term."""
LEAST_HISTORY = 5
"""Decided comments, before which nothing follows from how many were rejected."""


class Standing(models.Model):
    reader = models.OneToOneField(User, on_delete=models.CASCADE, related_name="+")
    approved = models.PositiveIntegerField(_("approved"), default=0)
    rejected = models.PositiveIntegerField(_("rejected"), default=0)
    banned_until = models.DateTimeField(_("banned until"), null=True)
    ban_reason = models.CharField(_("reason"), max_length=20, choices=Reason.choices, blank=True)

    class Meta:
        verbose_name = _("standing of a reader")
        verbose_name_plural = _("standings of readers")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.reader_id}: {self.approved}/{self.rejected}"

    @property
    def is_trusted(self) -> bool:
        return self.approved - TRUSTED_AFTER * self.rejected >= TRUSTED_AFTER

    @property
    def is_often_rejected(self) -> bool:
        decided = self.approved + self.rejected
        return decided >= LEAST_HISTORY and self.rejected * 3 >= decided

    @property
    def is_banned_for_good(self) -> bool:
        return self.banned_until is not None and self.banned_until.year == FOR_GOOD.year

    def is_banned(self, *, at: datetime) -> bool:
        return self.banned_until is not None and at < self.banned_until
