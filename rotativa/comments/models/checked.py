"""What a service was told of a comment when it was asked, so that it can be told when it was wrong."""

from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from rotativa.comments.models.comment import Comment

MOST_ATTEMPTS = 5
LONGEST_PAGE = 1000
"""Of an address in letters that take nine signs each it is the beginning."""


class CheckedQuerySet(models.QuerySet["Checked"]):
    def due(self, at: datetime) -> "CheckedQuerySet":
        return self.filter(tell_at__lte=at, attempts__lt=MOST_ATTEMPTS)

    def claim(self, pk: int, *, at: datetime, until: datetime) -> bool:
        """Say whether this caller is the one to tell the service now."""
        found = self.due(at).filter(pk=pk)
        return bool(found.update(tell_at=until, attempts=F("attempts") + 1))


class Checked(models.Model):
    """A row is there for some weeks only, and for comments of which a service was asked."""

    comment = models.OneToOneField(Comment, on_delete=models.CASCADE, related_name="+")
    is_spam = models.BooleanField()
    """For what the service holds it: as it said, or as it was told since."""
    visitor = models.CharField(max_length=64)
    browser = models.CharField(max_length=500, blank=True)
    page = models.CharField(max_length=LONGEST_PAGE, blank=True)
    at = models.DateTimeField(db_index=True)
    tell_at = models.DateTimeField(null=True)
    """When it is to be told that moderators see it otherwise; empty where they do not."""
    attempts = models.PositiveSmallIntegerField(default=0)

    objects = CheckedQuerySet.as_manager()

    class Meta:
        verbose_name = _("comment of which a service was asked")
        verbose_name_plural = _("comments of which a service was asked")
        default_permissions = ()
        indexes = [
            models.Index(
                fields=["tell_at"], name="checked_to_tell", condition=Q(tell_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.comment_id}: {self.is_spam}"
