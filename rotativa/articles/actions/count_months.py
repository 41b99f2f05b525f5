"""How many articles each month has, for the index of sitemaps: counted where something has changed."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import transaction
from django.db.models import Count, Max, Min
from django.db.models.functions import TruncMonth
from wagtail.models import Page

from rotativa.articles.models import Article, ListedMonth
from rotativa.articles.models.article import ArticleQuerySet
from rotativa.articles.models.listed_month import first_after, first_of


@transaction.atomic
def list_anew(articles: ArticleQuerySet) -> int:
    """After a change of pages that their articles did not see; returns how many there are."""
    number = articles.list_anew()
    days = articles.order_by().aggregate(first=Min("published_date"), last=Max("published_date"))
    if days["first"]:
        count_months([days["first"], days["last"]])
    return number


@dataclass(frozen=True, slots=True)
class Counted:
    """What of an article the count of its month goes by."""

    locale_id: int | None
    day: date | None
    is_alias: bool
    at: datetime | None


def counted(article: Article) -> Counted:
    return Counted(
        article.listed_in_id,
        article.published_date,
        article.alias_of_id is not None,
        article.last_published_at,
    )


def count_change(page: Page, *, before: Counted | None, after: Counted | None) -> None:
    """Of a page that was changed, added or deleted. One query where it stays where it was counted."""
    if not (before and after and stays(before, after) and tell_month_of(after)):
        count_months_of([page])


def stays(before: Counted, after: Counted) -> bool:
    if after.locale_id is None or after.is_alias or after.at is None:
        return False
    return replace(after, at=before.at) == before and (before.at is None or before.at <= after.at)


def tell_month_of(article: Counted) -> int:
    """That it was published again; returns whether its month has a row, and one as old."""
    if article.day is None:
        return 0
    rows = ListedMonth.objects.filter(locale=article.locale_id, month=first_of(article.day))
    known = rows.filter(articles__gt=0, changed_at__lte=article.at)
    return known.update(changed_at=article.at)


def count_months_of(pages: Iterable[Page]) -> None:
    """Of the articles among pages that have just been added, changed or deleted."""
    days = [page.published_date for page in pages if isinstance(page, Article)]
    if days := [day for day in days if day]:
        count_months(days)


@transaction.atomic(savepoint=False)
def count_months(days: Iterable[date]) -> None:
    """From the first of the days to the last, in all languages: as many rows as those months have."""
    days = list(days)
    since, until = first_of(min(days)), first_after(max(days))
    known = ListedMonth.objects.select_for_update().filter(month__gte=since, month__lt=until)
    found = dict.fromkeys(known.order_by("pk").values_list("locale", "month"), (0, None))
    articles = Article.objects.published().for_machines()
    counted = (
        articles.filter(published_date__gte=since, published_date__lt=until)
        .order_by()
        .annotate(month=TruncMonth("published_date"))
        .values_list("listed_in", "month")
        .annotate(n=Count("pk"), changed_at=Max("last_published_at"))
    )
    found |= {(locale, month): (number, moment) for locale, month, number, moment in counted}
    ListedMonth.objects.bulk_create(
        [
            ListedMonth(locale_id=locale, month=month, articles=number, changed_at=moment)
            for (locale, month), (number, moment) in found.items()
        ],
        update_conflicts=True,
        unique_fields=["locale", "month"],
        update_fields=["articles", "changed_at"],
    )
