"""Readers find what they may open, however they ask for it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.cache import caches
from django.db import connection
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from wagtail.models import Locale

from rotativa.articles.actions import add_many
from rotativa.articles.models import Article, ArticleAuthor, Author, FrontPage, Question, Section
from rotativa.articles.search import postgres, sqlite
from rotativa.articles.search.full_text import full_text
from rotativa.pages.models import PlainPage
from tests.factories.articles import NOON, add_article, add_group, translate
from tests.html import head_links, links, metas, part, tree, words

Found = list[str]


pytestmark = [pytest.mark.every_case, pytest.mark.usefixtures("nobody_has_searched", "a_day_later")]


def add(front: FrontPage, title: str, body: str = "", **fields: Any) -> Article:
    text = [("paragraph", f"<p>{body}</p>")] if body else []
    return add_article(front, title, body=text, **fields)


def found(client: Client, query: str, language: str = "en", **more: Any) -> Found:
    """The headlines of a page of results, in their order."""
    page = tree(client.get(f"/{language}/search/", {"q": query, **more}))
    return [words(each) for row in page.find_class("row") for each in row.iter("h2")]


@pytest.mark.parametrize(
    "query",
    [
        "gate", "GATE", "the gates", "gat", "raised", '"watch log"', "“watch log”", "log watch",
        "harbour's", "eels", "page 31", "Dov", "mud-bank", "gate log gate",
    ],
)  # fmt: skip
def test_article_is_found_by_what_it_says(client: Client, paper: FrontPage, query: str) -> None:
    article = Article(
        title="The gate", deck="Of eels", slug="gate", locale=paper.locale,
        live=True, first_published_at=NOON,
        body=[
            ("paragraph", "<p>It is <b>raised</b> by the <a href='/x/'>harbour’s</a> men.</p>"),
            ("heading", {"text": "Watch log", "level": "2"}),
            ("statement", {"quote": "Never", "speaker": "Dov", "means": "", "url": ""}),
            ("markdown", "A *mud*-bank"),
        ],
    )  # fmt: skip
    article.questions = [Question(locale=paper.locale, text="What is on page 31?")]
    add_many(paper, [article], at=NOON)

    assert found(client, query) == ["The gate"]


@pytest.mark.parametrize(
    "query", ["weir", '"log watch"', "gate weir", "harbourmaster", "href", "ate"]
)
def test_article_is_not_found_by_what_it_does_not_say(
    client: Client, paper: FrontPage, query: str
) -> None:
    add(paper, "The gate", "The watch log of the <a href='/harbour/'>harbour</a>.")
    assert found(client, "gate") == ["The gate"]

    assert found(client, query) == []


@pytest.mark.parametrize(
    ("language", "text", "queries"),
    [
        ("es", "Las elecciones de los niños", ["eleccion", "elección", "NINOS", "niño", "ELECCIONES"]),
        ("es", "El gobierno y los gobiernos", ["gobierno", "gobiern"]),
        ("en", "Їжак і ёлка: мій ґанок", ["їжак", "іжак", "елка", "ЁЛКА", "мій", "ганок"]),
        ("en", "Straße nach Łódź, œuvre", ["strasse", "Lodz", "oeuvre"]),
        ("en", "東京都の港で火事", ["東京", "港", "火事", "東京都の", "事"]),
        ("en", "ท่าเรือกรุงเทพ", ["กรุงเทพ", "เรือ"]),
        ("ar", "المدرسة في القاهرة، مُحَمَّد", ["محمد", "القاهره", "مدرسة"]),
        ("en", "한국어 항구", ["항구", "한국"]),
        ("en", "ｗｉｄｅ letters ﬁne", ["wide", "fine"]),
    ],
)  # fmt: skip
def test_words_are_found_as_people_write_them(
    client: Client, paper: FrontPage, language: str, text: str, queries: list[str]
) -> None:
    front = FrontPage.objects.get(locale__language_code=language)
    add(front, "Found", text)

    missed = [query for query in queries if found(client, query, language) != ["Found"]]

    assert missed == []


def test_letter_of_its_own_is_not_taken_for_another(client: Client, paper: FrontPage) -> None:
    add(paper, "Short i", "мій")

    assert found(client, "мій") == ["Short i"]
    assert found(client, "мии") == []


def test_headline_counts_more_than_deck_and_deck_more_than_body(
    client: Client, paper: FrontPage
) -> None:
    filler = "Many other words that say nothing of it at all. " * 3
    add(paper, "In the body", f"{filler} weir")
    add(paper, "In the deck", filler, deck="Of the weir")
    add(paper, "In the weir", filler)

    assert found(client, "weir") == ["In the weir", "In the deck", "In the body"]


def test_newer_article_stands_first_of_two_that_say_the_same(
    client: Client, paper: FrontPage
) -> None:
    for title, days in (("Old weir", 900), ("New weir", 1), ("Older weir", 3000)):
        add(paper, title, at=NOON - timedelta(days=days))

    assert found(client, "weir") == ["New weir", "Old weir", "Older weir"]


def test_newest_first_goes_by_date_alone(client: Client, paper: FrontPage) -> None:
    add(paper, "The weir", at=NOON - timedelta(days=2))
    add(paper, "Other", "the weir", at=NOON)
    assert found(client, "weir") == ["The weir", "Other"]

    assert found(client, "weir", order="new") == ["Other", "The weir"]


def test_search_stays_in_its_language_and_tells_of_others(
    client: Client, paper: FrontPage, front_es: FrontPage
) -> None:
    add(paper, "Radio")
    for number in range(2):
        add(front_es, f"Radio {number}")

    page = tree(client.get("/en/search/", {"q": "radio"}))

    assert found(client, "radio") == ["Radio"]
    assert ("2 results in Spanish", "/es/search/?q=radio") in links(part(page, "block"))


def test_search_looks_through_other_languages_and_all(
    client: Client, paper: FrontPage, front_es: FrontPage
) -> None:
    add(paper, "Radio gates")
    add(front_es, "Las radios")

    both = tree(client.get("/en/search/", {"q": "radio", "lang": "all"}))

    assert found(client, "radio", lang="es") == ["Las radios"]
    assert found(client, "radios", lang="xx") == ["Radio gates"]
    hits = {words(hit): hit for hit in both.iter("h2") if hit.iter("mark")}
    assert hits["Las radios"].get("lang") == "es"
    assert hits["Radio gates"].get("lang") is None
    assert [words(each) for each in hits["Las radios"].iter("mark")] == ["radios"]
    assert [
        (option.get("value"), words(option), option.get("selected"))
        for option in part(both, "filters").xpath("//select[@name='lang']/option")
    ] == [("", "English", None), ("es", "Español", None), ("all", "All languages", "selected")]


def test_words_are_marked_in_headline_and_sentence(client: Client, paper: FrontPage) -> None:
    body = "Nothing here. Every movement of the gates by Dr. Smith is written in a watch &lt;log&gt;. We asked."
    add(paper, "A <gate> & more", body)

    (row,) = tree(client.get("/en/search/", {"q": "gate log"})).find_class("row")

    assert words(row.find_class("dek")[0]) == (
        "… Every movement of the gates by Dr. Smith is written in a watch <log>. …"
    )
    assert [words(mark) for mark in row.iter("mark")] == ["gate", "gates", "log"]
    assert words(row.find_class("hed")[0]) == "A <gate> & more"


def test_phrase_is_marked_where_it_stands_whole(client: Client, paper: FrontPage) -> None:
    add(paper, "Title", "The log of the gate. The gate log is here.")

    (row,) = tree(client.get("/en/search/", {"q": '"gate log"'})).find_class("row")

    assert [words(mark) for mark in row.iter("mark")] == ["gate log"]


def test_results_are_narrowed_with_counts(
    client: Client, paper: FrontPage, en: Locale, es: Locale
) -> None:
    river, town = (add_group(Section, en, name) for name in ("River", "Town"))
    rio = translate(river, es, "Río")
    locks = add_group(Section, en, "Locks", parent=river)
    ada, bo = (add_group(Author, en, name) for name in ("Ada", "Bo"))
    last_year = NOON - timedelta(days=365)
    add(paper, "Weir 1", section=river, authors=[ada])
    add(paper, "Weir 2", section=rio, authors=[ada, bo], at=last_year)
    add(paper, "Weir 3", section=locks, authors=[bo])
    add(paper, "Weir 4", section=town)
    asked = {"q": "weir", "section": "river", "year": "2026"}

    page = tree(client.get("/en/search/", asked))

    options = {
        field.get("name"): [words(option) for option in field.iter("option")]
        for field in page.iter("select")
    }
    assert options == {
        "in": ["Articles", "Sources", "Questions", "Everything"],
        "section": ["All sections", "Locks (1)", "River (2)", "Town (1)"],
        "author": ["All authors", "Ada (1)", "Bo (1)"],
        "year": ["Any time", "2026 (2)", "2025 (1)"],
    }
    assert sorted(found(client, **asked_of(asked))) == ["Weir 1", "Weir 3"]
    assert words(page.xpath("//p[@role='status']")[0]) == "2 results for weir, best match first"
    assert sorted(found(client, "weir", author="ada")) == ["Weir 1", "Weir 2"]
    assert found(client, "weir", author="bo", year="2025") == ["Weir 2"]
    assert len(found(client, "weir", section="none", author="", year="x")) == 4


def asked_of(given: dict[str, str]) -> dict[str, str]:
    return {"query": given["q"], **{name: each for name, each in given.items() if name != "q"}}


def test_nothing_left_by_narrowing_leads_back_to_all(
    client: Client, paper: FrontPage, en: Locale
) -> None:
    add_group(Author, en, "Bo")
    add(paper, "Weir")

    page = tree(client.get("/en/search/", {"q": "weir", "author": "bo"}))

    assert ("Show the only result", "/en/search/?q=weir") in links(page)


def test_results_come_in_pages(client: Client, paper: FrontPage) -> None:
    for number in range(21):
        add(paper, f"Weir {number}", at=NOON - timedelta(days=number))

    first, last = (tree(client.get("/en/search/", {"q": "weir", "page": n})) for n in (1, 3))

    assert found(client, "weir", order="new", page=2) == [f"Weir {n}" for n in range(10, 20)]
    assert links(part(first, "pager")) == [
        ("1", "/en/search/?q=weir"),
        ("2", "/en/search/?q=weir&page=2"),
        ("3", "/en/search/?q=weir&page=3"),
        ("Next", "/en/search/?q=weir&page=2"),
    ]
    assert len(last.find_class("row")) == 1
    assert found(client, "weir", page=9999) == []


def test_page_of_results_is_not_for_search_engines(
    client: Client, paper: FrontPage, front_es: FrontPage
) -> None:
    add(paper, "Weir")
    add(front_es, "Azud")

    page = tree(client.get("/en/search/", {"q": "weir", "utm": "x", "order": "new"}))

    assert metas(page)["robots"] == "noindex"
    assert head_links(page, "canonical") == [
        (None, "https://paper.example/en/search/?q=weir&order=new")
    ]
    assert ("es", "https://paper.example/es/search/?q=weir") in head_links(page, "alternate")


def test_nothing_found_says_what_to_do(
    client: Client, paper: FrontPage, front_es: FrontPage
) -> None:
    add(paper, "Gate")
    add(front_es, "Gate weir")

    page = tree(client.get("/en/search/", {"q": "gate weir"}))

    assert links(part(page, "prose")) == [
        ("gate", "/en/search/?q=gate"),
        ("1 result in Spanish", "/es/search/?q=gate+weir"),
        ("All articles by month", "/en/archive/"),
    ]


HOSTILE = [
    "", "   ", "x" * 10_000, "a " * 5000, "\0", "%", "'\"", '"', '""', '"gate', "gate*", "*", "title:gate",
    "gate OR weir", "gate AND", "NEAR(gate log)", "NOT gate", "-gate", "^gate", "{title} : gate",
    "gate & !log | (x", "gate:*", "\\", "'; DROP TABLE articles_searchentry; --", "\ud800", "😀", "\u200fשלום\u200e",
    "gate\nlog", "(", ")", "<script>alert(1)</script>", "%s %(x)s", "½ ² ⁄", "ﷺ" * 200, "\u0301" * 300,
    "東" * 400, '"' * 500, "' ' '", "\x1f", "gate\u2028log", "ß" * 300, "_" * 50, "a_b_", "１２３", "İ" * 100,
]  # fmt: skip


@pytest.mark.parametrize("query", HOSTILE)
def test_any_query_gets_an_answer(client: Client, paper: FrontPage, query: str) -> None:
    add(paper, "The gate log", "A 東京 <b>gate</b>, ½ of it.")

    answer = client.get("/en/search/", {"q": query.encode("utf-8", "surrogatepass")})

    assert answer.status_code == 200
    assert b"<script>alert" not in answer.content


@pytest.mark.parametrize("name", ["section", "author", "year", "order", "page"])
@pytest.mark.parametrize(
    "value", ["", "\0", "x" * 5000, "-1", "99999999999999999999", "' OR 1=1", "٣"]
)
def test_any_narrowing_gets_an_answer(
    client: Client, paper: FrontPage, name: str, value: str
) -> None:
    add(paper, "Gate")

    assert client.get("/en/search/", {"q": "gate", name: value}).status_code == 200


def test_visitor_who_asks_too_often_waits(client: Client, paper: FrontPage) -> None:
    add(paper, "Gate")
    answers = [client.get("/en/search/", {"q": "gate"}).status_code for _ in range(61)]

    refused = client.get("/en/search/", {"q": "gate"})

    assert answers == [200] * 60 + [429]
    assert refused.headers["Retry-After"] == "60"
    assert client.get("/en/search/").status_code == 200
    assert client.get("/en/search/", {"q": "gate"}, REMOTE_ADDR="192.0.2.7").status_code == 200


@pytest.mark.parametrize("number", [1, 3])
def test_results_cost_the_same_for_one_article_and_for_three(
    client: Client,
    paper: FrontPage,
    en: Locale,
    django_assert_num_queries: DjangoAssertNumQueries,
    number: int,
) -> None:
    for each in range(number):
        section, author = add_group(Section, en, f"S{each}"), add_group(Author, en, f"A{each}")
        add(paper, f"Weir {each}", section=section, authors=[author])
    client.get("/en/search/", {"q": "weir"})

    with django_assert_num_queries(14):
        assert len(found(client, "weir")) == number


def test_article_in_a_section_of_any_date_is_found(client: Client, paper: FrontPage) -> None:
    article = Article(
        title="Weir", slug="weir", locale=paper.locale, live=True,
        first_published_at=datetime(1899, 12, 31, 23, tzinfo=UTC),
    )  # fmt: skip
    article.article_authors = [ArticleAuthor(author=add_group(Author, paper.locale, "Bo"))]
    add_many(paper, [article], at=NOON)

    assert found(client, "weir") == ["Weir"]


@pytest.mark.parametrize("address", ["/en/search/", "/es/search/"])
def test_question_that_takes_too_long_is_given_up(
    client: Client, paper: FrontPage, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    """As one of a very large archive would; here the database is kept busy in its place."""
    add(paper, "Gate")
    busy = (
        "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 100000000)"
        " SELECT COUNT(*) FROM n"
    )

    def keep_busy(*_: Any, **__: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute(busy)

    before = limits()
    assert client.get(address, {"q": "gate"}).status_code == 200
    assert limits() == before

    for module in (sqlite, postgres):
        monkeypatch.setattr(module, "MOST_SECONDS", 0.05)
    monkeypatch.setattr(type(full_text()), "cells", keep_busy)

    answer = client.get(address, {"q": "gate"})

    assert answer.status_code == 503
    assert client.get("/en/").status_code == 200
    assert limits() == before


def limits() -> Any:
    """Those that PostgreSQL has for whatever is asked next."""
    if connection.vendor == "sqlite":
        return None
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('statement_timeout'), current_setting('enable_seqscan')"
        )
        return cursor.fetchone()


def test_minute_may_end_while_a_search_is_counted(
    client: Client, paper: FrontPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(paper, "Gate")
    count = caches["searches"].get

    def minute_ends(*args: Any, **kwargs: Any) -> Any:
        counted = count(*args, **kwargs)
        clock.shift(timedelta(seconds=60))
        return counted

    monkeypatch.setattr(caches["searches"], "get", minute_ends)
    with time_machine.travel(NOON, tick=False) as clock:
        assert client.get("/en/search/", {"q": "gate"}).status_code == 200


def test_phrase_is_found_only_where_its_words_follow_each_other(
    client: Client, paper: FrontPage
) -> None:
    add(paper, "First", "The old watch log lies open.", deck="It ends with watch")
    add(paper, "Log", "A log of the old watch.", deck="The watch")
    add(paper, "Second", "The old watch. The watch log is old.")

    assert sorted(found(client, '"watch log"')) == ["First", "Second"]
    assert found(client, '"old watch log"') == ["First"]
    assert found(client, '"old watch log" ends') == ["First"]
    assert found(client, '"log the watch"') == []  # where one part ends and the next begins
    assert sorted(found(client, '"watch log"', order="new")) == ["First", "Second"]


def test_what_stands_around_results_is_as_it_was_announced_last(
    client: Client, paper: FrontPage, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """It is remembered between requests, but for no longer than it is true."""
    add(paper, "Gate")
    assert "River" not in words(tree(client.get("/en/search/")))

    river = add_group(Section, paper.locale, "River", is_in_menu=True)
    about = PlainPage(title="About us", slug="about", locale=paper.locale, show_in_menus=True)
    paper.add_child(instance=about)
    with_both = words(tree(client.get("/en/search/")))
    assert ("River" in with_both, "About us" in with_both) == (True, True)

    river.name = "Lake"
    river.save()
    about.unpublish()
    after = words(tree(client.get("/en/search/")))
    assert ("River" in after, "Lake" in after, "About us" in after) == (False, True, False)

    with django_assert_num_queries(2):
        client.get("/en/search/")

    add(paper, "Weir")  # is no news to any of it
    with django_assert_num_queries(3):
        client.get("/en/search/")
