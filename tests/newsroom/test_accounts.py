"""Accounts are made by administrators; what no group limits is made by superusers only."""

from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client

from rotativa.articles.models import FrontPage
from rotativa.people.models import User
from tests.html import tree
from tests.newsroom.desk import desk_of, may
from tests.readers.doors import add_reader

FIRST = "told by telephone 5"


def fields(email: str, **more: Any) -> dict[str, Any]:
    return {
        "email": email, "first_name": "Bo", "last_name": "Reed", "is_active": "on",
        "password1": "", "password2": "", **more,
    }  # fmt: skip


@pytest.fixture
def ada(paper: FrontPage) -> User:
    return User.objects.create_superuser("ada@paper.example", FIRST)


@pytest.fixture
def desk_of_ada(ada: User) -> Client:
    client = Client()
    client.force_login(ada)
    return client


def test_new_account_chooses_a_password_of_its_own_first(paper: FrontPage) -> None:
    authors = Group.objects.get(name="Author")

    desk_of("Administrator").post(
        "/desk/users/new/",
        fields("bo@paper.example", password1=FIRST, password2=FIRST, groups=[authors.pk]),
    )

    bo = Client()
    assert bo.login(username="bo@paper.example", password=FIRST)
    assert bo.get("/desk/").headers["Location"] == "/desk/account/"
    assert list(User.objects.get(email="bo@paper.example").groups.all()) == [authors]


def test_time_zones_are_those_that_browsers_know(desk_of_ada: Client) -> None:
    page = tree(desk_of_ada.get("/desk/account/"))
    offered = page.xpath("//select[@name='locale-current_time_zone']/option/@value")

    assert {"Europe/Madrid", "UTC"} <= set(offered)
    assert not {"Factory", "localtime", "posixrules"} & set(offered)


def test_accounts_of_readers_are_found_apart(desk_of_ada: Client) -> None:
    add_reader("chi@post.example", "Chi")

    found = {
        value: [
            name
            for name in ("chi@post.example", "ada@paper.example")
            if name in desk_of_ada.get(f"/desk/users/results/?of_desk={value}").content.decode()
        ]
        for value in ("", "true", "false")
    }

    assert found == {
        "": ["chi@post.example", "ada@paper.example"],
        "true": ["ada@paper.example"],
        "false": ["chi@post.example"],
    }


def test_so_does_one_whose_password_somebody_else_changed(desk_of_ada: Client) -> None:
    bo = User.objects.create_user("bo@paper.example", "forgotten long ago 5")

    desk_of_ada.post(
        f"/desk/users/edit/{bo.pk}/", fields(bo.email, password1=FIRST, password2=FIRST)
    )

    bo.refresh_from_db()
    assert (bo.check_password(FIRST), bo.has_one_time_password) == (True, True)


@pytest.mark.parametrize("had", [True, False])
def test_other_changes_leave_the_password_as_it_is(desk_of_ada: Client, had: bool) -> None:
    bo = User(email="bo@paper.example")
    (bo.set_one_time_password if had else bo.set_password)(FIRST)
    bo.save()

    desk_of_ada.post(f"/desk/users/edit/{bo.pk}/", fields(bo.email, first_name="Bob"))

    bo.refresh_from_db()
    assert (bo.first_name, bo.has_one_time_password) == ("Bob", had)


def test_who_changes_their_own_password_keeps_it(desk_of_ada: Client, ada: User) -> None:
    desk_of_ada.post(
        f"/desk/users/edit/{ada.pk}/",
        fields(ada.email, password1="another of hers 7", password2="another of hers 7"),
    )

    ada.refresh_from_db()
    assert (ada.check_password("another of hers 7"), ada.has_one_time_password) == (True, False)


def test_only_a_superuser_makes_another(paper: FrontPage, desk_of_ada: Client) -> None:
    asked = {"password1": FIRST, "password2": FIRST, "is_superuser": "on"}

    desk_of("Administrator").post("/desk/users/new/", fields("bo@paper.example", **asked))
    desk_of_ada.post("/desk/users/new/", fields("chi@paper.example", **asked))

    made = User.objects.filter(email__in=["bo@paper.example", "chi@paper.example"])
    assert [user.is_superuser for user in made.order_by("email")] == [False, True]


def test_administrator_makes_nobody_a_superuser_later(paper: FrontPage) -> None:
    desk = desk_of("Administrator")
    bo = User.objects.create_user("bo@paper.example", FIRST)

    answer = desk.post(f"/desk/users/edit/{bo.pk}/", fields(bo.email, is_superuser="on"))

    bo.refresh_from_db()
    assert (answer.status_code, bo.first_name, bo.is_superuser) == (302, "Bo", False)


def test_administrator_leaves_a_superusers_account_alone(ada: User) -> None:
    desk = desk_of("Administrator")
    editors = Group.objects.get(name="Editor")

    changed = desk.post(
        f"/desk/users/edit/{ada.pk}/",
        fields("dov@paper.example", password1=FIRST, password2=FIRST),
    )
    for action, data in (
        ("set_active_state", {"mark_as_active": "False"}),
        ("assign_role", {"role": editors.pk}),
        ("delete", {}),
    ):
        desk.post(f"/desk/bulk/people/user/{action}/?id={ada.pk}&next=/desk/users/", data)

    assert not may(changed)
    now = User.objects.get(pk=ada.pk)
    assert (now.email, now.is_active, now.is_superuser) == ("ada@paper.example", True, True)
    assert not now.groups.exists()


def test_addresses_of_readers_are_for_administrators(paper: FrontPage) -> None:
    User.objects.create_user("chi@post.example")
    desk_of("Author")
    clerks = Group.objects.create(name="Clerk")
    for name in ("access_admin", "add_user"):
        clerks.permissions.add(Permission.objects.get(codename=name))

    listed = desk_of("Clerk").get("/desk/users/").content.decode()
    found = desk_of("Administrator").get("/desk/users/").content.decode()

    assert "author@paper.example" in listed
    assert "chi@post.example" in found
    assert "chi@post.example" not in listed
    assert not may(desk_of("Editor").get("/desk/users/"))


def test_address_that_an_administrator_gives_is_the_one_that_opens(paper: FrontPage) -> None:
    bo = User.objects.create_user("bo@paper.example", FIRST)
    Client().post("/en/-/sign-in/", {"login": bo.email, "password": FIRST})

    desk_of("Administrator").post(f"/desk/users/edit/{bo.pk}/", fields("Bob@paper.example"))

    def opens(email: str) -> bool:
        client = Client()
        client.post("/en/-/sign-in/", {"login": email, "password": FIRST})
        return bool(client.get("/-/me").json()["signed_in"])

    assert (opens("bo@paper.example"), opens("bob@paper.example")) == (False, True)
