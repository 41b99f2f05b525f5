"""How many comments readers find under an article, counted as they come and go."""

from uuid import UUID

from django.db import models
from django.db.models import F, Sum
from django.utils.translation import gettext_lazy as _

from rotativa.pages.keys import is_crowd


class ThreadCountQuerySet(models.QuerySet["ThreadCount"]):
    def shown(self, thread: UUID, *, language: str = "") -> int:
        rows = self.filter(thread=thread)
        if language:
            rows = rows.filter(language=language)
        return rows.aggregate(all=Sum("approved"))["all"] or 0

    def add(self, thread: UUID, language: str, number: int) -> None:
        """Safe for many at once; belongs inside the transaction of the change."""
        if not number:
            return
        self.get_or_create(thread=thread, language=language)
        told = {} if is_crowd() else {"is_told": False}
        self.filter(thread=thread, language=language).update(
            approved=F("approved") + number, **told
        )


class ThreadCount(models.Model):
    thread = models.UUIDField(_("thread"))
    language = models.CharField(_("language"), max_length=20)
    approved = models.IntegerField(_("approved"), default=0)
    is_told = models.BooleanField(default=True)
    """Whether lists, which show it beside the headline, have been told of the latest number."""

    objects = ThreadCountQuerySet.as_manager()

    class Meta:
        verbose_name = _("number of comments")
        verbose_name_plural = _("numbers of comments")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["thread", "language"], name="one_count_per_language"),
        ]
        indexes = [
            models.Index(fields=["id"], name="count_untold", condition=models.Q(is_told=False)),
        ]

    def __str__(self) -> str:
        return f"{self.thread} {self.language}: {self.approved}"
