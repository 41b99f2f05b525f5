"""What publishing an article with sources costs, however many sources the paper has."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale

from rotativa.articles.models import Article, FrontPage, ListedSource
from rotativa.evidence.models import Source
from tests.factories.articles import add_article
from tests.factories.evidence import leaning, source


def fill(number: int, locale: Locale) -> None:
    """So many sources, listed already."""
    many = [
        Source(url=f"https://s{each}.example/", key=f"s{each}.example", title=f"S{each}")
        for each in range(number)
    ]
    made = Source.objects.bulk_create(many)
    ListedSource.objects.bulk_create(
        ListedSource(source=each, locale=locale, number=place)
        for place, each in enumerate(made, start=1)
    )


def publishing(article: Article, *sources: Source) -> int:
    article.body = [leaning(*sources)]
    revision = article.save_revision()
    with CaptureQueriesContext(connection) as queries:
        revision.publish()
    return len(queries)


@pytest.mark.parametrize("number", [1, 300])
def test_citing_costs_publishing_few_queries(paper: FrontPage, number: int) -> None:
    fill(number, paper.locale)
    article = add_article(paper, "The gate", slug="gate")
    plain = publishing(article)

    cited = publishing(article, source("New"), *Source.objects.filter(title="S0"))

    assert cited - plain == 8
