"""The desk finds articles by the same words as readers do, and drafts besides, for those who may edit them."""

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from wagtail.models import GroupPagePermission, Page
from wagtail.search.models import IndexEntry

from rotativa.articles.models import Article, FrontPage
from rotativa.articles.search.backend import SearchBackend
from rotativa.articles.search.full_text import full_text
from rotativa.articles.search.wanted import TooLong
from rotativa.newsroom.groups import AUTHOR, EDITOR
from rotativa.pages.models import PlainPage
from tests.articles.test_search import HOSTILE
from tests.factories.articles import add_article
from tests.newsroom.desk import desk_of

LIST, SEARCH = "/desk/articles/", "/desk/pages/search/"
CHOOSER = "/desk/choose-page/search/"


def listed(client: Client, query: str, *, at: str = LIST, **more: Any) -> list[str]:
    answer = client.get(at, {"q": query, **more})
    assert answer.status_code == 200
    return [page.draft_title for page in answer.context["pages"]]


@pytest.fixture
def desk(paper: FrontPage) -> Client:
    return desk_of(EDITOR)


@pytest.mark.parametrize("at", [LIST, SEARCH, CHOOSER])
def test_article_is_found_by_what_it_says_anywhere(desk: Client, paper: FrontPage, at: str) -> None:
    add_article(paper, "The gate", deck="Of eels", body=[("paragraph", "<p>It was raised</p>")])
    add_article(paper, "Other")

    for query in ("gate", "ga", "eel rais", "GATES", '"was raised"'):
        assert listed(desk, query, at=at) == ["The gate"]
    assert listed(desk, "weir", at=at) == []


@pytest.mark.parametrize("at", [LIST, SEARCH, CHOOSER])
def test_draft_is_found_by_its_latest_words(desk: Client, paper: FrontPage, at: str) -> None:
    add_article(paper, "Draft of a gate", is_live=False)
    changed = add_article(paper, "The weir")
    draft = changed.get_latest_revision_as_object()
    draft.title = "A gate after all"
    draft.save_revision()

    assert sorted(listed(desk, "gate", at=at)) == ["A gate after all", "Draft of a gate"]
    assert listed(desk, "weir", at=at) == ["A gate after all"]  # as readers have it


@pytest.mark.indexed
@pytest.mark.parametrize("at", [SEARCH, CHOOSER])
def test_pages_that_are_no_articles_are_found_among_them(
    desk: Client, paper: FrontPage, at: str
) -> None:
    add_article(paper, "The gate")
    paper.refresh_from_db()
    paper.add_child(
        instance=PlainPage(title="Gate of the house", slug="house", locale=paper.locale)
    )

    assert sorted(listed(desk, "gate", at=at)) == ["Gate of the house", "The gate"]


def test_articles_are_narrowed_and_ordered_as_without_words(
    desk: Client, paper: FrontPage, front_es: FrontPage
) -> None:
    for title in ("Gate b", "Gate a", "Gate c"):
        add_article(paper, title)
    add_article(front_es, "Gate d")

    language = "en"
    assert listed(desk, "gate", ordering="title", language=language) == [
        "Gate a",
        "Gate b",
        "Gate c",
    ]
    assert listed(desk, "gate", ordering="-title", language=language) == [
        "Gate c",
        "Gate b",
        "Gate a",
    ]
    assert len(listed(desk, "gate", state="draft")) == 0


@pytest.mark.parametrize("at", [LIST, SEARCH])
def test_who_may_not_work_on_pages_finds_none(
    paper: FrontPage, front_es: FrontPage, at: str
) -> None:
    """Somebody whose group works below the Spanish front page only."""
    add_article(paper, "Secret gate", is_live=False)
    add_article(front_es, "Compuerta gate", is_live=False)
    spanish = Group.objects.create(name="Spanish")
    spanish.permissions.set(Group.objects.get(name=AUTHOR).permissions.all())
    permission = GroupPagePermission.objects.filter(permission__codename="change_page").first()
    assert permission is not None
    GroupPagePermission.objects.create(
        group=spanish, page=front_es, permission_id=permission.permission_id
    )

    assert listed(desk_of("Spanish"), "gate", at=at) == ["Compuerta gate"]
    assert len(listed(desk_of(EDITOR), "gate", at=at)) == 2


@pytest.mark.parametrize("query", HOSTILE)
def test_any_query_gets_an_answer_in_the_desk(desk: Client, paper: FrontPage, query: str) -> None:
    add_article(paper, "The gate log")
    said = query.encode("utf-8", "surrogatepass")

    for at in (LIST, SEARCH, CHOOSER):
        assert desk.get(at, {"q": said}).status_code == 200


@pytest.mark.parametrize("number", [1, 3])
def test_finding_costs_the_same_for_one_article_and_for_three(
    desk: Client,
    paper: FrontPage,
    number: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for each in range(number):
        add_article(paper, f"Gate {each}")
    listed(desk, "gate")

    with django_assert_num_queries(19):
        assert len(listed(desk, "gate")) == number


@pytest.mark.parametrize("at", [LIST, SEARCH])
def test_of_very_many_all_are_found_and_headlines_come_first(
    desk: Client, paper: FrontPage, monkeypatch: pytest.MonkeyPatch, at: str
) -> None:
    """More than are weighed by all that they say."""
    monkeypatch.setattr(type(full_text()), "most_weighed", 2)
    add_article(paper, "Of the gate")
    for number in range(3):
        add_article(paper, f"Eel {number}", body=[("paragraph", "<p>At the gate</p>")])

    assert listed(desk, "gate", at=at) == ["Of the gate", "Eel 2", "Eel 1", "Eel 0"]


@pytest.mark.parametrize("at", [LIST, SEARCH, CHOOSER])
def test_search_of_the_desk_that_takes_too_long_is_given_up(
    desk: Client, paper: FrontPage, monkeypatch: pytest.MonkeyPatch, at: str
) -> None:
    add_article(paper, "Gate")

    def takes_too_long(*_: Any, **__: Any) -> None:
        raise TooLong

    monkeypatch.setattr(type(full_text()), "found", takes_too_long)

    page = desk.get(at, {"q": "gate"})
    piece = desk.get(at, {"q": "gate"}, headers={"X-Requested-With": "XMLHttpRequest"})

    assert page.status_code == 503
    assert "This took too long." in page.content.decode()
    assert piece.content.decode().startswith('<p role="status">This took too long.')
    assert desk.get("/desk/").status_code == 200


@pytest.mark.indexed
def test_articles_are_not_in_wagtails_index(paper: FrontPage) -> None:
    """Each save of one would read all of it for an average."""
    add_article(paper, "The gate")
    paper.save()

    assert IndexEntry.objects.filter(content_type__model="frontpage").exists()
    assert not IndexEntry.objects.filter(content_type__model="article").exists()


def test_results_are_cut_as_query_sets_are(paper: FrontPage) -> None:
    for number in range(4):
        add_article(paper, f"Gate {number}")
    search = SearchBackend({})

    found = search.autocomplete("gate", Article.objects.order_by("title"), order_by_relevance=False)

    assert [page.title for page in found[1:3]] == ["Gate 1", "Gate 2"]
    assert (found.count(), found[1:3].count(), found[3].title) == (4, 2, "Gate 3")
    assert found.facet("live") == {True: 4}
    assert search.search("", Page).count() == 0
