"""Who wishes to be told of answers, and of which they have not been told yet."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from rotativa.comments.models.comment import Comment
from rotativa.people.models import User


class AnswerWish(models.Model):
    """A reader's wish for mails. There is none as long as they have not said so."""

    reader = models.OneToOneField(User, on_delete=models.CASCADE, related_name="+")
    is_wanted = models.BooleanField(_("mails about answers"), default=False)
    mailed_at = models.DateTimeField(_("mailed"), null=True)

    class Meta:
        verbose_name = _("wish for mails about answers")
        verbose_name_plural = _("wishes for mails about answers")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.reader_id}: {self.is_wanted}"


class Answer(models.Model):
    """A comment of which its reader is to be told: the row is the queue."""

    reader = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    comment = models.OneToOneField(Comment, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(_("appeared"), db_index=True)

    class Meta:
        verbose_name = _("answer to be told")
        verbose_name_plural = _("answers to be told")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.reader_id}: {self.comment_id}"
