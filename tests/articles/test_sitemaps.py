"""Sitemaps in all languages: an index, the lists, the articles of each month, the news."""

from datetime import UTC, datetime, timedelta
from urllib.robotparser import RobotFileParser

import pytest
import time_machine
from django.test import Client
from lxml import etree
from pytest_django import DjangoAssertNumQueries
from wagtail.models import Locale, PageViewRestriction

from rotativa.articles import sitemaps
from rotativa.articles.actions import add_many
from rotativa.articles.models import Article, Author, FrontPage, Section, Tag
from rotativa.pages.models import PlainPage
from tests.factories.articles import NOON, add_article, add_group, translate
from tests.factories.evidence import claim, leaning, source, tell
from tests.formats import NAMES, checked_sitemap, locations

HOME = "https://paper.example"
INDEX, LISTS, NEWS = "/sitemap.xml", "/en/sitemap-lists.xml", "/en/sitemap-news.xml"
APRIL = "/en/sitemap-2026-04.xml"
FLOOD = f"{HOME}/en/2026/04/16/flood/"
CRECIDA = f"{HOME}/es/2026/04/17/crecida/"
LAST_YEAR, LONG_AGO = NOON - timedelta(days=365), NOON - timedelta(days=3650)


def sitemap(client: Client, path: str) -> etree._Element:
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/xml; charset=utf-8"
    return checked_sitemap(answer.content)


def versions(root: etree._Element) -> dict[str, list[tuple[str, str]]]:
    """By address, the languages told of it."""
    return {
        url.findtext("sm:loc", "", NAMES): [
            (link.get("hreflang", ""), link.get("href", ""))
            for link in url.iterfind("xhtml:link", NAMES)
        ]
        for url in root
    }


@pytest.fixture
def flood(paper: FrontPage) -> Article:
    return add_article(paper, "Flood")


@pytest.fixture
def crecida(flood: Article, front_es: FrontPage) -> Article:
    return add_article(front_es, "Crecida", translates=flood, at=NOON + timedelta(days=1))


def test_index_names_the_files_of_each_language(client: Client, crecida: Article) -> None:
    Article.objects.update(last_published_at=NOON)
    with time_machine.travel(NOON + timedelta(days=40)):
        crecida.save_revision().publish()

    root = sitemap(client, INDEX)

    assert [
        (each.findtext("sm:loc", "", NAMES), each.findtext("sm:lastmod", None, NAMES))
        for each in root
    ] == [
        (f"{HOME}/en/sitemap-lists.xml", None),
        (f"{HOME}/en/sitemap-2026-04.xml", "2026-04-16T10:00:00+00:00"),
        (f"{HOME}/es/sitemap-lists.xml", None),
        (f"{HOME}/es/sitemap-2026-04.xml", "2026-05-26T10:00:00+00:00"),
        (f"{HOME}/ar/sitemap-lists.xml", None),
    ]
    for path in locations(root):
        sitemap(client, path.removeprefix(HOME))


def test_article_is_listed_with_its_languages_in_both(client: Client, crecida: Article) -> None:
    both = [("en", FLOOD), ("es", CRECIDA), ("x-default", FLOOD)]

    assert versions(sitemap(client, APRIL)) == {FLOOD: both}
    assert versions(sitemap(client, "/es/sitemap-2026-04.xml")) == {CRECIDA: both}


def test_address_is_that_of_the_page(client: Client, front_es: FrontPage) -> None:
    year = add_article(front_es, "Año", slug="año-de-агуа")

    assert locations(sitemap(client, "/es/sitemap-2026-04.xml")) == [HOME + str(year.url)]


def test_article_in_one_language_has_no_others(client: Client, flood: Article) -> None:
    assert versions(sitemap(client, APRIL)) == {FLOOD: []}


def test_change_is_told_by_its_publication(client: Client, flood: Article) -> None:
    with time_machine.travel(datetime(2026, 5, 3, 8, tzinfo=UTC)):
        flood.save_revision().publish()

    root = sitemap(client, APRIL)

    assert root.findtext(".//sm:lastmod", "", NAMES) == "2026-05-03T08:00:00+00:00"


