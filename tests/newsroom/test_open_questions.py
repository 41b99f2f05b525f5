"""The desk's first page reminds of questions that nobody has answered for long."""

from datetime import date

import pytest
import time_machine
from pytest_django import DjangoAssertNumQueries

from rotativa.articles.models import FrontPage
from tests.factories.articles import add_article
from tests.html import links, tree
from tests.newsroom.desk import desk_of


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2026-04-16 09:15Z", tick=False):
        yield


def reminders(front: FrontPage) -> list[str]:
    page = tree(desk_of("Editor").get("/desk/"))
    return [words for words, path in links(page) if "/inquiry/edit/" in path]


def test_those_open_for_a_fortnight_are_named_the_oldest_first(paper: FrontPage) -> None:
    old = {"text": "Who closed it?", "asked_on": date(2026, 3, 10)}
    older = {"text": "Who paid?", "asked_on": date(2026, 2, 1)}
    new = {"text": "Who knew?", "asked_on": date(2026, 4, 10)}
    answered = {"text": "Where?", "asked_on": date(2026, 1, 1), "answered_on": date(2026, 2, 1)}
    add_article(paper, "The gate", questions=[old, older, new, answered])
    add_article(paper, "Draft", questions=[old | {"text": "Draft?"}], is_live=False)

    assert reminders(paper) == ["Who paid?", "Who closed it?"]


@pytest.mark.parametrize("number", [1, 3])
def test_reminders_cost_the_same_however_many(
    paper: FrontPage, number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for each in range(number):
        asked = {"text": f"Who {each}?", "asked_on": date(2026, 3, 1)}
        add_article(paper, f"Gate {each}", questions=[asked])
    desk = desk_of("Editor")
    desk.get("/desk/")

    with django_assert_num_queries(27):
        desk.get("/desk/")
