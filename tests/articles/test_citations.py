"""What an article leans on: numbered in its text, listed at its end, kept in rows."""

import json
from typing import Any

import pytest
from django.test import Client
from wagtail.models import Locale

from rotativa.articles.actions import add_many
from rotativa.articles.citations import mark_html
from rotativa.articles.models import Article, Citation, FrontPage, ListedSource
from rotativa.evidence.models import Source
from rotativa.evidence.signals import cited
from tests.factories.articles import NOON, add_article
from tests.factories.evidence import leaning, source
from tests.html import part, tree, words

ADDRESS = "/en/2026/04/16/gate/"


def gate(front: FrontPage, *body: tuple[str, Any], **fields: Any) -> Article:
    return add_article(front, "The gate", slug="gate", body=list(body), **fields)


def rows(article: Article) -> list[tuple[str, int, int, str]]:
    return [
        (each.source.title, each.place, each.number, each.quote)
        for each in article.citations.in_order().select_related("source")
    ]


def test_marks_are_numbered_as_they_appear_and_a_source_keeps_its_number(
    client: Client, paper: FrontPage
) -> None:
    log, film = source("Log"), source("Film")

    gate(paper, leaning(log, film), ("list", f"<ul><li>{leaning(log)[1]}</li></ul>"))

    page = tree(client.get(ADDRESS))
    marks = [
        (a.text, a.get("id"), a.get("href"), a.get("aria-label")) for a in page.find_class("cite")
    ]
    assert marks == [
        ("1", "c1", "#s1", "Source 1"),
        ("2", "c2", "#s2", "Source 2"),
        ("1", "c3", "#s1", "Source 1"),
    ]
    back = [
        (a.get("href"), a.get("aria-label"))
        for a in page.get_element_by_id("s1").find_class("source__back")[0]
    ]
    assert back == [
        ("#c1", "Back to the text, source 1, 1"),
        ("#c3", "Back to the text, source 1, 2"),
    ]


def test_list_shows_what_is_known_of_a_source_and_the_words_relied_on(
    client: Client, paper: FrontPage
) -> None:
    log = source(
        "Log", url="https://www.board.example/log", publisher="Harbour Board", language="es"
    )

    gate(paper, leaning(log, quote='La "página" 31 <no> está & basta', locator="p. 30"))

    sources = part(tree(client.get(ADDRESS)), "sources")
    assert words(sources) == (
        'Log Harbour Board La "página" 31 <no> está & basta, p. 30 board.example ↑'
    )
    (link,) = sources.xpath(".//a[@data-originalurl]")
    assert dict(link.attrib) == {
        "href": "https://www.board.example/log",
        "rel": "noreferrer",
        "data-originalurl": "https://www.board.example/log",
        "data-versiondate": "2026-04-10T08:00:00Z",
    }
    assert sources.xpath(".//*[@class='source__title']/span/@lang") == ["es"]


def test_note_beside_the_line_is_heard_once(client: Client, paper: FrontPage) -> None:
    gate(paper, leaning(source("Log <b>", url="https://log.example/")))

    (note,) = tree(client.get(ADDRESS)).find_class("note")

    assert note.get("aria-hidden") == "true"
    assert words(note) == "1 Log <b>"


def test_source_without_address_has_no_link(client: Client, paper: FrontPage) -> None:
    letter = Source.objects.create(title="Letter to us", publisher="River council")

    gate(paper, leaning(letter))

    assert words(part(tree(client.get(ADDRESS)), "sources")) == "Letter to us River council ↑"


@pytest.mark.parametrize(
    "mark",
    [
        '<a linktype="citation" id="999999">※</a>',
        '<a linktype="citation" id="x">※</a>',
        '<a linktype="citation">※</a>',
        '<a linktype="citation" id="1; drop">※</a>',
    ],
)
def test_mark_of_nothing_is_nothing(client: Client, paper: FrontPage, mark: str) -> None:
    article = gate(paper, ("paragraph", f"<p>Words.{mark} More.</p>"))

    page = tree(client.get(ADDRESS))

    assert words(page.find_class("prose")[0]) == "Words. More."
    assert rows(article) == []


