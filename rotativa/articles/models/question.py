from datetime import date
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, PageChooserPanel
from wagtail.models import Locale, Orderable, TranslatableMixin


class QuestionQuerySet(models.QuerySet["Question"]):
    def published(self) -> Self:
        return self.exclude(article__listed_in=None)

    def in_locale(self, locale: Locale) -> Self:
        return self.filter(locale=locale)

    def open(self) -> Self:
        return self.filter(answered_on=None)

    def answered(self) -> Self:
        return self.exclude(answered_on=None)

    def oldest_first(self) -> Self:
        return self.order_by(models.F("asked_on").asc(nulls_last=True), "pk")

    def latest_answers_first(self) -> Self:
        return self.order_by("-answered_on", "-pk")


class Question(TranslatableMixin, Orderable):
    """What an article asks and a later article answers. Open until a day of answer is set."""

    article = ParentalKey("articles.Article", on_delete=models.CASCADE, related_name="questions")
    text = models.CharField(_("question"), max_length=500)
    asked_of = models.CharField(
        _("asked of"), max_length=200, blank=True, help_text=_("For example: the Harbour Board")
    )
    asked_on = models.DateField(_("asked on"), null=True, blank=True)
    answer = models.TextField(_("answer"), max_length=2000, blank=True)
    answered_on = models.DateField(_("answered on"), null=True, blank=True)
    answered_by = models.ForeignKey(
        "articles.Article",
        verbose_name=_("article that answers"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="answers",
    )

    objects = QuestionQuerySet.as_manager()

    panels = [
        FieldPanel("text"),
        FieldRowPanel([FieldPanel("asked_of"), FieldPanel("asked_on")]),
        FieldPanel("answer"),
        FieldRowPanel([FieldPanel("answered_on"), PageChooserPanel("answered_by")]),
    ]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("question")
        verbose_name_plural = _("questions")

    def __str__(self) -> str:
        return self.text

    @property
    def is_open(self) -> bool:
        return self.answered_on is None

    def days_open(self, *, at: date | None = None) -> int | None:
        """Days from the asking to the answer, or to a day while there is none; None if unknown."""
        end = self.answered_on or at
        return max(0, (end - self.asked_on).days) if self.asked_on and end else None
