"""Earlier articles are suggested by the words that few others have."""

import pytest
from django.test import Client
from wagtail.models import PageViewRestriction

from rotativa.articles.models import Article, FrontPage
from rotativa.newsroom.groups import AUTHOR
from tests.articles.test_search import HOSTILE
from tests.factories.articles import add_article
from tests.html import tree
from tests.newsroom.desk import desk_of

ADDRESS = "/desk/articles/related/"


@pytest.fixture
def desk(paper: FrontPage) -> Client:
    return desk_of(AUTHOR)


def suggested(
    client: Client, text: str, page: Article | None = None, language: str = "en"
) -> list[str]:
    given = {"text": text, "language": language, "page": page.pk if page else ""}
    answer = client.get(ADDRESS, given)
    assert answer.status_code == 200
    buttons = tree(answer).xpath("//button") if "<button" in answer.content.decode() else []
    return [button.get("data-related-title") for button in buttons]


def test_nearest_article_stands_first(desk: Client, paper: FrontPage) -> None:
    add_article(paper, "The harbour wakes")
    add_article(paper, "Eels pass the weir at night")
    add_article(paper, "The weir is closed")

    assert suggested(desk, "Eels wait below the weir") == [
        "Eels pass the weir at night", "The weir is closed",
    ]  # fmt: skip
    assert suggested(desk, "Something else") == []


def test_only_what_readers_may_open_is_suggested(
    desk: Client, paper: FrontPage, front_es: FrontPage
) -> None:
    here = add_article(paper, "Weir of today")
    add_article(front_es, "Weir", translates=here)
    add_article(paper, "Weir in a draft", is_live=False)
    closed = add_article(paper, "Weir for some")
    PageViewRestriction.objects.create(page=closed, restriction_type=PageViewRestriction.LOGIN)
    add_article(paper, "Weir of old")

    assert suggested(desk, "weir", here) == ["Weir of old"]


def test_reader_is_told_nothing(client: Client, paper: FrontPage) -> None:
    assert client.get(ADDRESS, {"text": "weir", "language": "en"}).status_code == 302


@pytest.mark.parametrize("language", ["xx", "", "\0"])
def test_language_that_is_none_is_not_found(desk: Client, language: str) -> None:
    assert desk.get(ADDRESS, {"text": "weir", "language": language}).status_code != 200


@pytest.mark.parametrize("text", HOSTILE)
def test_any_text_gets_an_answer(desk: Client, paper: FrontPage, text: str) -> None:
    add_article(paper, "The gate log")
    given: dict[str, str | bytes] = {"language": "en", "page": "x"}
    given["text"] = text.encode("utf-8", "surrogatepass")

    assert desk.get(ADDRESS, given).status_code == 200


def test_panel_stands_beside_the_form(desk: Client, paper: FrontPage) -> None:
    from rotativa.people.models import User

    article = add_article(paper, "Gate", owner=User.objects.get())

    page = tree(desk.get(f"/desk/pages/{article.pk}/edit/"))

    (panel,) = page.xpath("//*[@data-related-from]")
    assert panel.get("data-related-from") == ADDRESS
    assert panel.get("data-related-page") == str(article.pk)
