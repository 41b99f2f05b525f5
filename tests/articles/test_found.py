"""What every kind of page tells search engines: its address, its languages, whether to keep it."""

from datetime import timedelta

import pytest
from django.test import Client
from wagtail.models import Locale

from rotativa.articles.models import Author, FrontPage, Section, Tag
from rotativa.pages.models import PlainPage
from tests.factories.articles import NOON, add_article, add_group, translate
from tests.html import head_links, metas, tree

HOME = "https://paper.example"
BOTH = {
    "/en/": "/es/",
    "/en/2026/04/16/flood/": "/es/2026/04/17/crecida/",
    "/en/sections/river/": "/es/sections/rio/",
    "/en/authors/ada/": "/es/authors/ada/",
    "/en/tags/dams/": "/es/tags/presas/",
    "/en/about/": "/es/quienes/",
    "/en/2026/04/": "/es/2026/04/",
    "/en/archive/": "/es/archive/",
    "/en/archive/2026/": "/es/archive/2026/",
    "/en/questions/": "/es/questions/",
    "/en/feeds/": "/es/feeds/",
}
ALONE = {
    "/en/2026/02/15/drought/",
    "/en/sections/river/page/1/",
    "/en/2026/02/",
    "/es/sections/puerto/",
}
HIDDEN = {"/en/nothing/", "/en/2026/04/16/withdrawn/", "/en/search/", "/en/-/sign-in/"}


@pytest.fixture
def full(
    paper: FrontPage, front_es: FrontPage, es: Locale, monkeypatch: pytest.MonkeyPatch
) -> FrontPage:
    """A paper with each kind of page in two languages, and some in one."""
    monkeypatch.setattr("rotativa.articles.views.lists.PAGE_SIZE", 2)
    river, ada = add_group(Section, paper.locale, "River"), add_group(Author, paper.locale, "Ada")
    dams = add_group(Tag, paper.locale, "Dams")
    rio, presas = (translate(group, es, name) for group, name in ((river, "Rio"), (dams, "Presas")))
    add_group(Section, es, "Puerto")
    for number in range(4):
        at = NOON - timedelta(days=60 + number)
        add_article(paper, "Drought" if not number else f"Day {number}", section=river, at=at)
    asked = [{"text": "Why?"}]
    flood = add_article(paper, "Flood", section=river, authors=[ada], tags=[dams], questions=asked)
    add_article(
        front_es, "Crecida", translates=flood, section=rio, authors=[ada], tags=[presas],
        questions=asked, at=NOON + timedelta(days=1),
    )  # fmt: skip
    about = PlainPage(title="About", slug="about", locale=paper.locale)
    paper.add_child(instance=about)
    us = PlainPage(
        title="Quiénes", slug="quienes", locale=es, translation_key=about.translation_key
    )
    front_es.add_child(instance=us)
    add_article(paper, "Withdrawn").unpublish()
    return paper


def alternates(client: Client, path: str) -> list[tuple[str | None, str]]:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return head_links(tree(answer), "alternate")


def test_each_kind_of_page_names_its_languages_in_both_directions(
    client: Client, full: FrontPage
) -> None:
    for ours, theirs in BOTH.items():
        expected = [("en", HOME + ours), ("es", HOME + theirs), ("x-default", HOME + ours)]
        found = [each for each in alternates(client, ours) if each[0] != "ar"]
        assert found == expected, ours
        found = [each for each in alternates(client, theirs) if each[0] != "ar"]
        assert found == expected, theirs


def test_page_without_a_counterpart_names_none(client: Client, full: FrontPage) -> None:
    for path in ALONE:
        assert alternates(client, path) == [], path


def test_each_page_has_its_own_address_and_is_kept(client: Client, full: FrontPage) -> None:
    for path in {*BOTH, *BOTH.values(), *ALONE}:
        page = tree(client.get(f"{path}?utm_source=x"))
        assert head_links(page, "canonical") == [(None, HOME + path)], path
        assert "noindex" not in metas(page).get("robots", ""), path


def test_what_is_no_page_of_the_paper_is_not_kept(client: Client, full: FrontPage) -> None:
    for path in HIDDEN:
        page = tree(client.get(path))
        assert metas(page)["robots"] == "noindex", path
        assert [each for each in head_links(page, "alternate") if each[0] == "x-default"] == [] or (
            path == "/en/search/"
        ), path
