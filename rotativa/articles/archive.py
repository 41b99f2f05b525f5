"""How much was published in each month."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count
from django.db.models.functions import ExtractMonth, ExtractYear

from rotativa.articles.models.article import ArticleQuerySet


@dataclass(frozen=True, slots=True)
class Month:
    first: date
    count: int
    share: int
    """Of the fullest month of the year, in 32nds: the height of its bar."""

    @property
    def top(self) -> int:
        """Where its bar begins, from above."""
        return 32 - self.share


@dataclass(frozen=True, slots=True)
class Archive:
    year: int | None
    """None when nothing was ever published."""
    months: list[Month]
    """All twelve, with a count of 0 where nothing came out; none when the year has nothing."""
    years: list[int]
    """Years that have something, the latest first."""


def archive_of(articles: ArticleQuerySet, *, year: int | None) -> Archive:
    """One year's months; the latest year by default. Two queries."""
    years = list(
        articles.annotate(year=ExtractYear("published_date"))
        .values_list("year", flat=True)
        .order_by("-year")
        .distinct()
    )
    chosen = year if year is not None else next(iter(years), None)
    if chosen is None or chosen not in years:
        return Archive(chosen, [], years)
    counted = dict(
        articles.filter(published_date__year=chosen)
        .annotate(month=ExtractMonth("published_date"))
        .values_list("month")
        .annotate(n=Count("pk"))
        .order_by()
    )
    most = max(counted.values())
    months = [
        Month(date(chosen, number, 1), counted.get(number, 0), share(counted.get(number, 0), most))
        for number in range(1, 13)
    ]
    return Archive(chosen, months, years)


def share(count: int, most: int) -> int:
    return max(1, round(32 * count / most)) if count else 0
