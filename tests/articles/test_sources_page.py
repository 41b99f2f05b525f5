"""The page of all sources of a language: a new one changes the newest page and no other."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from rotativa.articles.models import FrontPage
from rotativa.articles.views import evidence
from rotativa.evidence.models import Source
from tests.factories.articles import add_article
from tests.factories.evidence import leaning, source
from tests.html import links, tree, words


def titles(client: Client, path: str = "/en/sources/") -> list[str]:
    return [words(each) for each in tree(client.get(path)).find_class("source__title")]


def test_page_has_what_published_articles_of_the_language_lean_on(
    client: Client, paper: FrontPage, front_es: FrontPage
) -> None:
    log, film, diary = source("Log"), source("Film"), source("Diary")
    source("Unused")
    add_article(paper, "The gate", slug="gate", body=[leaning(log, film)])
    add_article(front_es, "La compuerta", body=[leaning(diary)])
    add_article(paper, "Draft", body=[leaning(diary)], is_live=False)

    assert titles(client) == ["Film", "Log"]
    assert ("The gate", "/en/2026/04/16/gate/") in links(tree(client.get("/en/sources/")))


def test_withdrawn_article_takes_its_sources_along(client: Client, paper: FrontPage) -> None:
    log, film = source("Log"), source("Film")
    article = add_article(paper, "The gate", body=[leaning(log, film)])
    add_article(paper, "Other", body=[leaning(log)])

    article.unpublish()

    assert titles(client) == ["Log"]


def test_numbered_page_keeps_what_it_shows(
    client: Client, paper: FrontPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(evidence, "A_PAGE", 2)
    first = [source(f"S{number}") for number in range(4)]
    add_article(paper, "The gate", body=[leaning(*first)])
    assert titles(client, "/en/sources/page/1/") == ["S1", "S0"]

    add_article(paper, "Later", body=[leaning(source("S4"), *first)])

    assert titles(client) == ["S4", "S3", "S2"]
    assert titles(client, "/en/sources/page/1/") == ["S1", "S0"]
    assert client.get("/en/sources/page/2/").status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_sources_cost_the_same_however_many(
    client: Client,
    paper: FrontPage,
    number: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for each in range(number):
        add_article(paper, f"Gate {each}", body=[leaning(source(f"S{each}"), source("Common"))])
    client.get("/en/sources/")

    with django_assert_num_queries(12):
        client.get("/en/sources/")
    assert Source.objects.count() == number + 1
