"""The four groups have the permissions that their names mean."""

from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from wagtail.models import GroupPagePermission, Page, Workflow

from rotativa.articles.actions import add_many
from rotativa.articles.models import Article, FrontPage
from rotativa.newsroom.groups import set_up_groups
from rotativa.people.models import User
from tests.factories.articles import add_article

NOON = datetime(2026, 4, 16, 12, tzinfo=UTC)


def member(name: str) -> User:
    user = User.objects.create_user(f"{name.lower()}@paper.example", "a password 5")
    user.groups.add(Group.objects.get(name=name))
    return user


@pytest.fixture
def article(paper: FrontPage) -> Article:
    fields = {"live": True, "first_published_at": NOON}
    add_many(paper, [Article(title="Gate", slug="gate", locale=paper.locale, **fields)], at=NOON)
    return Article.objects.get()


@pytest.mark.parametrize(
    ("group", "adds", "edits_others", "publishes", "sections", "accounts"),
    [
        ("Administrator", True, True, True, True, True),
        ("Editor", True, True, True, True, False),
        ("Author", True, False, True, False, False),
        ("Contributor", True, False, False, False, False),
    ],
)
def test_group_may_do_what_its_name_says(
    paper: FrontPage,
    article: Article,
    group: str,
    adds: bool,
    edits_others: bool,
    publishes: bool,
    sections: bool,
    accounts: bool,
) -> None:
    user = member(group)
    front, other = (
        page.permissions_for_user(user) for page in (Page.objects.get(pk=paper.pk), article)
    )

    assert {
        "adds": front.can_add_subpage(),
        "edits others": other.can_edit(),
        "publishes": front.can_publish_subpage(),
        "sections": user.has_perm("articles.change_section"),
        "accounts": user.has_perm("people.change_user"),
        "html": user.has_perm("pages.write_html"),
    } == {
        "adds": adds,
        "edits others": edits_others,
        "publishes": publishes,
        "sections": sections,
        "accounts": accounts,
        "html": accounts,
    }


WITHDRAW = "/desk/pages/{}/unpublish/"
WITHDRAW_MANY = "/desk/bulk/wagtailcore/page/unpublish/?id={}"
PUBLISH_MANY = "/desk/bulk/wagtailcore/page/publish/?id={}"
HIDE = "/desk/pages/{}/privacy/"


@pytest.mark.parametrize(("group", "may"), [("Author", False), ("Editor", True)])
@pytest.mark.parametrize("address", [WITHDRAW, WITHDRAW_MANY])
def test_only_editors_withdraw_what_others_wrote(
    client: Client, article: Article, address: str, group: str, may: bool
) -> None:
    client.force_login(member(group))

    client.post(address.format(article.pk))

    assert Article.objects.get().live is not may


@pytest.mark.parametrize(("group", "may"), [("Author", False), ("Editor", True)])
def test_only_editors_publish_what_others_wrote(
    client: Client, paper: FrontPage, group: str, may: bool
) -> None:
    draft = add_article(paper, "Draft", slug="draft", is_live=False)
    client.force_login(member(group))

    client.post(PUBLISH_MANY.format(draft.pk))

    assert Article.objects.get().live is may


@pytest.mark.parametrize(("group", "may"), [("Author", False), ("Editor", True)])
def test_only_editors_hide_what_others_wrote(
    client: Client, article: Article, group: str, may: bool
) -> None:
    client.force_login(member(group))

    client.post(HIDE.format(article.pk), {"restriction_type": "login"})

    assert article.get_view_restrictions().exists() is may


def test_author_publishes_and_withdraws_her_own(client: Client, paper: FrontPage) -> None:
    author = member("Author")
    draft = add_article(paper, "Draft", slug="draft", is_live=False, owner=author)
    client.force_login(author)

    client.post(PUBLISH_MANY.format(draft.pk))
    assert Article.objects.get().live

    client.post(WITHDRAW.format(draft.pk))
    assert not Article.objects.get().live


def test_what_a_contributor_submits_waits_for_an_editor(paper: FrontPage) -> None:
    workflow = paper.get_workflow()

    assert workflow == Workflow.objects.get(active=True)
    groups = workflow.tasks[0].specific.groups.values_list("name", flat=True)
    assert sorted(groups) == ["Administrator", "Editor"]


def given() -> list[tuple[str, int, int]]:
    return [
        (
            group.name,
            group.permissions.count(),
            GroupPagePermission.objects.filter(group=group).count(),
        )
        for group in Group.objects.order_by("name")
    ]


def test_second_run_changes_nothing(paper: FrontPage) -> None:
    before = given()

    set_up_groups()

    assert given() == before
    assert [name for name, *_ in before] == ["Administrator", "Author", "Contributor", "Editor"]
