"""What each group may do with a page, asked of the desk itself."""

import pytest
from django.contrib.auth.models import Group
from pytest_django import DjangoAssertNumQueries
from wagtail.models import Page, PageViewRestriction

from rotativa.articles.models import Article, FrontPage
from rotativa.pages.models import PlainPage
from rotativa.people.models import User
from tests.factories.articles import add_article
from tests.newsroom.desk import desk_of, may


@pytest.fixture
def others(paper: FrontPage) -> Article:
    """Written by Ada, who is in no group: another's article for each of them."""
    ada = User.objects.create_superuser("ada@paper.example", "a password of hers")
    return add_article(paper, "Gate", slug="gate", owner=ada)


def own(paper: FrontPage, group: str) -> Article:
    owner = User.objects.get(email=f"{group.lower()}@paper.example")
    return add_article(paper, "Seals", slug="seals", owner=owner)


DOORS = [
    "edit", "delete", "move", "copy", "unpublish", "privacy", "history", "usage", "view_draft",
]  # fmt: skip


@pytest.mark.parametrize(
    ("group", "with_others", "with_own"),
    [
        ("Administrator", DOORS, DOORS),
        ("Editor", DOORS, DOORS),
        ("Author", [], DOORS),
        ("Contributor", [], ["edit", "copy", "history", "usage", "view_draft"]),
    ],
)
def test_group_opens_these_doors_of_a_published_article(
    paper: FrontPage, others: Article, group: str, with_others: list[str], with_own: list[str]
) -> None:
    desk = desk_of(group)
    mine = own(paper, group)

    assert [
        [door for door in DOORS if may(desk.get(f"/desk/pages/{page.pk}/{door}/"))]
        for page in (others, mine)
    ] == [with_others, with_own]


@pytest.mark.parametrize("which", ["front", "others"])
def test_author_locks_nothing_of_others_away_from_readers(
    paper: FrontPage, others: Article, which: str
) -> None:
    page = {"front": paper, "others": others}[which]

    answer = desk_of("Author").post(
        f"/desk/pages/{page.pk}/privacy/", {"restriction_type": "login"}
    )

    assert not may(answer)
    assert not PageViewRestriction.objects.exists()


def test_author_keeps_an_article_of_her_own_to_those_who_sign_in(
    paper: FrontPage, others: Article
) -> None:
    desk = desk_of("Author")
    mine = own(paper, "Author")

    desk.post(f"/desk/pages/{mine.pk}/privacy/", {"restriction_type": "login"})

    assert PageViewRestriction.objects.get().page_id == mine.pk


@pytest.mark.parametrize("action", ["unpublish", "publish", "delete"])
def test_bulk_actions_leave_what_others_wrote(
    paper: FrontPage, others: Article, action: str
) -> None:
    draft = add_article(paper, "Later", slug="later", owner=others.owner, is_live=False)
    desk = desk_of("Author")
    mine = own(paper, "Author")
    ids = "&".join(f"id={page.pk}" for page in (others, draft, mine))

    desk.post(f"/desk/bulk/wagtailcore/page/{action}/?{ids}&next=/desk/")

    kept = Article.objects.filter(pk__in=[others.pk, draft.pk]).order_by("pk")
    assert [page.live for page in kept] == [True, False]
    assert Article.objects.filter(pk=mine.pk, live=True).exists() == (action == "publish")


def test_author_sees_no_earlier_version_of_what_others_wrote(
    paper: FrontPage, others: Article
) -> None:
    first, second = others.latest_revision, others.save_revision()
    desk = desk_of("Author")

    doors = [
        f"{second.pk}/view/", f"{first.pk}/revert/", f"compare/{first.pk}...{second.pk}/",
    ]  # fmt: skip
    assert [may(desk.get(f"/desk/pages/{others.pk}/revisions/{door}")) for door in doors] == [
        False,
        False,
        False,
    ]


def test_order_of_pages_is_not_an_authors_to_change(paper: FrontPage, others: Article) -> None:
    second = add_article(paper, "Second", slug="second", owner=others.owner)
    before = list(Page.objects.child_of(paper).order_by("path").values_list("pk", flat=True))

    desk_of("Author").post(f"/desk/pages/{second.pk}/set_position/?position=0")

    assert before == list(
        Page.objects.child_of(paper).order_by("path").values_list("pk", flat=True)
    )


