"""What readers tell of a comment that somebody should look at."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from rotativa.comments.models.comment import Comment
from rotativa.comments.rules import PEOPLES
from rotativa.people.models import User


class Report(models.Model):
    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="reports")
    reader = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    reason = models.CharField(
        _("reason"), max_length=20, choices=[(each.value, each.label) for each in PEOPLES]
    )
    words = models.CharField(_("in their words"), max_length=500, blank=True)
    at = models.DateTimeField(_("when"))
    is_open = models.BooleanField(_("open"), default=True)

    class Meta:
        verbose_name = _("report of a comment")
        verbose_name_plural = _("reports of comments")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["comment", "reader"], name="reports_a_comment_once"),
        ]

    def __str__(self) -> str:
        return f"{self.comment_id}: {self.reason}"
