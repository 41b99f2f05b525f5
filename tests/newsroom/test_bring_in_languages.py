"""A language added to a site later is written in like the first ones."""

import pytest
from django.contrib.auth.models import Group, Permission
from wagtail.models import GroupPagePermission, Page

from rotativa.articles.actions import set_up_paper
from rotativa.articles.models import FrontPage
from rotativa.cli.prepare import add_languages
from rotativa.lib.config import load_config
from rotativa.newsroom import groups
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
    author = Group.objects.get(name="Author")
    author.permissions.remove(permission("articles.change_tag"))

    add_languages(load_config())

    assert not taken.all().exists()
    assert not author.permissions.filter(codename="change_tag").exists()


def test_next_start_gives_groups_what_their_names_have_come_to_mean(
    front: FrontPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As after an upgrade that brings a permission."""
    means = {
        **groups.PERMISSIONS,
        "Author": [*groups.PERMISSIONS["Author"], "articles.add_section"],
    }
    monkeypatch.setattr(groups, "PERMISSIONS", means)
    author = Group.objects.get(name="Author")
    author.permissions.remove(permission("articles.change_tag"))

    add_languages(load_config())

    assert author.permissions.filter(codename="add_section").exists()
    assert not author.permissions.filter(codename="change_tag").exists()


def permission(name: str) -> Permission:
    return groups.permissions_named([name])[0]
