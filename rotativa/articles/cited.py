"""Which articles lean on a source, or tell of a claim, in the language of a page or in all of them."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import F, Q, QuerySet, Window
from django.db.models.functions import DenseRank
from wagtail.models import Locale

from rotativa.articles.models import Article, ArticleClaim, Citation

MOST = 5
"""Articles that are named for each."""


def articles_citing(source_ids: Iterable[int], *, locale: Locale) -> dict[int, list[Article]]:
    """The latest of each; a source that nothing published leans on is left out. Two queries."""
    citations = Citation.objects.filter(source__in=list(source_ids))
    return latest_of(citations, "source_id", locale=locale)


def articles_leaning(source_ids: Iterable[int]) -> dict[int, list[Article]]:
    """As `articles_citing`, in whatever language: for the desk."""
    return latest_of(Citation.objects.filter(source__in=list(source_ids)), "source_id", locale=None)


def articles_claiming(claim_ids: Iterable[int], *, locale: Locale) -> dict[int, list[Article]]:
    links = ArticleClaim.objects.filter(claim__in=list(claim_ids))
    return latest_of(links, "claim_id", locale=locale)


def latest_of(
    links: "QuerySet[Any]", name: str, *, locale: Locale | None
) -> dict[int, list[Article]]:
    """However many articles there are, no more than `MOST` for each are read."""
    order = [F("article__listed_at").desc(), F("article_id").desc()]
    rank = Window(DenseRank(), partition_by=F(name), order_by=order)
    listed = Q(article__listed_in=locale) if locale else Q(article__listed_in__isnull=False)
    ranked = (
        links.filter(listed)
        .annotate(rank=rank)
        .filter(rank__lte=MOST)
        .order_by(name, "rank")
        .values_list(name, "article_id")
    )
    pairs = list(dict.fromkeys(ranked))
    articles = (
        Article.objects.filter(pk__in={article for _key, article in pairs})
        .select_related("locale")
        .defer_streamfields()
        .in_bulk()
    )
    found: dict[int, list[Article]] = defaultdict(list)
    for key, article in pairs:
        found[key].append(articles[article])
    return dict(found)