FRONT_DOORS = ["edit", "delete", "move", "copy", "unpublish", "privacy", "add_subpage"]


@pytest.mark.parametrize(
    ("group", "opens"),
    [
        ("Administrator", FRONT_DOORS),
        ("Editor", ["edit", "add_subpage"]),
        ("Author", ["add_subpage"]),
        ("Contributor", ["add_subpage"]),
    ],
)
def test_only_administrators_take_a_front_page_away_from_readers(
    paper: FrontPage, group: str, opens: list[str]
) -> None:
    desk = desk_of(group)

    assert [
        door for door in FRONT_DOORS if may(desk.get(f"/desk/pages/{paper.pk}/{door}/"))
    ] == opens


@pytest.mark.parametrize(
    ("group", "allowed"),
    [("Administrator", True), ("Editor", True), ("Author", False), ("Contributor", False)],
)
def test_plain_pages_are_written_by_editors(paper: FrontPage, group: str, allowed: bool) -> None:
    """Also those that somebody began while they were an editor."""
    desk = desk_of(group)
    owner = User.objects.get(email=f"{group.lower()}@paper.example")
    about = PlainPage(title="About", slug="about", locale=paper.locale, owner=owner)
    paper.add_child(instance=about)

    doors = [f"add/pages/plainpage/{paper.pk}/", f"{about.pk}/add_subpage/"]
    doors += [f"{about.pk}/{door}/" for door in ("edit", "delete", "unpublish", "copy", "privacy")]
    assert [may(desk.get(f"/desk/pages/{door}")) for door in doors] == [allowed] * len(doors)


def test_who_writes_articles_only_begins_one_at_once(paper: FrontPage) -> None:
    author, editor = desk_of("Author"), desk_of("Editor")
    address = f"/desk/pages/{paper.pk}/add_subpage/"

    answer = author.get(address)

    assert answer.headers["Location"] == f"/desk/pages/add/articles/article/{paper.pk}/"
    choice = editor.get(address).content.decode()
    assert f"/desk/pages/add/articles/article/{paper.pk}/" in choice
    assert f"/desk/pages/add/pages/plainpage/{paper.pk}/" in choice


@pytest.mark.parametrize(("group", "is_live"), [("Author", True), ("Contributor", False)])
def test_authors_publish_what_is_their_own(paper: FrontPage, group: str, is_live: bool) -> None:
    desk = desk_of(group)
    owner = User.objects.get(email=f"{group.lower()}@paper.example")
    draft = add_article(paper, "Seals", slug="seals", owner=owner, is_live=False)

    desk.post(f"/desk/bulk/wagtailcore/page/publish/?id={draft.pk}&next=/desk/")

    assert Article.objects.get(pk=draft.pk).live == is_live


@pytest.mark.parametrize(
    ("group", "is_live"),
    [("Administrator", True), ("Editor", True), ("Author", False), ("Contributor", False)],
)
def test_editors_approve_what_is_submitted(paper: FrontPage, group: str, is_live: bool) -> None:
    bo = User.objects.create_user("bo@paper.example", "a password 5")
    bo.groups.add(Group.objects.get(name="Contributor"))
    draft = add_article(paper, "Seals", slug="seals", owner=bo, is_live=False)
    task = draft.get_workflow().start(draft, bo).current_task_state

    desk_of(group).post(
        f"/desk/pages/workflow/action/{draft.pk}/approve/{task.pk}/", {"comment": ""}
    )

    assert Article.objects.get(pk=draft.pk).live == is_live


def test_alias_of_what_others_wrote_stays_one(paper: FrontPage, others: Article) -> None:
    alias = others.create_alias(parent=paper, update_slug="gate-again")

    desk_of("Author").post(f"/desk/pages/{alias.pk}/convert_alias/")

    assert Article.objects.get(pk=alias.pk).alias_of_id == others.pk


@pytest.mark.parametrize("number", [1, 3])
def test_list_costs_an_author_the_same_for_one_article_and_for_three(
    paper: FrontPage, number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    desk = desk_of("Author")
    author = User.objects.get(email="author@paper.example")
    for index in range(number):
        for owner in (author, None):
            title = f"{index} of {owner}"
            add_article(paper, title, slug=f"a-{index}-{owner is None}", owner=owner)
    desk.get("/desk/articles/")

    with django_assert_num_queries(18):
        desk.get("/desk/articles/")
