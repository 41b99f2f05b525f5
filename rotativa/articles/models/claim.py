"""What somebody said, and how it has stood since: one thing in all languages."""

from collections.abc import Iterable
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey
from wagtail.models import Locale, Orderable

from rotativa.evidence.models import Source
from rotativa.lib.append_only import AppendOnly, AppendOnlyQuerySet
from rotativa.lib.folding import having_words


class Status(models.TextChoices):
    REPORTED = "reported", pgettext_lazy("claim", "Reported")
    CONFIRMED = "confirmed", pgettext_lazy("claim", "Confirmed")
    DISPUTED = "disputed", pgettext_lazy("claim", "Disputed")
    RETRACTED = "retracted", pgettext_lazy("claim", "Retracted")


class ClaimQuerySet(models.QuerySet["Claim"]):
    def published_in(self, locale: Locale) -> Self:
        """Those that stand in an article of the language, in whatever words."""
        here = ArticleClaim.objects.filter(claim=models.OuterRef("pk"))
        return self.filter(models.Exists(here.filter(article__listed_in=locale)))

    def with_status(self) -> Self:
        latest = ClaimStatus.objects.filter(claim=models.OuterRef("pk")).order_by("-pk")
        return self.annotate(status_in_query=models.Subquery(latest.values("status")[:1]))

    def in_status(self, status: str) -> Self:
        return self.with_status().filter(status_in_query=status)

    def latest_first(self) -> Self:
        return self.order_by("-pk")

    def matching(self, words: str) -> Self:
        found = ClaimWords.objects.filter(claim=models.OuterRef("pk"))
        return self.filter(models.Exists(having_words(found, words, "text", "speaker")))

    def with_history(self) -> Self:
        """With all that is shown of a claim, in a fixed number of queries."""
        return self.select_related("first_source").prefetch_related(
            "words__locale",
            models.Prefetch("statuses", ClaimStatus.objects.order_by("pk")),
            "statuses__notes__locale",
            "statuses__source",
        )


class Claim(models.Model):
    said_on = models.DateField(_("said on"), null=True, blank=True)
    first_source = models.ForeignKey(
        Source,
        verbose_name=_("where it was said first"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="claims",
    )

    objects = ClaimQuerySet.as_manager()

    class Meta:
        verbose_name = _("claim")
        verbose_name_plural = _("claims")

    def __str__(self) -> str:
        words = self.words_in(settings.LANGUAGE_CODE)
        return words.text if words else str(self.pk)

    def words_in(self, language: str) -> "ClaimWords | None":
        """Its words in a language, else in any."""
        return in_language(self.words.all(), language)

    @property
    def status(self) -> str:
        statuses = list(self.statuses.all())
        return max(statuses, key=lambda each: each.pk).status if statuses else Status.REPORTED


class ClaimWords(models.Model):
    """A claim as a language says it."""

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="words")
    locale = models.ForeignKey(Locale, on_delete=models.PROTECT, related_name="+")
    text = models.CharField(_("claim"), max_length=500)
    speaker = models.CharField(_("who says it"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("words of a claim")
        verbose_name_plural = _("words of claims")
        constraints = [
            models.UniqueConstraint(fields=["claim", "locale"], name="one_claim_per_language"),
        ]

    def __str__(self) -> str:
        return self.text


class ClaimStatus(AppendOnly):
    """How a claim stands from a day on: whose word that is, and who wrote it down."""

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="statuses")
    status = models.CharField(max_length=10, choices=Status.choices)
    date = models.DateField()
    source = models.ForeignKey(
        Source, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
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
        verbose_name = _("status of a claim")
        verbose_name_plural = _("statuses of claims")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(status__in=Status.values), name="claim_status_is_known"
            ),
        ]

    def __str__(self) -> str:
        return str(Status(self.status).label)

    def note_in(self, language: str) -> "ClaimNote | None":
        return in_language(self.notes.all(), language)


class ClaimNote(AppendOnly):
    """Why a claim stands so, in the words of a language."""

    status = models.ForeignKey(ClaimStatus, on_delete=models.CASCADE, related_name="notes")
    locale = models.ForeignKey(Locale, on_delete=models.PROTECT, related_name="+")
    text = models.CharField(max_length=500)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        verbose_name = _("note on a claim")
        verbose_name_plural = _("notes on claims")
        constraints = [
            models.UniqueConstraint(fields=["status", "locale"], name="one_note_per_language"),
        ]

    def __str__(self) -> str:
        return self.text


class ArticleClaim(Orderable):
    """A claim that an article is about, in the order of its page."""

    article = ParentalKey(
        "articles.Article", on_delete=models.CASCADE, related_name="article_claims"
    )
    claim = models.ForeignKey(
        Claim, verbose_name=_("claim"), on_delete=models.CASCADE, related_name="article_claims"
    )

    class Meta(Orderable.Meta):
        verbose_name = _("claim of an article")
        verbose_name_plural = _("claims of articles")
        constraints = [
            models.UniqueConstraint(fields=["article", "claim"], name="tells_a_claim_once"),
        ]

    def __str__(self) -> str:
        return str(self.claim)


def in_language(rows: Iterable[Any], language: str) -> Any:
    """The row of a language, else the one of the site's first language, else any."""
    by_language = {row.locale.language_code: row for row in rows}
    order = (language, settings.LANGUAGE_CODE, *by_language)
    return next((by_language[code] for code in order if code in by_language), None)
