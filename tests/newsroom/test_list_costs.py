"""What the lists of the desk ask of the database, whoever looks at them and however they are narrowed."""

from collections.abc import Callable
from urllib.parse import urlencode

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import GroupPagePermission, Locale

from rotativa.articles.models import Author, FrontPage, Section
from rotativa.newsroom.groups import AUTHOR, EDITOR
from rotativa.people.models import User
from tests.factories.articles import add_article, add_group
from tests.newsroom.desk import desk_of

MOST = 19
MOST_OF_WAGTAIL = 22
"""Of its search in all pages, whose rows and menus are its own."""
GRID, LIST, SEARCH = "/desk/translations/", "/desk/articles/", "/desk/pages/search/?q=gate"


def addresses(river: Section, bo: Author) -> list[str]:
    """Each list as it is, and narrowed by all its filters and words at once; these only add queries."""
    common = {"section": river.pk, "author": bo.pk, "q": "gate"}
    of_grid = {**common, "original": "1", "in_en": "original", "in_es": "draft"}
    of_list = {**common, "language": "en", "state": "published", "ordering": "-title"}
    return [
        GRID,
        f"{GRID}?{urlencode(of_grid)}",
        f"{GRID}?{urlencode(common)}",
        LIST,
        f"{LIST}?{urlencode({**of_list, 'published_date_from': '2026-01-01'})}",
        f"{LIST}?{urlencode(common)}",
        SEARCH,
    ]


def desk_of_one_language(front: FrontPage) -> Client:
    """Of somebody whose group works below one front page, and publishes nothing."""
    group = Group.objects.create(name="One")
    group.permissions.set(Group.objects.get(name=AUTHOR).permissions.all())
    change = GroupPagePermission.objects.filter(permission__codename="change_page").first()
    assert change is not None
    GroupPagePermission.objects.create(group=group, page=front, permission_id=change.permission_id)
    return desk_of("One")


def desk_of_superuser(_: FrontPage) -> Client:
    client = Client()
    client.force_login(User.objects.create_superuser("ada@paper.example", "a password of hers"))
    return client


@pytest.mark.parametrize(
    "sign_in",
    [
        pytest.param(desk_of_one_language, id="one language"),
        pytest.param(desk_of_superuser, id="superuser"),
        pytest.param(lambda _: desk_of(EDITOR), id="editor"),
        pytest.param(lambda _: desk_of(AUTHOR), id="author"),
    ],
)
def test_lists_cost_everybody_the_same_few_queries_for_one_article_and_for_three(
    paper: FrontPage, front_es: FrontPage, es: Locale, sign_in: Callable[[FrontPage], Client]
) -> None:
    river, bo = add_group(Section, paper.locale, "River"), add_group(Author, paper.locale, "Bo")
    desk = sign_in(paper)

    def add(number: int) -> None:
        gate = add_article(paper, f"Gate {number}", section=river, authors=[bo])
        gate.copy_for_translation(es)

    def asked() -> dict[str, int]:
        found = {}
        for address in addresses(river, bo):
            with CaptureQueriesContext(connection) as queries:
                html = desk.get(address).content.decode()
            assert "Gate" in html
            found[address] = len(queries)
        return found

    add(1)
    for path in (GRID, LIST, SEARCH):
        desk.get(path)  # what the first costs alone
    of_one = asked()
    add(2)
    add(3)
    of_three = asked()

    assert of_three == of_one
    assert of_one.pop(SEARCH) <= MOST_OF_WAGTAIL
    assert max(of_one.values()) <= MOST
