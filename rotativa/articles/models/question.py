"""What an article asks, and how it has stood since: one thing in all languages."""

from collections.abc import Iterable
from datetime import date
from typing import Self
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models.functions import Coalesce
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Locale, Orderable, TranslatableMixin

from rotativa.lib.append_only import AppendOnly, AppendOnlyQuerySet
from rotativa.lib.folding import having_words


class InquiryQuerySet(models.QuerySet["Inquiry"]):
    def published(self) -> Self:
        return self.filter(models.Exists(told_of().published()))

    def open(self) -> Self:
        return self.filter(answered_on=None)

    def answered(self) -> Self:
        return self.exclude(answered_on=None)

    def oldest_first(self) -> Self:
        return self.order_by(models.F("asked_on").asc(nulls_last=True), "pk")

    def in_words(self) -> Self:
        """As its first language asks: `said` and `asked_of`."""
        first = told_of().in_order_of_languages()
        return self.annotate(
            said=models.Subquery(first.values("text")[:1]),
            asked_of=models.Subquery(first.values("asked_of")[:1]),
        )

    def answered_in(self, locale: int) -> Self:
        """With the words of the answer in a language: `answer`, empty where it has none."""
        words = Answer.objects.filter(inquiry=models.OuterRef("pk"), locale=locale)
        return self.annotate(
            answer=Coalesce(
                models.Subquery(words.values("text")[:1]),
                models.Value("", output_field=models.TextField()),
            )
        )

    def not_asked_since(self, day: date) -> Self:
        """Neither first nor again."""
        again = Reminder.objects.filter(inquiry=models.OuterRef("pk"), date__gt=day)
        return self.filter(~models.Exists(again), asked_on__lte=day)

    def matching(self, words: str) -> Self:
        return self.filter(models.Exists(having_words(told_of(), words, "text", "asked_of")))


