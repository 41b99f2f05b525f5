"""What is known of readers besides their account."""

from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from rotativa.people.models import User


class LeavingQuerySet(models.QuerySet["Leaving"]):
    def due(self, at: datetime) -> "LeavingQuerySet":
        return self.filter(due_at__lte=at)


class Leaving(models.Model):
    """A reader's wish that the account be deleted; until it is due, they may stay after all."""

    reader = models.OneToOneField(User, on_delete=models.CASCADE, related_name="leaving")
    keeps_words = models.BooleanField(_("what they wrote stays"))
    asked_at = models.DateTimeField(_("asked"))
    due_at = models.DateTimeField(_("due"), db_index=True)

    objects = LeavingQuerySet.as_manager()

    class Meta:
        verbose_name = _("deletion of an account")
        verbose_name_plural = _("deletions of accounts")

    def __str__(self) -> str:
        return f"{self.reader_id}: {self.due_at:%Y-%m-%d %H:%M}"
