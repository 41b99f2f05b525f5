"""The desk says whose it is: the paper's, made with Rotativa."""

import pytest

from rotativa.articles.models import FrontPage
from tests.html import tree, words
from tests.newsroom.desk import desk_of

MARK = "/static/pages/brand/favicon.svg"


@pytest.mark.parametrize("address", ["/desk/", "/desk/articles/", "/desk/nothing.html/"])
def test_desk_bears_our_mark_and_not_wagtails(paper: FrontPage, address: str) -> None:
    page = tree(desk_of("Editor").get(address))

    assert words(page.find(".//title")).endswith(" - Rotativa")
    icons = [link.get("href") for link in page.iter("link") if "icon" in (link.get("rel") or "")]
    assert icons == [MARK]
    assert MARK in [image.get("src") for image in page.iter("img")]


def test_dashboard_is_the_papers(paper: FrontPage) -> None:
    assert words(tree(desk_of("Editor").get("/desk/")).find(".//h1")) == "The Paper"


def test_headline_is_explained_in_our_words(paper: FrontPage) -> None:
    page = desk_of("Author").get(f"/desk/pages/add/articles/article/{paper.pk}/").content.decode()

    assert "Stands over the article, in lists and in search results." in page
    assert "seen by the public" not in page