class Inquiry(models.Model):
    """Since when a question is open, and what ended that. Each language has its words for it in an article.

    There from the first publication on; until then the draft knows when it was asked.
    """

    key = models.UUIDField(primary_key=True, editable=False)
    """The translation key that the question has in each language."""
    asked_on = models.DateField(_("asked on"), null=True, blank=True)
    answered_on = models.DateField(_("answered on"), null=True, blank=True)
    answered_by = models.ForeignKey(
        "articles.Article",
        verbose_name=_("article that answers"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="inquiries",
        help_text=_("In whatever language: readers are led to the version in theirs."),
    )

    objects = InquiryQuerySet.as_manager()

    answer: str
    said: str | None

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")

    def __str__(self) -> str:
        if "said" not in self.__dict__:
            first = Question.objects.filter(translation_key=self.pk).in_order_of_languages()
            self.said = first.values_list("text", flat=True).first()
        return self.said or str(self.pk)

    @property
    def is_kept(self) -> bool:
        """Not of a draft, whose questions nobody has seen."""
        return not self._state.adding

    @property
    def is_open(self) -> bool:
        return self.answered_on is None

    def days_open(self, *, at: date | None = None) -> int | None:
        """Days from the asking to the answer, or to a day while there is none; None if unknown."""
        end = self.answered_on or at
        return max(0, (end - self.asked_on).days) if self.asked_on and end else None


class Answer(models.Model):
    """What answers a question, in the words of a language."""

    inquiry = models.ForeignKey(Inquiry, on_delete=models.CASCADE, related_name="answers")
    locale = models.ForeignKey(Locale, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(_("answer"), max_length=2000)

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        constraints = [
            models.UniqueConstraint(fields=["inquiry", "locale"], name="one_answer_per_language"),
        ]

    def __str__(self) -> str:
        return Truncator(self.text).chars(80)


class Reminder(AppendOnly):
    """A day on which a question was asked again, and who wrote it down."""

    inquiry = models.ForeignKey(Inquiry, on_delete=models.CASCADE, related_name="reminders")
    date = models.DateField(_("asked again on"))
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        verbose_name = _("reminder of a question")
        verbose_name_plural = _("reminders of questions")
        constraints = [
            models.UniqueConstraint(fields=["inquiry", "date"], name="one_reminder_a_day"),
        ]

    def __str__(self) -> str:
        return str(self.date)


class QuestionQuerySet(models.QuerySet["Question"]):
    def published(self) -> Self:
        return self.exclude(article__listed_in=None)

    def in_locale(self, locale: Locale) -> Self:
        return self.filter(locale=locale)

    def in_order_of_languages(self) -> Self:
        """Published ones first, in the site's first language, then in the others."""
        return self.order_by(
            models.Case(models.When(article__listed_in=None, then=1), default=0),
            models.Case(
                models.When(locale__language_code=settings.LANGUAGE_CODE, then=0), default=1
            ),
            "pk",
        )

    def open(self) -> Self:
        return self.exclude(translation_key__in=Inquiry.objects.answered().values("pk"))

    def answered(self) -> Self:
        return self.filter(translation_key__in=Inquiry.objects.answered().values("pk"))

    def with_answers(self) -> Self:
        """In the language of each: `answer`, empty where it has none."""
        words = Answer.objects.filter(
            inquiry=models.OuterRef("translation_key"), locale=models.OuterRef("locale")
        )
        return self.annotate(
            answer=Coalesce(
                models.Subquery(words.values("text")[:1]),
                models.Value("", output_field=models.TextField()),
            )
        )

    def with_day(self, name: str) -> Self:
        """One of the days that all languages share, as `day`."""
        shared = Inquiry.objects.filter(pk=models.OuterRef("translation_key"))
        return self.annotate(day=models.Subquery(shared.values(name)[:1]))

    def dated(self) -> Self:
        return self.with_day("asked_on").exclude(day=None)

    def oldest_first(self) -> Self:
        return self.with_day("asked_on").order_by(models.F("day").asc(nulls_last=True), "pk")

    def latest_answers_first(self) -> Self:
        return self.with_day("answered_on").order_by("-day", "-pk")


class Question(TranslatableMixin, Orderable):
    """What an article asks, in its language. How it stands, the `Inquiry` with its key knows."""

    article = ParentalKey("articles.Article", on_delete=models.CASCADE, related_name="questions")
    text = models.CharField(_("question"), max_length=500)
    asked_of = models.CharField(
        _("asked of"), max_length=200, blank=True, help_text=_("For example: the Harbour Board")
    )
    asked_on = models.DateField(
        _("asked on"),
        null=True,
        blank=True,
        help_text=_("Once it is published, the day is changed under Evidence, Questions."),
    )

    objects = QuestionQuerySet.as_manager()

    panels = [
        FieldPanel("text"),
        FieldRowPanel([FieldPanel("asked_of"), FieldPanel("asked_on")]),
    ]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("question")
        verbose_name_plural = _("questions")

    def __str__(self) -> str:
        return self.text


def know_again(questions: Iterable[Question], *, article_id: int) -> None:
    """Give those of a draft the rows of the same questions: they were published since it was written."""
    new = [each for each in questions if each.pk is None]
    if not new:
        return
    rows = Question.objects.filter(
        article=article_id, translation_key__in=[each.translation_key for each in new]
    )
    kept = dict(rows.values_list("translation_key", "pk"))
    for each in new:
        each.pk = kept.get(each.translation_key)
        each._state.adding = each.pk is None


def told_of() -> QuestionQuerySet:
    """The questions of an inquiry of the query around."""
    return Question.objects.filter(translation_key=models.OuterRef("pk"))


def inquiries_of(keys: set[UUID], *, locale: int) -> dict[UUID, Inquiry]:
    """Two queries at most; open ones know on which days they were asked again."""
    found = list(Inquiry.objects.filter(pk__in=keys).answered_in(locale)) if keys else []
    again = models.Prefetch("reminders", Reminder.objects.order_by("date"))
    models.prefetch_related_objects([each for each in found if each.is_open], again)
    return {inquiry.pk: inquiry for inquiry in found}
