"""Earlier and later coverage: published only, in the language of the page where it can be."""

from datetime import timedelta

import time_machine
from django.test import Client
from wagtail.models import PageViewRestriction

from rotativa.articles.models import FrontPage
from tests.factories.articles import NOON, add_article
from tests.html import links, part, tree, words

ADDRESS = "/en/2026/04/16/gate/"
DAY = timedelta(days=1)


@time_machine.travel(NOON, tick=False)  # of this year's dates no year is told
def test_earlier_coverage_stands_in_the_editors_order_with_its_dates(
    client: Client, paper: FrontPage
) -> None:
    new = add_article(paper, "Newer", at=NOON - 45 * DAY)
    old = add_article(paper, "Older", at=NOON - 200 * DAY)
    add_article(paper, "The gate", slug="gate", earlier=[old, new])

    earlier = part(tree(client.get(ADDRESS)), "earlier")

    assert [words(each) for each in earlier] == [
        "Earlier coverage, 28 September 2025 Older",
        "Earlier coverage, 2 March Newer",
    ]


def test_earlier_coverage_is_shown_in_the_language_of_the_page(
    client: Client, paper: FrontPage, front_es: FrontPage
) -> None:
    translated = add_article(front_es, "Traducido")
    alone = add_article(front_es, "Sin traducir")
    add_article(paper, "Translated", translates=translated)
    itself = add_article(front_es, "La compuerta")  # as an import or a link may leave it
    named = [translated, itself, alone]
    add_article(paper, "The gate", slug="gate", translates=itself, earlier=named)

    earlier = part(tree(client.get(ADDRESS)), "earlier")

    assert [(a.get("lang"), words(a), a.get("href")) for a in earlier.iter("a")] == [
        (None, "Translated", "/en/2026/04/16/translated/"),
        ("es", "Sin traducir", "/es/2026/04/16/sin-traducir/"),
    ]


def test_what_readers_cannot_open_is_not_shown(client: Client, paper: FrontPage) -> None:
    draft = add_article(paper, "Draft", is_live=False)
    private = add_article(paper, "Private")
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    public = add_article(paper, "Public")
    gate = add_article(paper, "The gate", slug="gate", earlier=[draft, private, public])
    add_article(paper, "Later draft", is_live=False, earlier=[gate])

    page = tree(client.get(ADDRESS))

    assert links(part(page, "earlier")) == [("Public", "/en/2026/04/16/public/")]
    assert page.xpath("//*[@id='later-title']") == []


def test_later_coverage_is_found_through_any_language_latest_first(
    client: Client, paper: FrontPage, front_es: FrontPage
) -> None:
    gate = add_article(paper, "The gate", slug="gate")
    puerta = add_article(front_es, "La compuerta", translates=gate)
    add_article(paper, "First", at=NOON + DAY, earlier=[gate])
    second = add_article(front_es, "Segundo", at=NOON + 2 * DAY, earlier=[puerta])
    add_article(paper, "Second", at=NOON + 3 * DAY, translates=second)
    add_article(front_es, "Tercero", at=NOON + 4 * DAY, earlier=[puerta])

    page = tree(client.get(ADDRESS))

    (section,) = page.xpath("//section[@aria-labelledby='later-title']")
    assert links(section) == [
        ("Tercero", "/es/2026/04/20/tercero/"),
        ("Second", "/en/2026/04/19/second/"),
        ("First", "/en/2026/04/17/first/"),
    ]
    assert [story.get("lang") for story in section.iter("article")] == ["es", None, None]


def test_article_that_has_gone_is_no_longer_coverage(client: Client, paper: FrontPage) -> None:
    gate = add_article(paper, "The gate", slug="gate")
    later = add_article(paper, "Later", earlier=[gate])
    assert "Later coverage" in words(tree(client.get(ADDRESS)))

    later.unpublish()

    assert "Later coverage" not in words(tree(client.get(ADDRESS)))
