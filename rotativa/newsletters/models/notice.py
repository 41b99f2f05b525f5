"""What an editor is to be told by mail: one editor, and one thing that no person did."""

from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Q

from rotativa.newsletters.models.issue import Issue
from rotativa.newsletters.models.miss import Miss
from rotativa.people.models import User

AGAIN_AFTER = timedelta(minutes=15)
"""Longer than a mail server that hangs is waited for."""
TRIED_FOR = timedelta(days=1)
"""What the mail server did not take for so long is not tried any more; the desk reminds of it."""


class NoticeQuerySet(models.QuerySet["Notice"]):
    def due(self, at: datetime) -> Self:
        return self.filter(due_at__lte=at).order_by("pk")

    def late(self, at: datetime) -> Self:
        return self.filter(noted_at__lte=at - TRIED_FOR)

    def take(self, pk: int, *, at: datetime) -> "Notice | None":
        """For whoever tries it now; nobody else does meanwhile."""
        if not self.due(at).filter(pk=pk).update(due_at=at + AGAIN_AFTER):
            return None
        return self.select_related("editor", "issue__newsletter", "miss__newsletter").get(pk=pk)


class Notice(models.Model):
    editor = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    issue = models.ForeignKey(Issue, null=True, on_delete=models.CASCADE, related_name="+")
    """One that has stopped, or of which much comes back."""
    miss = models.ForeignKey(Miss, null=True, on_delete=models.CASCADE, related_name="+")
    noted_at = models.DateTimeField()
    due_at = models.DateTimeField(db_index=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["editor", "issue"], name="one_notice_of_an_issue"),
            models.UniqueConstraint(fields=["editor", "miss"], name="one_notice_of_a_miss"),
            models.CheckConstraint(
                condition=Q(issue=None, miss__isnull=False) | Q(issue__isnull=False, miss=None),
                name="notice_is_of_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.editor_id}: {self.issue or self.miss}"