def test_rows_follow_the_text_that_readers_see(paper: FrontPage) -> None:
    log, film = source("Log"), source("Film")
    article = gate(paper, leaning(log, quote="Page 31"))
    assert rows(article) == [("Log", 1, 1, "Page 31")]

    article.body = [leaning(film, log)]
    draft = article.save_revision()
    assert rows(Article.objects.get(pk=article.pk)) == [("Log", 1, 1, "Page 31")]

    draft.publish()
    assert rows(article) == [("Film", 1, 1, ""), ("Log", 2, 2, "")]
    assert {each.block for each in article.citations.all()} == {
        block.id for block in Article.objects.get(pk=article.pk).body
    }


def test_citations_follow_into_a_translation(paper: FrontPage, front_es: FrontPage) -> None:
    article = gate(paper, leaning(source("Log"), quote="Page 31"))

    copy = article.copy_for_translation(front_es.locale)

    assert rows(copy) == [("Log", 1, 1, "Page 31")]


def test_imported_articles_have_their_citations(paper: FrontPage) -> None:
    log = source("Log")
    article = Article(
        title="Old", slug="old", locale=paper.locale, live=True, first_published_at=NOON,
        body=[leaning(log)],
    )  # fmt: skip

    add_many(paper, [article], at=NOON)

    assert rows(article) == [("Log", 1, 1, "")]
    assert ListedSource.objects.get().source == log


def test_whoever_keeps_sources_hears_of_each_draft(paper: FrontPage) -> None:
    heard: list[list[int]] = []

    def hear(source_ids: list[int], **_kwargs: Any) -> None:
        heard.append(source_ids)

    log = source("Log")
    article = gate(paper, ("paragraph", "<p>Words.</p>"))
    cited.connect(hear)
    try:
        article.body = [leaning(log)]
        article.save_revision()
    finally:
        cited.disconnect(hear)

    assert heard == [[log.pk]]


def test_source_that_is_cited_is_not_deleted(paper: FrontPage) -> None:
    log = source("Log")
    gate(paper, leaning(log))

    with pytest.raises(Exception, match="protected"):
        log.delete()

    assert Citation.objects.count() == 1


def test_marks_in_tables_and_in_right_to_left(client: Client, paper: FrontPage) -> None:
    front = FrontPage.objects.get(locale=Locale.objects.get(language_code="ar"))
    cell = {"type": "text", "heading": ""}
    table = {
        "columns": [cell],
        "rows": [{"values": [f"<p>Words{mark_html(source('Log').pk)}</p>"]}],
        "caption": "",
    }

    article = add_article(front, "Gate", slug="gate")
    article.body = [("table", article.body.stream_block.child_blocks["table"].to_python(table))]
    article.save_revision().publish()

    page = tree(client.get("/ar/2026/04/16/gate/"))
    assert [a.text for a in page.xpath("//td//a[@class='cite']")] == ["1"]
    assert page.get("dir") == "rtl"


def test_feeds_have_numbers_and_the_list_but_no_notes(client: Client, paper: FrontPage) -> None:
    gate(paper, leaning(source("Log", publisher="Harbour Board")))

    text = client.get("/en/feed.json").json()["items"][0]["content_html"]

    assert "※" not in text
    assert text.count("Log") == 1
    assert '<a href="https://log.example/">Log</a>. Harbour Board' in text
    assert 'href="https://paper.example/en/2026/04/16/gate/#s1"' in text


def test_machines_are_told_what_the_article_leans_on(client: Client, paper: FrontPage) -> None:
    gate(paper, leaning(source("Log", publisher="Harbour Board", language="es")))

    (node,) = structured(client.get(ADDRESS))["citation"]

    assert node == {
        "@type": "WebPage",
        "name": "Log",
        "url": "https://log.example/",
        "creditText": "Harbour Board",
        "inLanguage": "es",
    }


def structured(answer: Any) -> dict[str, Any]:
    (script,) = tree(answer).xpath("//script[@type='application/ld+json']")
    nodes = json.loads(script.text)["@graph"]
    found: dict[str, Any] = next(node for node in nodes if node["@type"] == "NewsArticle")
    return found
