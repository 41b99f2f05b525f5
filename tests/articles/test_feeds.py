"""Feeds of the paper, its sections, authors and tags, in each language, with whole articles."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings
from wagtail.models import Locale, PageViewRestriction

from rotativa.articles.feeds.entry import MOST
from rotativa.articles.models import Article, Author, FrontPage, Section, Tag
from rotativa.lib.config_parts import FeedsConfig
from rotativa.pages.models import Paper
from tests.factories.articles import NOON, add_article, add_group, translate
from tests.formats import checked_atom, checked_json
from tests.html import tree

HOME = "https://paper.example"
FLOOD = f"{HOME}/en/2026/04/16/flood/"


def body(*blocks: tuple[str, Any]) -> str:
    return json.dumps([{"type": name, "value": value} for name, value in blocks])


def atom(client: Client, path: str) -> Any:
    answer = client.get(path)
    assert answer.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    return checked_atom(answer.content)


def feed(client: Client, path: str) -> dict[str, Any]:
    answer = client.get(path)
    assert answer.headers["Content-Type"] == "application/feed+json; charset=utf-8"
    return checked_json(answer.content)


def html_of(client: Client, *blocks: tuple[str, Any], front: FrontPage) -> str:
    """A body as feeds have it."""
    add_article(front, "Flood", body=body(*blocks))
    (item,) = feed(client, "/en/feed.json")["items"]
    (entry,) = atom(client, "/en/feed.xml").entries
    assert entry.content[0].type == "text/html"
    return str(item["content_html"])


@pytest.fixture
def flood(paper: FrontPage) -> Article:
    river = add_group(Section, paper.locale, "River")
    add_group(Section, paper.locale, "Sport")
    ada, bo = (add_group(Author, paper.locale, name) for name in ("Ada", "Bo"))
    dams = add_group(Tag, paper.locale, "Dams & <weirs>", slug="dams")
    return add_article(
        paper,
        "Flood & <drought>",
        slug="flood",
        deck="It “rose” by two metres.",
        section=river,
        authors=[bo, ada],
        tags=[dams],
        updated_at=NOON + timedelta(hours=3),
        body=body(("paragraph", "<p>Water.</p>")),
    )


def test_atom_feed_has_the_whole_article(client: Client, flood: Article) -> None:
    found = atom(client, "/en/feed.xml")

    assert (found.feed.title, found.feed.language) == ("The Paper", "en")
    assert [(link.rel, link.href) for link in found.feed.links] == [
        ("self", f"{HOME}/en/feed.xml"),
        ("alternate", f"{HOME}/en/"),
    ]
    assert found.feed.updated == "2026-04-16T13:00:00+00:00"
    (entry,) = found.entries
    assert (entry.title, entry.link) == ("Flood & <drought>", FLOOD)
    assert entry.summary == "It “rose” by two metres."
    assert (entry.published, entry.updated) == (
        "2026-04-16T10:00:00+00:00",
        "2026-04-16T13:00:00+00:00",
    )
    assert [(author.name, author.href) for author in entry.authors] == [
        ("Bo", f"{HOME}/en/authors/bo/"),
        ("Ada", f"{HOME}/en/authors/ada/"),
    ]
    assert [(tag.term, tag.label) for tag in entry.tags] == [
        ("river", "River"),
        ("dams", "Dams & <weirs>"),
    ]
    assert entry.content[0].value == "<p>Water.</p>"


def test_json_feed_has_the_whole_article(client: Client, flood: Article) -> None:
    found = feed(client, "/en/feed.json")

    (item,) = found.pop("items")
    assert found == {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "The Paper",
        "home_page_url": f"{HOME}/en/",
        "feed_url": f"{HOME}/en/feed.json",
        "language": "en",
        "authors": [{"name": "The Paper", "url": f"{HOME}/en/"}],
    }
    assert item.pop("id").startswith("urn:uuid:")
    assert item == {
        "url": FLOOD,
        "title": "Flood & <drought>",
        "summary": "It “rose” by two metres.",
        "content_html": "<p>Water.</p>",
        "date_published": "2026-04-16T10:00:00+00:00",
        "date_modified": "2026-04-16T13:00:00+00:00",
        "authors": [
            {"name": "Bo", "url": f"{HOME}/en/authors/bo/"},
            {"name": "Ada", "url": f"{HOME}/en/authors/ada/"},
        ],
        "tags": ["River", "Dams & <weirs>"],
        "language": "en",
    }


@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("/en/sections/river/", "River · The Paper"),
        ("/en/authors/ada/", "Ada · The Paper"),
        ("/en/tags/dams/", "Dams & <weirs> · The Paper"),
    ],
)
def test_each_group_has_feeds_of_its_own(
    client: Client, paper: FrontPage, flood: Article, path: str, title: str
) -> None:
    add_article(paper, "Gate")

    found, same = feed(client, f"{path}feed.json"), atom(client, f"{path}feed.xml")

    assert (found["title"], found["home_page_url"]) == (title, HOME + path)
    assert [item["url"] for item in found["items"]] == [FLOOD]
    assert [entry.link for entry in same.entries] == [FLOOD]
    assert same.feed.links[0].href == f"{HOME}{path}feed.xml"


def test_feeds_of_each_language_are_apart(
    client: Client, paper: FrontPage, front_es: FrontPage, es: Locale, flood: Article
) -> None:
    assert flood.section is not None
    rio = translate(flood.section, es, "Río")
    add_article(front_es, "Crecida", translates=flood, section=rio)

    ours, theirs = atom(client, "/en/feed.xml"), atom(client, "/es/feed.xml")

    assert (theirs.feed.title, theirs.feed.language) == ("El Diario", "es")
    assert [entry.title for entry in theirs.entries] == ["Crecida"]
    assert {ours.feed.id, ours.entries[0].id}.isdisjoint({theirs.feed.id, theirs.entries[0].id})
    assert [each["title"] for each in feed(client, "/es/sections/rio/feed.json")["items"]] == [
        "Crecida"
    ]
    assert client.get("/es/sections/river/feed.json").headers["Location"] == (
        "/es/sections/rio/feed.json"
    )


def test_ids_never_change(client: Client, flood: Article, settings: Settings) -> None:
    before = atom(client, "/en/feed.xml")

    flood.title, flood.slug = "Another", "another"
    flood.save_revision().publish()
    settings.WAGTAILADMIN_BASE_URL = "https://elsewhere.example"
    after = atom(client, "/en/feed.xml")

    assert after.entries[0].link == "https://elsewhere.example/en/2026/04/16/another/"
    assert [after.feed.id, after.entries[0].id] == [before.feed.id, before.entries[0].id]


def test_what_readers_cannot_open_is_in_no_feed(
    client: Client, paper: FrontPage, flood: Article
) -> None:
    add_article(paper, "Draft", is_live=False)
    withdrawn = add_article(paper, "Withdrawn")
    withdrawn.unpublish()
    closed = add_article(paper, "Closed")
    PageViewRestriction.objects.create(page=closed, restriction_type="login")

    assert [item["url"] for item in feed(client, "/en/feed.json")["items"]] == [FLOOD]


def test_copies_are_in_no_feed(client: Client, flood: Article, paper: FrontPage) -> None:
    flood.create_alias(parent=paper, update_slug="again")

    assert [each["url"] for each in feed(client, "/en/feed.json")["items"]] == [
        f"{HOME}/en/2026/04/16/flood/"
    ]


def test_feed_holds_the_latest_only(client: Client, paper: FrontPage) -> None:
    for number in range(MOST + 1):
        add_article(paper, f"Day {number}", at=NOON + timedelta(days=number))

    titles = [item["title"] for item in feed(client, "/en/feed.json")["items"]]

    assert titles == [f"Day {number}" for number in range(MOST, 0, -1)]


def test_feed_of_nothing_is_a_feed(client: Client, paper: FrontPage) -> None:
    add_group(Tag, paper.locale, "Dams")

    assert feed(client, "/en/tags/dams/feed.json")["items"] == []
    assert atom(client, "/en/tags/dams/feed.xml").entries == []


@pytest.mark.parametrize(
    "path", ["/fr/feed.xml", "/en/tags/none/feed.xml", "/en/feed.rss", "/en/authors/x/feed.json"]
)
def test_no_feed_is_where_nothing_is(client: Client, paper: FrontPage, path: str) -> None:
    assert client.get(path).status_code == 404


def test_feed_of_a_name_without_a_word_in_the_language(
    client: Client, front_es: FrontPage, flood: Article
) -> None:
    assert client.get("/es/authors/ada/feed.json").status_code == 404

    ada = Author.objects.get(slug="ada")
    add_article(front_es, "Crecida", authors=[ada])

    assert feed(client, "/es/authors/ada/feed.json")["title"] == "Ada · El Diario"


def test_odd_characters_break_no_feed(client: Client, paper: FrontPage) -> None:
    Paper.objects.filter(locale=paper.locale).update(tagline="A \x0bline ]]> &amp; <b>")
    title = 'Bell\x0btower \x07& "quotes" ]]> <b>'
    add_article(paper, title, slug="x", body=body(("paragraph", "<p>a\x0bb ]]&gt;</p>")))

    (entry,) = atom(client, "/en/feed.xml").entries
    (item,) = feed(client, "/en/feed.json")["items"]

    assert item["title"] == 'Bell tower & "quotes" ]]> <b>'
    assert item["content_html"] == entry.content[0].value == "<p>a b ]]&gt;</p>"


def test_addresses_are_whole_and_nothing_runs(client: Client, paper: FrontPage) -> None:
    found = html_of(
        client,
        ("paragraph", '<p>See <a href="/en/">us</a> and <a href="#fn1">1</a>.</p>'),
        ("html", '<p onclick="x()">Hi<script>alert(1)</script><img src="/media/a.png"></p>'),
        ("markdown", "A note[^1] and [here](/en/tags/x/ \"t\").\n\n[js](javascript:alert(1))"),
        ("video", {"url": "https://www.youtube.com/watch?v=abc", "title": "The gate"}),
        ("social", {"url": "https://mastodon.example/@ada/1", "text": "It rose", "author": "Ada"}),
        front=paper,
    )  # fmt: skip

    assert f'<a href="{HOME}/en/">us</a> and <a href="{FLOOD}#fn1">1</a>' in found
    assert f'<p>Hi<img alt="" src="{HOME}/media/a.png"></p>' in found
    assert f'<a href="{HOME}/en/tags/x/">here</a>' in found
    assert '<a href="https://www.youtube.com/watch?v=abc">The gate</a>' in found
    assert "It rose" in found
    assert '<a href="https://mastodon.example/@ada/1">Ada, on ' in found
    for word in ("script", "onclick", "javascript:alert", "class=", "style=", "data-", "iframe"):
        assert word not in found.replace("[js](javascript:alert(1))", ""), word


def test_questions_stand_in_the_text(client: Client, paper: FrontPage) -> None:
    answer = add_article(paper, "Answer", at=NOON - timedelta(days=1))
    asked: list[dict[str, Any]] = [
        {"text": "Who closed it?"},
        {"text": "Why?", "answer": "Rust.", "answered_on": NOON.date(), "answered_by": answer},
    ]
    add_article(paper, "Flood", questions=asked, body=body(("paragraph", "<p>Water.</p>")))

    (item, _) = feed(client, "/en/feed.json")["items"]

    found = " ".join(item["content_html"].split())
    assert found.startswith("<p>Water.</p> <h2>Open questions </h2> <ol> <li><p><b>Who closed it?")
    assert "Answered on 16 April 2026." in found
    assert f'<a href="{HOME}/en/2026/04/15/answer/" hreflang="en">Answer</a>' in found


def test_hub_is_told_where_there_is_one(client: Client, flood: Article, settings: Settings) -> None:
    settings.FEEDS = FeedsConfig(hub="https://hub.example/")

    links = {link.rel: link.href for link in atom(client, "/en/feed.xml").feed.links}

    assert links["hub"] == "https://hub.example/"
    assert feed(client, "/en/feed.json")["hubs"] == [
        {"type": "WebSub", "url": "https://hub.example/"}
    ]


def feeds_named(client: Client, path: str) -> list[tuple[str, str, str]]:
    page = tree(client.get(path))
    found = page.xpath("//link[@rel='alternate'][@title]")
    return [(link.get("type"), link.get("title"), link.get("href")) for link in found]


def test_pages_lead_feed_readers_to_feeds(client: Client, flood: Article) -> None:
    paper_feeds = [
        ("application/atom+xml", "The Paper", f"{HOME}/en/feed.xml"),
        ("application/feed+json", "The Paper", f"{HOME}/en/feed.json"),
    ]
    of_river = [
        ("application/atom+xml", "River · The Paper", f"{HOME}/en/sections/river/feed.xml"),
        ("application/feed+json", "River · The Paper", f"{HOME}/en/sections/river/feed.json"),
    ]

    assert feeds_named(client, "/en/") == paper_feeds
    assert feeds_named(client, "/en/2026/04/16/flood/") == paper_feeds
    assert feeds_named(client, "/en/sections/river/") == of_river + paper_feeds
    assert feeds_named(client, "/en/nothing/") == []


def test_people_find_the_feeds_too(client: Client, flood: Article) -> None:
    page = tree(client.get("/en/feeds/"))

    hrefs = [link.get("href") for link in page.xpath("//main//a")]
    assert hrefs == [
        "/en/feed.xml",
        "/en/feed.json",
        "/en/sections/river/feed.xml",
        "/en/sections/river/feed.json",
        "/en/sections/sport/feed.xml",
        "/en/sections/sport/feed.json",
        "/en/corrections/feed.xml",
        "/en/corrections/feed.json",
        "/en/-/comments/feed.xml",
    ]
    assert "/en/feeds/" in [link.get("href") for link in page.xpath("//footer//a")]


@pytest.mark.every_case
@pytest.mark.parametrize("count", [1, 3])
def test_queries_do_not_grow_with_the_articles(
    client: Client,
    paper: FrontPage,
    flood: Article,
    count: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(count - 1):
        authors = [add_group(Author, paper.locale, f"Author {number}")]
        tags = [add_group(Tag, paper.locale, f"Tag {number}")]
        add_article(
            paper, f"Day {number}", section=flood.section, authors=authors, tags=tags,
            body=body(("paragraph", "<p>Water.</p>")),
        )  # fmt: skip
    client.get("/en/feed.xml")

    with django_assert_num_queries(9):
        assert len(atom(client, "/en/feed.xml").entries) == count
