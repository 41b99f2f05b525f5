"""Readers find sources and questions, too: by themselves, and among articles."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from rotativa.articles.models import FrontPage
from tests.articles.test_search import found
from tests.factories.articles import add_article
from tests.factories.evidence import leaning, source
from tests.html import links, part, tree, words

pytestmark = [pytest.mark.every_case, pytest.mark.usefixtures("nobody_has_searched", "a_day_later")]


def test_search_looks_through_sources_and_questions(
    client: Client, paper: FrontPage, front_es: FrontPage
) -> None:
    log = source("Watch log", url="https://log.example/", publisher="Junta del Río")
    other = source("Minutes", speaker="Inés GONZÁLEZ")
    source("Watch", title="Nobody cites the watch log")
    asked = [{"text": "Who wrote the log?"}, {"text": "Why?", "answer": "Nunca, señor"}]
    add_article(paper, "The gate", slug="gate", body=[leaning(log, other)], questions=asked)
    add_article(front_es, "La compuerta", slug="puerta", body=[leaning(log)])
    add_article(paper, "Draft", questions=[{"text": "A log of drafts?"}], is_live=False)

    page = tree(client.get("/en/search/", {"q": "watch río", "in": "sources"}))
    (row,) = page.find_class("row")

    assert links(row) == [
        ("Watch log", f"/en/sources/{log.pk}/"),
        ("The gate", "/en/2026/04/16/gate/"),
    ]
    assert [words(mark) for mark in row.iter("mark")] == ["Watch"]
    assert found(client, "log", **{"in": "sources"}) == ["Watch log"]
    assert found(client, "log", **{"in": "sources", "lang": "all"}) == ["Watch log"]
    assert found(client, "log", **{"in": "questions"}) == ["Who wrote the log?"]
    assert found(client, "gonzalez INES", **{"in": "sources"}) == ["Minutes"]
    assert found(client, "senor", **{"in": "questions"}) == ["Why?"]
    assert found(client, "weir", **{"in": "questions"}) == []


def test_search_through_everything_shows_sources_and_questions_among_articles(
    client: Client, paper: FrontPage
) -> None:
    log = source("Watch log", url="https://log.example/")
    asked = [{"text": "Who wrote the log?"}]
    add_article(paper, "The log", body=[leaning(log)], questions=asked)
    for number in range(2):
        add_article(paper, f"Log {number}")
    everything = {"in": "all"}

    rows = found(client, "log", **everything)
    block = part(tree(client.get("/en/search/", {"q": "log", **everything})), "block")

    assert rows[2:4] == ["Watch log", "Who wrote the log?"]
    assert sorted(rows[:2] + rows[4:]) == ["Log 0", "Log 1", "The log"]
    assert words(part(block, "toolbar")) == "5 results for log, best match first Newest first"
    assert {
        ("1 source with these words", "/en/search/?q=log&in=sources"),
        ("1 question with these words", "/en/search/?q=log&in=questions"),
    } <= set(links(block))
    assert found(client, "log", order="new", **everything)[3:] == rows[2:4]
    assert sorted(found(client, "log", year="2026", **everything)) == ["Log 0", "Log 1", "The log"]
    assert found(client, "watch", **everything) == ["Watch log"]
    nothing = tree(client.get("/en/search/", {"q": "watch"}))
    assert ("1 source with these words", "/en/search/?q=watch&in=sources") in links(nothing)


@pytest.mark.parametrize("number", [1, 3])
def test_everything_costs_no_more_for_three_of_each_than_for_one(
    client: Client,
    paper: FrontPage,
    django_assert_num_queries: DjangoAssertNumQueries,
    number: int,
) -> None:
    for each in range(number):
        log = source(f"Weir {each}", url=f"https://weir.example/{each}")
        asked = [{"text": f"Whose weir is {each}?"}]
        add_article(paper, f"Weir {each}", body=[leaning(log)], questions=asked)
    everything = {"in": "all"}
    found(client, "weir", **everything)

    with django_assert_num_queries(22):
        assert len(found(client, "weir", **everything)) == number + 2 * min(number, 2)
