"""Second factors: an app, recovery codes; what the desk may ask for."""

import re
import time
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.contrib.auth.models import Group
from django.core import mail
from django.core.cache import cache
from django.test import Client
from pytest_django import Settings

from rotativa.articles.models import FrontPage
from rotativa.people.models import User
from tests.html import part, tree, words
from tests.readers.doors import CHI, add_reader, latest_code, sign_in

APP, FACTOR = "/en/-/account/app/", "/en/-/sign-in/second-factor/"


@pytest.fixture
def chi(paper: FrontPage) -> User:
    return add_reader()


def code_of(secret: str, *, ahead: int = 0) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + ahead))


def set_up_app(client: Client) -> str:
    page = tree(client.get(APP))
    fours = [four.text for four in part(page, "key").iter("span")]
    assert [len(four) for four in fours] == [4] * 8
    secret = "".join(fours)
    answer = client.post(APP, {"code": code_of(secret)})
    assert answer.headers["Location"] == "/en/-/account/codes/"
    return secret


def test_app_is_asked_for_after_the_code(
    chi: User, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    here, there = Client(), Client()
    sign_in(here)
    with django_capture_on_commit_callbacks(execute=True):
        secret = set_up_app(here)

    half_way = sign_in(there, next="/en/2026/")

    assert half_way.headers["Location"] == FACTOR
    assert there.get("/-/me").json() == {"signed_in": False}
    assert there.get("/en/-/account/").status_code == 302
    done = there.post(FACTOR, {"code": code_of(secret, ahead=1)})
    assert done.headers["Location"] == "/en/2026/"
    assert there.get("/-/me").json()["signed_in"] is True
    told = mail.outbox[1]
    assert told.subject == "An app was set up for your account"
    assert re.search(rf"^{told.subject}: \d.+ UTC\.$", str(told.body), re.MULTILINE)
    [stored] = Authenticator.objects.filter(type="totp").values_list("data", flat=True)
    assert secret not in str(stored)


def test_code_of_the_app_works_once_and_is_guessed_ten_times(chi: User) -> None:
    here = Client()
    sign_in(here)
    secret = set_up_app(here)

    def enter(code: str) -> Any:
        client = Client()
        sign_in(client)
        cache.clear()  # another process, which remembers nothing
        client.post(FACTOR, {"code": code})
        return client.get("/-/me").json()["signed_in"]

    with time_machine.travel(time.time() + 3600, tick=False):
        right = code_of(secret)
        assert (enter(right), enter(right)) == (True, False)

    guesser = Client()
    sign_in(guesser)
    for number in range(10):
        guesser.post(FACTOR, {"code": f"{number:06}"})
    answer = guesser.post(FACTOR, {"code": code_of(secret, ahead=1)})
    assert "Too many attempts" in part(tree(answer), "error").text


def test_recovery_code_opens_once(chi: User) -> None:
    here = Client()
    sign_in(here)
    set_up_app(here)
    codes = re.findall(r"<code>(\w+)</code>", here.get("/en/-/account/codes/").content.decode())
    assert len(codes) == 10
    assert here.get("/en/-/account/codes/download/").content.decode().split() == codes

    def enter(code: str) -> bool:
        client = Client()
        sign_in(client)
        client.post(FACTOR, {"code": code})
        return bool(client.get("/-/me").json()["signed_in"])

    assert [enter(codes[0]), enter(codes[0]), enter(codes[1])] == [True, False, True]


def test_nothing_is_set_up_by_whoever_finds_a_computer_signed_in(client: Client, chi: User) -> None:
    sign_in(client)
    with time_machine.travel(time.time() + 400, tick=False):
        for path in ("app/", "passkeys/add/", "password/", "address/", "data/"):
            asked = client.get(f"/en/-/account/{path}")
            assert asked.headers["Location"].startswith("/en/-/sign-in/again/code/?next="), path

        client.post("/en/-/account/password/", {"password1": "a password of dov's 5"})
        client.post("/en/-/account/leave/", {"words": "go", "when": "now"})
        chi.refresh_from_db()
        assert not chi.has_usable_password()

        client.post("/en/-/sign-in/again/code/", {"recipient": CHI})
        client.post("/en/-/sign-in/again/code/confirm/", {"code": latest_code()})
        assert client.get(APP).status_code == 200


def test_nobody_removes_anothers_passkey(client: Client, chi: User) -> None:
    other = add_reader("other@post.example", "Other")
    theirs = Authenticator.objects.create(user=other, type="webauthn", data={"name": "Theirs"})
    sign_in(client)

    address = f"/en/-/account/passkeys/{theirs.pk}/remove/"

    assert (client.get(address).status_code, client.post(address).status_code) == (404, 404)
    assert Authenticator.objects.filter(pk=theirs.pk).exists()


def test_desk_may_ask_for_a_second_factor(
    client: Client, paper: FrontPage, settings: Settings
) -> None:
    settings.ACCOUNTS = settings.ACCOUNTS.model_copy(update={"second_factor": "desk"})
    bo = add_reader("bo@paper.example", "Bo")
    bo.groups.add(Group.objects.get(name="Author"))
    sign_in(client, "bo@paper.example")

    closed = client.get("/desk/articles/")

    assert closed.headers["Location"] == "/en/-/account/security/?next=%2Fdesk%2Farticles%2F"
    told = tree(client.get("/en/-/account/security/"))
    assert words(part(told, "notice")) == "The desk asks for a second factor."
    secret = set_up_app(client)
    elsewhere = Client()
    elsewhere.force_login(bo)  # a session from before there was a factor
    led = elsewhere.get("/desk/articles/").headers["Location"]
    assert led == "/en/-/sign-in/again/factor/?next=%2Fdesk%2Farticles%2F"
    done = elsewhere.post(led, {"code": code_of(secret, ahead=1)})
    assert done.headers["Location"] == "/desk/articles/"
    assert elsewhere.get("/desk/articles/").status_code == 200
    client.post("/en/-/account/app/remove/")
    assert elsewhere.get("/desk/articles/").headers["Location"] == closed.headers["Location"]
