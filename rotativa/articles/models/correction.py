"""A public note of what was changed in an article, and when."""

from typing import Self

from django.conf import settings
from django.db import models
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale, Revision

from rotativa.lib.append_only import AppendOnly, AppendOnlyQuerySet

MAX_TEXT = 2000


class CorrectionKind(models.TextChoices):
    CORRECTION = "correction", _("Correction")
    CLARIFICATION = "clarification", _("Clarification")
    UPDATE = "update", _("Update")


class CorrectionQuerySet(AppendOnlyQuerySet):
    def published_in(self, locale: Locale) -> Self:
        return self.filter(article__listed_in=locale)

    def latest_first(self) -> Self:
        return self.order_by("-at", "-pk")


class Correction(AppendOnly):
    """Of one article in its language, with what it said before and what it says since."""

    article = models.ForeignKey(
        "articles.Article", on_delete=models.CASCADE, related_name="corrections"
    )
    kind = models.CharField(max_length=15, choices=CorrectionKind.choices)
    text = models.TextField(max_length=MAX_TEXT)
    at = models.DateTimeField(db_index=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    from_revision = models.ForeignKey(
        Revision, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    to_revision = models.ForeignKey(
        Revision, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = CorrectionQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=CorrectionKind.values), name="correction_kind_is_known"
            ),
        ]

    def __str__(self) -> str:
        return Truncator(self.text).chars(80)
