"""Signing in: by code, by password, at one door for readers and editors."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.cache import cache
from django.test import Client

from rotativa.articles.models import FrontPage
from rotativa.people.models import User
from tests.html import part, tree, words
from tests.readers.doors import CHI, PASSWORD, add_reader, latest_code, said, sign_in

NOW = datetime(2026, 4, 16, 10, tzinfo=UTC)
SIGN_IN, CONFIRM = "/en/-/sign-in/", "/en/-/sign-in/code/"


@pytest.fixture
def chi(paper: FrontPage) -> User:
    return add_reader()


def test_code_by_mail_signs_in_in_the_language_of_the_page(client: Client, chi: User) -> None:
    answer = sign_in(client, language="es", next="/es/2026/04/16/compuerta/")

    assert answer.headers["Location"] == "/es/2026/04/16/compuerta/"
    [told] = mail.outbox
    assert told.subject.endswith("es su código")
    assert client.get("/-/me").json()["name"] == "Chi"


def test_nobody_learns_who_has_an_account(chi: User) -> None:
    def seen(email: str) -> tuple[Any, ...]:
        client = Client()
        asked = client.post(SIGN_IN, {"login": email})
        page = tree(client.get(CONFIRM)).get_element_by_id("main")
        wrong = client.post(CONFIRM, {"code": "000000"})
        password = Client().post(SIGN_IN, {"login": email, "password": "no"})
        return (
            asked.headers["Location"], words(page).replace(email, ""),
            part(tree(wrong), "error").text, words(part(tree(password), "notice--error")),
            wrong.status_code, password.status_code,
        )  # fmt: skip

    assert seen(CHI) == seen("nobody@post.example")
    assert [each.to for each in mail.outbox] == [[CHI], ["nobody@post.example"]]
    assert "No account has it" in said(mail.outbox[1])


def test_code_is_good_for_three_guesses_and_a_quarter_of_an_hour(chi: User) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        guessed, late = Client(), Client()
        guessed.post(SIGN_IN, {"login": CHI})
        right = latest_code()
        for guess in ("000000", "000001", "000002"):
            guessed.post(CONFIRM, {"code": guess})
        guessed.post(CONFIRM, {"code": right})
        late.post(SIGN_IN, {"login": CHI})
        clock.shift(timedelta(minutes=15, seconds=1))
        late.post(CONFIRM, {"code": latest_code()})

    assert guessed.get("/-/me").json() == late.get("/-/me").json() == {"signed_in": False}


def test_codes_are_bounded_for_all_processes_together(chi: User) -> None:
    """`cache.clear` is another process, which knows nothing. One stranger does not keep Chi out."""

    def asked(number: int) -> Any:
        cache.clear()
        source = {"x-forwarded-for": f"198.51.100.{number}"}
        return Client().post(SIGN_IN, {"login": CHI}, headers=source)

    with time_machine.travel(NOW, tick=False):
        assert [asked(1).status_code for _ in range(7)] == [302] * 6 + [429]
        assert [asked(number).status_code for number in range(2, 16)] == [302] * 14
        refused = asked(16)

    assert (refused.status_code, len(mail.outbox)) == (429, 20)
    assert "A password or a passkey opens your account all the same." in refused.text


def test_code_of_one_browser_opens_no_other(chi: User) -> None:
    here, there = Client(), Client()
    here.post(SIGN_IN, {"login": CHI})
    code = latest_code()
    there.post(SIGN_IN, {"login": CHI})

    there.post(CONFIRM, {"code": code})

    assert there.get("/-/me").json() == {"signed_in": False}


def test_whoever_mistyped_the_address_begins_again(client: Client, chi: User) -> None:
    client.post(SIGN_IN, {"login": "cho@post.example"})
    [_, button] = tree(client.get(CONFIRM)).find_class("link-button")
    form = button.getparent()

    back = client.post(form.get("action"), dict(form.fields)).headers["Location"]

    assert back == SIGN_IN
    assert client.get(SIGN_IN).status_code == 200
    assert sign_in(client).status_code == 302
    assert client.get("/-/me").json()["signed_in"] is True


@pytest.mark.parametrize(
    "wanted",
    ["https://dov.example/", "//dov.example", "javascript:alert(1)", "https:dov.example", "/\\dov"],
)
def test_signing_in_leads_to_no_other_site(client: Client, chi: User, wanted: str) -> None:
    chi.set_password(PASSWORD)
    chi.save()

    by_password = Client().post(SIGN_IN, {"login": CHI, "password": PASSWORD, "next": wanted})
    by_code = sign_in(client, next=wanted)
    out = client.post("/en/-/sign-out/", {"next": wanted})

    assert [each.headers["Location"] for each in (by_password, by_code, out)] == ["/"] * 3


def test_no_other_name_of_ours_is_led_to_either(client: Client, chi: User, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["testserver", "replay.paper.example"]

    answer = sign_in(client, next="https://replay.paper.example/")

    assert answer.headers["Location"] == "/"


def test_session_gets_another_key_when_its_reader_is_known(client: Client, chi: User) -> None:
    client.post(SIGN_IN, {"login": CHI})
    before = client.cookies["__Host-session"].value

    client.post(CONFIRM, {"code": latest_code()})

    after = client.cookies["__Host-session"].value
    assert before != after
    assert not Session.objects.filter(session_key=before).exists()
    assert client.get("/-/me").json()["signed_in"] is True


@pytest.mark.parametrize(
    "path",
    ["sign-in/", "register/", "sign-out/", "account/", "account/leave/", "account/leave/keep/"],
)
def test_forms_of_other_sites_are_refused(chi: User, path: str) -> None:
    dov = Client(enforce_csrf_checks=True)
    dov.force_login(chi)

    assert dov.post(f"/en/-/{path}", {"words": "go", "when": "now"}).status_code == 403
    assert User.objects.filter(pk=chi.pk).exists()


@pytest.mark.parametrize(("given", "days"), [({}, None), ({"remember": "1"}, 30)])
def test_browser_forgets_at_its_end_unless_told_otherwise(
    client: Client, chi: User, given: dict[str, str], days: int | None
) -> None:
    sign_in(client, **given)

    assert client.cookies["__Host-session"]["max-age"] == (days * 86400 if days else "")
    assert client.cookies["__Host-signed-in"]["max-age"] == (days * 86400 if days else "")


@pytest.mark.parametrize(
    ("address", "lead"),
    [
        ("/desk/articles/", "/en/-/sign-in/?next=/desk/articles/"),
        ("/desk/login/", "/en/-/sign-in/?next=/desk/"),
        ("/es/_util/login/?next=/es/dentro/", "/es/-/sign-in/?next=%2Fes%2Fdentro%2F&closed=yes"),
    ],
)
def test_there_is_one_door(client: Client, chi: User, address: str, lead: str) -> None:
    chi.set_password(PASSWORD)
    chi.save()

    assert client.get(address).headers["Location"] == lead
    client.post(address, {"username": CHI, "password": PASSWORD})
    assert client.get("/-/me").json() == {"signed_in": False}
    assert client.get("/desk/password_reset/", follow=True).status_code == 404


def test_editor_whose_account_was_made_for_her_needs_no_mail(
    client: Client, paper: FrontPage
) -> None:
    User.objects.create_superuser("Ada@Paper.example", PASSWORD)

    answer = client.post(
        SIGN_IN, {"login": "ada@paper.example", "password": PASSWORD, "next": "/desk/"}
    )

    assert (answer.headers["Location"], mail.outbox) == ("/desk/", [])
    assert client.get("/desk/").status_code == 200


def test_closed_account_stays_closed(client: Client, chi: User) -> None:
    chi.set_password(PASSWORD)
    chi.is_active = False
    chi.save()

    client.post(SIGN_IN, {"login": CHI, "password": PASSWORD})
    client.post(SIGN_IN, {"login": CHI})

    assert client.get("/-/me").json() == {"signed_in": False}
    assert "No account has it" in said(mail.outbox[-1])


def test_page_of_the_door_is_offered_in_the_other_language(client: Client, chi: User) -> None:
    page = tree(client.get(SIGN_IN, {"next": "/en/2026/"}))

    assert page.get("lang") == "en"
    leads = {link.get("hreflang"): link.get("href") for link in page.iter("a")}
    assert leads["es"] == "/es/-/sign-in/?next=%2Fen%2F2026%2F"


def test_requests_at_once_share_three_guesses(client: Client, chi: User) -> None:
    """A session that is put back is one that a slower request had read before."""
    client.post(SIGN_IN, {"login": CHI})
    before = Session.objects.get()

    answers = []
    for code in ("000000", "000001", "000002", latest_code()):
        before.save()
        answers.append(client.post(CONFIRM, {"code": code}).status_code)

    assert answers == [200, 200, 200, 429]
    assert client.get("/-/me").json() == {"signed_in": False}


def test_thirty_guesses_from_one_address_are_enough(chi: User) -> None:
    dov = {"x-forwarded-for": "203.0.113.9"}

    def guess(number: int, code: str = "000000") -> int:
        guesser = Client(headers=dov)
        guesser.post(SIGN_IN, {"login": f"{number // 3}@post.example"})
        answers = [guesser.post(CONFIRM, {"code": code}).status_code for _ in range(3)]
        return answers[0]

    with time_machine.travel(NOW, tick=False):
        assert [guess(number) for number in range(0, 30, 3)] == [200] * 10
        assert guess(33) == 429
