"""Signing in from a page that is the same for everybody, who is signed in, and signing out."""

import re

import pytest
import time_machine
from django.test import Client

from rotativa.articles.models import FrontPage
from rotativa.people.models import User
from rotativa.press.rendering import render
from tests.factories.articles import NOON
from tests.html import links, part, tree, words

PASSWORD = "a password of hers 5"  # opens nothing
SIGN_IN = "/es/-/sign-in/"
HINT = "__Host-signed-in"


@pytest.fixture
def chi(front_es: FrontPage) -> User:
    return User.objects.create_user(
        "chi@paper.example", PASSWORD, first_name="Chi", last_name="Nava"
    )


@pytest.fixture
def ada(front_es: FrontPage) -> User:
    return User.objects.create_superuser("ada@paper.example", PASSWORD)


def sign_in(client: Client, email: str, **given: str) -> str:
    form = {"login": email, "password": PASSWORD, **given}
    return client.post(SIGN_IN, form).headers["Location"]


def test_page_offers_to_sign_in_and_leads_back(client: Client, chi: User) -> None:
    [(_, address)] = [
        link for link in links(part(tree(client.get("/es/")), "masthead__tools"))
        if link[0] == "Iniciar sesión"
    ]  # fmt: skip
    form = part(tree(client.get(address)), "form")

    assert form.get("action") == SIGN_IN
    assert "abierta a quien" not in form.getparent().text_content()  # the page is open to all
    assert sign_in(client, "chi@paper.example", next=form.fields["next"]) == "/es/"


def test_page_is_the_same_for_whoever_is_signed_in(client: Client, chi: User) -> None:
    with time_machine.travel(NOON):  # the page tells the day
        before = client.get("/es/")
        sign_in(client, "chi@paper.example")
        after = client.get("/es/")

    assert after.content == before.content
    assert render("/es/").is_for_all


def test_reader_is_told_who_is_signed_in(client: Client, chi: User) -> None:
    sign_in(client, "chi@paper.example")

    answer = client.get("/-/me")

    told = answer.json()
    assert told.pop("token")
    assert told == {"signed_in": True, "name": "Chi Nava", "desk": None}
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Cookie" in answer.headers["Vary"]
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "Access-Control-Allow-Origin" not in answer.headers


def test_whoever_may_enter_the_desk_is_told_where_it_is(client: Client, ada: User) -> None:
    sign_in(client, "ada@paper.example")

    assert client.get("/-/me").json()["desk"] == "/desk/"


def test_stranger_is_told_nothing(client: Client, chi: User) -> None:
    answer = client.get("/-/me")

    assert answer.json() == {"signed_in": False}
    assert (answer.headers["Cache-Control"], answer.cookies) == ("no-store", {})
    assert not render("/-/me").is_for_all


def test_scripts_can_see_that_somebody_is_signed_in_and_no_more(client: Client, chi: User) -> None:
    client.get("/es/")
    assert HINT not in client.cookies

    sign_in(client, "chi@paper.example")

    hint, session = client.cookies[HINT], client.cookies["__Host-session"]
    assert (hint.value, hint["httponly"], session["httponly"]) == ("1", "", True)
    assert {name: hint[name] for name in ("secure", "samesite", "path", "max-age")} == {
        name: session[name] for name in ("secure", "samesite", "path", "max-age")
    }


def test_signing_in_at_the_desk_shows_on_pages_too(client: Client, ada: User) -> None:
    sign_in(client, "ada@paper.example", next="/desk/")

    assert client.cookies[HINT].value == "1"


def test_session_that_ended_is_forgotten(client: Client, chi: User) -> None:
    sign_in(client, "chi@paper.example")
    del client.cookies["__Host-session"]

    answer = client.get("/-/me")

    assert answer.json() == {"signed_in": False}
    assert (answer.cookies[HINT].value, answer.cookies[HINT]["max-age"]) == ("", 0)


def test_reader_signs_out_by_a_form_and_stays_on_the_page(chi: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(chi)
    token = client.get("/-/me").json()["token"]
    form = {"csrfmiddlewaretoken": token, "next": "/es/archive/"}

    assert client.get("/es/-/sign-out/").status_code == 405
    assert client.post("/es/-/sign-out/", {"next": "/es/"}).status_code == 403
    answer = client.post(
        "/es/-/sign-out/", form, secure=True, headers={"referer": "https://testserver/es/"}
    )

    assert answer.headers["Location"] == "/es/archive/"
    assert client.get("/-/me").json() == {"signed_in": False}


def test_signing_out_takes_the_hint_away(client: Client, chi: User) -> None:
    sign_in(client, "chi@paper.example")

    answer = client.post("/es/-/sign-out/", {"next": "https://dov.example/"})

    assert answer.headers["Location"] == "/"
    assert answer.cookies[HINT].value == ""


@pytest.mark.parametrize(
    ("wanted", "back"),
    [("/es/archive/", "/es/archive/"), ("https://dov.example/", "/"), ("//dov.example", "/")],
)
def test_without_a_script_the_link_tells_that_one_is_signed_in(
    client: Client, ada: User, wanted: str, back: str
) -> None:
    sign_in(client, "ada@paper.example")

    main = tree(client.get(SIGN_IN, {"next": wanted})).get_element_by_id("main")

    assert words(main.find(".//h1")) == "Ha iniciado sesión"
    assert links(main) == [
        ("Volver a la página", back),
        ("Su cuenta", "/es/-/account/"),
        ("Ir a la redacción", "/desk/"),
    ]
    form = part(main, "form")
    assert (form.get("method"), form.get("action")) == ("post", "/es/-/sign-out/")


def test_passwords_can_be_tried_only_so_often_here_too(client: Client, chi: User) -> None:
    wrong = {"login": "chi@paper.example", "password": "no"}

    statuses = [client.post(SIGN_IN, wrong).status_code for _ in range(11)]

    assert statuses == [200] * 10 + [429]


def test_no_script_is_in_the_page_itself(client: Client, chi: User) -> None:
    page = client.get("/es/").content.decode()

    assert re.findall(r"<script[^>]*>", page) == [
        '<script type="application/ld+json">',  # data, which no browser runs
        '<script type="module" src="/static/readers/js/account.js">',
    ]
