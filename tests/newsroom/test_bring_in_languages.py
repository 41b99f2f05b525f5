"""A language added to a site later is written in like the first ones."""

import pytest
from wagtail.models import GroupPagePermission, Page

from rotativa.articles.actions import set_up_paper
from rotativa.articles.models import FrontPage
from rotativa.cli.prepare import add_languages
from rotativa.lib.config import load_config
from rotativa.newsroom.groups import set_up_groups
from tests.newsroom.desk import desk_of, may


@pytest.fixture
def front(db: None) -> FrontPage:
    """The front page of Arabic, added to a paper that had begun in English and Spanish."""
    set_up_paper(["en", "es"], base_url="https://paper.example")
    set_up_groups()
    add_languages(load_config())
    return FrontPage.objects.get(locale__language_code="ar")


def test_every_group_writes_in_a_language_that_was_added(front: FrontPage) -> None:
    for group in ("Administrator", "Editor", "Author", "Contributor"):
        desk = desk_of(group)

        assert may(desk.get(f"/desk/pages/add/articles/article/{front.pk}/"))
        assert may(desk.get(f"/desk/pages/{front.pk}/edit/")) == (
            group in {"Administrator", "Editor"}
        )


def test_next_start_gives_back_nothing_that_was_taken(front: FrontPage) -> None:
    taken = GroupPagePermission.objects.filter(
        page=Page(pk=front.pk), group__name="Author", permission__codename="publish_page"
    )
    assert taken.delete()[0] == 1

    add_languages(load_config())

    assert not taken.all().exists()
