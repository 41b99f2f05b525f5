"""Plain pages: where they may stand."""

import pytest
from django.test import Client

from rotativa.articles.models import FrontPage
from rotativa.pages.addresses import fixed_parts
from rotativa.pages.models import PlainPage
from rotativa.people.models import User


@pytest.fixture
def desk(client: Client, paper: FrontPage) -> Client:
    client.force_login(User.objects.create_superuser("ada@paper.example", "a password of hers"))
    return client


def add(desk: Client, parent: FrontPage | PlainPage, title: str, slug: str) -> str:
    """Words of the answer when the page is refused."""
    fields = {"title": title, "slug": slug, "body-count": 0, "comments-TOTAL_FORMS": 0}
    answer = desk.post(
        f"/desk/pages/add/pages/plainpage/{parent.pk}/",
        {**fields, "comments-INITIAL_FORMS": 0, "action-publish": "x"},
        follow=True,
    )
    return answer.content.decode()


def test_fixed_addresses_are_all_that_are_no_pages() -> None:
    assert fixed_parts() == {
        "-", "_util", "archive", "authors", "claims", "corrections", "feeds", "newsletters", "questions", "search",
        "sections", "sources", "tags",
    }  # fmt: skip


@pytest.mark.parametrize(("title", "slug"), [("Old papers", "archive"), ("Sections", "")])
def test_page_may_not_take_the_address_of_a_list(
    desk: Client, paper: FrontPage, title: str, slug: str
) -> None:
    assert "The paper has a page of its own at this address" in add(desk, paper, title, slug)

    assert not PlainPage.objects.exists()


def test_page_below_another_may(desk: Client, paper: FrontPage) -> None:
    add(desk, paper, "About", "about")
    add(desk, PlainPage.objects.get(), "Archive of our own", "archive")

    assert "Archive of our own" in desk.get("/en/about/archive/").content.decode()
