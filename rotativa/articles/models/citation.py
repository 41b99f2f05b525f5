"""Where an article leans on a source. Derived from its text, which is the truth."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale

from rotativa.evidence.models import Source


class CitationQuerySet(models.QuerySet["Citation"]):
    def published(self) -> Self:
        return self.exclude(article__listed_in=None)

    def in_order(self) -> Self:
        return self.order_by("article", "place")


class Citation(models.Model):
    """One mark in the text of an article. Marks of the same source share its number."""

    article = models.ForeignKey(
        "articles.Article", on_delete=models.CASCADE, related_name="citations"
    )
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="citations")
    place = models.PositiveIntegerField()
    """The how manyth mark of the article it is."""
    number = models.PositiveIntegerField()
    """The how manyth source of the article it leads to."""
    block = models.CharField(max_length=36, blank=True)
    quote = models.TextField(_("words relied on"), blank=True)
    locator = models.CharField(_("place in the source"), max_length=200, blank=True)

    objects = CitationQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("citation")
        verbose_name_plural = _("citations")
        constraints = [
            models.UniqueConstraint(fields=["article", "place"], name="one_citation_per_place"),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.source}"


class ListedSourceQuerySet(models.QuerySet["ListedSource"]):
    def in_locale(self, locale: Locale) -> Self:
        return self.filter(locale=locale)

    def latest_first(self) -> Self:
        return self.order_by("-number")

    def add(self, source_ids: set[int], *, locale: Locale) -> list[int]:
        """Give those that are new in a language their numbers; returns them. Inside a transaction.

        Two queries, and one more where any is new.
        """
        Locale.objects.select_for_update().filter(pk=locale.pk).first()
        here = self.in_locale(locale)
        is_last = models.Q(pk__in=here.order_by("-number").values("pk")[:1])
        rows = here.filter(models.Q(source__in=source_ids) | is_last)
        numbers = dict(rows.values_list("source", "number"))
        new = sorted(source_ids.difference(numbers))
        self.bulk_create(
            ListedSource(source_id=pk, locale=locale, number=number)
            for number, pk in enumerate(new, start=max(numbers.values(), default=0) + 1)
        )
        return new


class ListedSource(models.Model):
    """The number that a source has in the list of a language's sources, for good.

    So a new source changes the newest page of the list and no other, however many there are.
    """

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="listed")
    locale = models.ForeignKey(Locale, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()

    objects = ListedSourceQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("listed source")
        verbose_name_plural = _("listed sources")
        constraints = [
            models.UniqueConstraint(fields=["locale", "source"], name="lists_a_source_once"),
            models.UniqueConstraint(fields=["locale", "number"], name="one_source_per_number"),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.source}"
