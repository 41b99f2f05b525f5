"""What an article is found by: one row for what readers may find, and one for what only the desk may.

The words themselves lie beside these rows, in the full text of the database (`rotativa.articles.search`).
A text that readers must not see is never in the readers' table, so that no query of theirs can reach it.
"""

from django.db import models


class Entry(models.Model):
    page = models.OneToOneField(
        "articles.Article", primary_key=True, on_delete=models.CASCADE, related_name="+"
    )
    locale = models.ForeignKey("wagtailcore.Locale", on_delete=models.CASCADE, related_name="+")
    section = models.BigIntegerField(null=True)
    """Its key, as the article names it; no foreign key, since the article's own is one."""
    authors = models.CharField(max_length=1000, blank=True)
    """Their keys between spaces, such as ` 3 17 `."""
    year = models.SmallIntegerField()
    day = models.IntegerField()
    """Of publication, counted as Python counts days."""
    cell = models.CharField(max_length=1100)
    """Section, year and authors in one, so that a database can tell those of thousands at once."""
    version = models.SmallIntegerField()
    """Which way of making words of a text it was made by."""

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"


class SearchEntry(Entry):
    """What readers find: articles that every reader may open, as they read them."""


class DraftEntry(Entry):
    """What only the desk finds: the latest text of an article where readers have another, or none."""