def test_what_readers_cannot_open_is_in_no_sitemap(
    client: Client, paper: FrontPage, flood: Article, es: Locale
) -> None:
    add_article(paper, "Draft", is_live=False)
    add_article(paper, "Withdrawn").unpublish()
    closed = add_article(paper, "Closed")
    PageViewRestriction.objects.create(page=closed, restriction_type="login")
    alias = flood.copy_for_translation(es, alias=True)
    alias.refresh_from_db()
    assert alias.live
    assert client.get(str(alias.url)).status_code == 200

    with time_machine.travel(NOON + timedelta(hours=1)):
        assert locations(sitemap(client, APRIL)) == [FLOOD]
        assert versions(sitemap(client, APRIL)) == {FLOOD: []}
        assert locations(sitemap(client, NEWS)) == [FLOOD]
    assert client.get("/es/sitemap-2026-04.xml").status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_index_goes_by_months_and_not_by_articles(
    client: Client,
    paper: FrontPage,
    number: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    months = [NOON - timedelta(days=31 * each) for each in range(number)]
    for at in months:
        add_article(paper, f"Of {at:%B}", at=at)
    gone = add_article(paper, "Gone", at=LAST_YEAR)
    gone.unpublish()
    fields = {"locale": paper.locale, "live": True, "first_published_at": LONG_AGO}
    add_many(paper, [Article(title="Imported", slug="imported", **fields)], at=NOON)

    with django_assert_num_queries(4):
        names = locations(sitemap(client, INDEX))

    named = [name for name in names if "/en/sitemap-20" in name]
    assert named == [f"{HOME}/en/sitemap-{at:%Y-%m}.xml" for at in sorted([*months, LONG_AGO])]
    Article.objects.get(slug="imported").delete()
    assert len(locations(sitemap(client, INDEX))) == len(names) - 1


def test_long_month_is_cut(
    client: Client, paper: FrontPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("sitemaps", "views.sitemaps"):
        monkeypatch.setattr(f"rotativa.articles.{module}.MOST", 2)
    for number in range(5):
        add_article(paper, f"Day {number}", at=NOON + timedelta(days=number))

    parts = [path for path in locations(sitemap(client, INDEX)) if "2026" in path]

    assert parts == [
        f"{HOME}{path}"
        for path in (APRIL, "/en/sitemap-2026-04-2.xml", "/en/sitemap-2026-04-3.xml")
    ]
    found = [locations(sitemap(client, path.removeprefix(HOME))) for path in parts]
    assert [len(part) for part in found] == [2, 2, 1]
    assert len({url for part in found for url in part}) == 5
    assert client.get("/en/sitemap-2026-04-4.xml").status_code == 404
    assert client.get("/en/sitemap-2026-04-1.xml").status_code == 404


def test_lists_that_have_something_are_listed(
    client: Client, paper: FrontPage, front_es: FrontPage, es: Locale
) -> None:
    water = add_group(Section, paper.locale, "Water")
    river = add_group(Section, paper.locale, "River", parent=water)
    add_group(Section, paper.locale, "Sport")
    rio = translate(river, es, "Río")
    ada = add_group(Author, paper.locale, "Ada")
    dams = add_group(Tag, paper.locale, "Dams")
    add_group(Tag, paper.locale, "Nothing")
    add_article(paper, "Flood", section=river, authors=[ada], tags=[dams])
    add_article(paper, "Draft", is_live=False, section=Section.objects.get(name="Sport"))
    about = PlainPage(title="About", slug="about", locale=paper.locale)
    paper.add_child(instance=about)
    about.save_revision().publish()
    river_en, rio_es = f"{HOME}/en/sections/river/", f"{HOME}/es/sections/{rio.slug}/"

    found = versions(sitemap(client, LISTS))

    assert list(found) == [
        f"{HOME}/en/{path}"
        for path in (
            "",
            "archive/",
            "feeds/",
            "about/",
            "sections/water/",
            "sections/river/",
            "authors/ada/",
            "tags/dams/",
        )
    ]
    assert found[river_en] == [("en", river_en), ("es", rio_es), ("x-default", river_en)]
    for url in found:
        assert client.get(url.removeprefix(HOME)).status_code == 200
    assert rio_es not in versions(sitemap(client, "/es/sitemap-lists.xml"))


def test_group_without_a_name_in_a_language_is_listed_where_it_has_articles(
    client: Client, paper: FrontPage, front_es: FrontPage
) -> None:
    ada = add_group(Author, paper.locale, "Ada")
    add_article(front_es, "Crecida", authors=[ada])

    found = versions(sitemap(client, "/es/sitemap-lists.xml"))

    url = f"{HOME}/es/authors/ada/"
    assert ("es", url) in found[url]
    assert client.get("/es/authors/ada/").status_code == 200


def test_pages_of_evidence_are_listed_once_they_have_any(client: Client, paper: FrontPage) -> None:
    names = ("sources", "claims", "corrections")
    assert not [url for url in locations(sitemap(client, LISTS)) if url.endswith(names)]
    article = add_article(paper, "Gate", slug="gate", body=[leaning(source("Board"))])
    article = tell(article, claim())
    article.correction_text = "Eleven metres, not fourteen."
    article.save_revision().publish()

    found = locations(sitemap(client, LISTS))

    assert {f"{HOME}/en/{name}/" for name in names} <= set(found)


def test_news_of_two_days_are_told_with_the_name_of_the_paper(
    client: Client, paper: FrontPage
) -> None:
    add_article(paper, "Old", at=NOON - timedelta(days=2))
    add_article(paper, "Late & <new>", slug="late", at=NOON - timedelta(hours=47))
    add_article(paper, "Flood")

    with time_machine.travel(NOON + timedelta(minutes=5)):
        root = sitemap(client, NEWS)

    assert [
        [
            url.findtext(f".//{name}", "", NAMES)
            for name in (
                "sm:loc",
                "news:name",
                "news:language",
                "news:publication_date",
                "news:title",
            )
        ]
        for url in root
    ] == [
        [FLOOD, "The Paper", "en", "2026-04-16T10:00:00+00:00", "Flood"],
        [
            f"{HOME}/en/2026/04/14/late/",
            "The Paper",
            "en",
            "2026-04-14T11:00:00+00:00",
            "Late & <new>",
        ],
    ]


def test_news_are_no_more_than_google_takes(
    client: Client, paper: FrontPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sitemaps, "MOST_NEWS", 2)
    for number in range(3):
        add_article(paper, f"Minute {number}", at=NOON + timedelta(minutes=number))

    with time_machine.travel(NOON + timedelta(hours=1)):
        found = locations(sitemap(client, NEWS))

    assert found == [f"{HOME}/en/2026/04/16/minute-{number}/" for number in (2, 1)]


def test_quiet_paper_has_sitemaps_all_the_same(client: Client, paper: FrontPage) -> None:
    assert client.get(NEWS).status_code == 404
    assert locations(sitemap(client, INDEX))[0] == f"{HOME}/en/sitemap-lists.xml"

    add_article(paper, "Old", at=NOON - timedelta(days=1))
    add_article(paper, "Flood")
    with time_machine.travel(NOON + timedelta(days=9)):
        root = sitemap(client, NEWS)

    assert locations(root) == [FLOOD]
    assert root.find(".//news:news", NAMES) is None


@pytest.mark.parametrize("path", [APRIL, "/fr/sitemap-lists.xml", "/en/sitemap-2026-13.xml"])
def test_nothing_is_where_nothing_is(client: Client, paper: FrontPage, path: str) -> None:
    assert client.get(path).status_code == 404


def test_language_without_a_front_page_has_none(client: Client, front_es: FrontPage) -> None:
    front_es.unpublish()

    assert client.get("/es/sitemap-lists.xml").status_code == 404
    assert not [path for path in locations(sitemap(client, INDEX)) if "/es/" in path]


def test_robots_learn_where_sitemaps_are(client: Client, crecida: Article) -> None:
    rules = RobotFileParser()
    rules.parse(client.get("/robots.txt").content.decode().splitlines())

    assert rules.site_maps() == [f"{HOME}{path}" for path in (INDEX, NEWS, "/es/sitemap-news.xml")]


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("path", "queries"), [(INDEX, 4), (APRIL, 5), (LISTS, 17), (NEWS, 5)])
def test_queries_do_not_grow_with_the_articles(
    client: Client,
    paper: FrontPage,
    path: str,
    queries: int,
    count: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(count):
        tag = add_group(Tag, paper.locale, f"Tag {number}")
        add_article(paper, f"Day {number}", tags=[tag])
    client.get(path)

    with django_assert_num_queries(queries):
        sitemap(client, path)
