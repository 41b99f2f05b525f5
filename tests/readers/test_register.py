"""An account by address, name and code; nobody learns who has one."""

from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client
from pytest_django import Settings

from rotativa.articles.models import FrontPage
from rotativa.people.models import User
from tests.html import part, tree, words
from tests.readers.doors import CHI, add_reader, code_in, latest_code, register, sign_in
from tests.smtp import MailServer

PLACE = "/es/2026/04/16/compuerta/#comentar"
CONFIRM = "/es/-/register/code/"


def test_reader_registers_in_spanish_by_code_and_comes_back_to_the_very_place(
    client: Client, front_es: FrontPage, settings: Settings
) -> None:
    with MailServer() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        settings.EMAIL_USE_TLS = False

        form = tree(client.get("/es/-/register/", {"next": PLACE}))
        asked = register(client, CHI.upper(), language="es", next=PLACE)

    assert words(form.find(".//h1")) == "Crear una cuenta"
    assert asked.headers["Location"] == CONFIRM
    [(recipients, message)] = server.mails
    assert recipients == [CHI]
    assert message["From"] == "El Diario <paper@localhost>"
    assert message["Content-Language"] == "es"
    text, html = (part.get_content() for part in message.iter_parts())
    assert "Introduzca este código para terminar su cuenta" in " ".join(text.split())
    assert code_in(text) in html
    assert 'lang="es"' in html

    page = client.get(CONFIRM)
    assert CHI in page.content.decode()
    answer = client.post(CONFIRM, {"code": f" {code_in(text)[:3]} {code_in(text)[3:]} "})

    assert answer.headers["Location"] == PLACE
    assert client.get("/-/me").json()["name"] == "Chi"
    assert User.objects.get(email=CHI).language == "es"
    assert client.get("/es/-/account/data/").status_code == 200  # nobody is asked again at once


def test_nobody_learns_whether_an_address_has_an_account(paper: FrontPage) -> None:
    add_reader("there@post.example", "There")

    def seen(email: str) -> tuple[Any, ...]:
        client = Client()
        asked = register(client, email, shown_name=email[0] * 5)
        page = tree(client.get(asked.headers["Location"])).get_element_by_id("main")
        wrong = client.post(asked.headers["Location"], {"code": "000000"})
        return (
            asked.status_code, asked.headers["Location"], words(page).replace(email, ""),
            wrong.status_code, part(tree(wrong), "error").text, len(mail.outbox),
        )  # fmt: skip

    there, free = seen("there@post.example"), seen("free@post.example")

    assert there[:-1] == free[:-1]
    assert (there[-1], free[-1]) == (1, 2)  # each is sent a mail
    assert mail.outbox[0].subject == "You have an account already"
    assert User.objects.filter(email="there@post.example").count() == 1


def test_whoever_began_for_another_gets_nothing(paper: FrontPage) -> None:
    dov, chi = Client(), Client()
    register(dov, shown_name="An insult")
    first = latest_code()

    register(chi, shown_name="Chi Nava")
    chi.post("/en/-/register/code/", {"code": latest_code()})
    dov.post("/en/-/register/code/", {"code": first})

    assert chi.get("/-/me").json()["name"] == "Chi Nava"
    assert dov.get("/-/me").json() == {"signed_in": False}
    assert [user.shown_name for user in User.objects.all()] == ["Chi Nava"]


@pytest.mark.parametrize("email", ["there@post.example", "free@post.example"])
def test_name_of_an_unfinished_account_is_free(paper: FrontPage, email: str) -> None:
    """Else a second registration under it would tell whether the first address has an account."""
    add_reader("there@post.example", "There")
    slow, quick = Client(), Client()
    register(slow, email, shown_name="Probe")

    assert register(quick, "mine@post.example", shown_name="Probe").status_code == 302
    quick.post("/en/-/register/code/", {"code": latest_code("mine@post.example")})
    assert quick.get("/-/me").json()["name"] == "Probe"

    if (
        email == "free@post.example"
    ):  # whose owner finds the name taken, and has an account at least
        answer = slow.post("/en/-/register/code/", {"code": latest_code(email)})
        assert answer.headers["Location"] == "/en/-/account/"
        told = tree(slow.get("/en/-/account/"))
        assert "Somebody took this name meanwhile" in words(part(told, "notice"))
        assert User.objects.get(email=email).public_name == ""


@pytest.mark.parametrize("name", ["@", "Somebody"])
def test_nobody_undoes_what_another_began(paper: FrontPage, name: str) -> None:
    dov, chi = Client(), Client()
    register(chi, shown_name="Chi Nava")
    code = latest_code()

    for _ in range(3):
        register(dov, shown_name=name, website="")
    chi.post("/en/-/register/code/", {"code": code})

    assert chi.get("/-/me").json()["name"] == "Chi Nava"


def test_account_that_was_forgotten_meanwhile_is_begun_again(
    client: Client, paper: FrontPage
) -> None:
    register(client)
    User.objects.get(email=CHI).delete()

    answer = client.post("/en/-/register/code/", {"code": latest_code()})

    assert answer.headers["Location"] == "/en/-/register/"
    assert "Please begin again" in words(part(tree(client.get("/en/-/register/")), "notice"))


def test_code_that_was_guessed_wrong_three_times_opens_nothing(
    client: Client, paper: FrontPage
) -> None:
    register(client)
    right = latest_code()
    for guess in ("000000", "000001", "000002"):
        client.post("/en/-/register/code/", {"code": guess})

    client.post("/en/-/register/code/", {"code": right})

    assert client.get("/-/me").json() == {"signed_in": False}


def test_form_takes_nothing_that_it_does_not_show(client: Client, paper: FrontPage) -> None:
    more = {"is_superuser": "on", "is_staff": "on", "groups": "1", "first_name": "Root"}

    register(client, password1="chosen by dov 5", **more)
    client.post("/en/-/register/code/", {"code": latest_code(), **more})

    chi = User.objects.get()
    assert (chi.is_superuser, chi.is_staff, chi.groups.count()) == (False, False, 0)
    assert (chi.first_name, chi.has_usable_password()) == ("", False)


@pytest.mark.parametrize(
    "name",
    [
        "ada vidal",
        "ＡＤＡ  Vidal",
        "Ada\u200bVidal",
        "Ada\u202eVidal",
        "chi@post.example",
        "…",
        "The Paper",
        "bo paz",
        "Вo",
        "Ada Vida1",
        "Соса",  # all of it Cyrillic
        "B0 Paz",
        "Bó Paź",  # known names are guarded from accents, too
        "Lidia Ami",
        "Lıdia Arni",
        "Bo\u1dc4 Paz",
        "Bo Paz\u3164",  # letters that nobody sees
        "Co\u034fca",
        "Bo Paz\ufe0f",  # and marks
        "Coca\ufe0f",
    ],
)
def test_names_that_pass_for_anothers_or_for_none_are_refused(
    client: Client, paper: FrontPage, name: str
) -> None:
    add_reader("ada@post.example", "Ada Vidal")
    add_reader("coca@post.example", "Coca")
    User.objects.create_superuser("bo@paper.example", first_name="Bo", last_name="Paz")
    lidia = User.objects.create_superuser("lidia@paper.example")
    lidia.take_name("Lidia Arni")
    lidia.save()

    answer = register(client, shown_name=name)

    assert part(tree(answer), "error").text
    assert not mail.outbox


def test_two_readers_may_be_called_almost_the_same(paper: FrontPage) -> None:
    for number, name in enumerate(["José", "Jose", "Arni", "Ami", "Dov 6", "Dov 8"]):
        reader, email = Client(), f"{number}@post.example"
        register(reader, email, shown_name=name)
        reader.post("/en/-/register/code/", {"code": latest_code(email)})
        assert reader.get("/-/me").json()["name"] == name

    assert part(tree(register(Client(), shown_name="JOSÉ")), "error").text


def test_robots_that_fill_everything_in_are_let_go_unheard(
    client: Client, paper: FrontPage
) -> None:
    answer = register(client, website="https://dov.example/")

    assert answer.status_code == 302
    assert (User.objects.count(), mail.outbox) == (0, [])


def test_paper_may_close_its_door(client: Client, paper: FrontPage, settings: Settings) -> None:
    settings.ACCOUNTS = settings.ACCOUNTS.model_copy(update={"registration": "closed"})
    add_reader()

    answer = register(client, "new@post.example")

    assert words(tree(answer).find(".//h1")) == "No new accounts"
    assert User.objects.count() == 1
    assert sign_in(client).status_code == 302


def test_mail_that_cannot_be_sent_is_told(
    client: Client, paper: FrontPage, settings: Settings
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9

    answer = register(client)

    assert answer.status_code == 503
    assert words(tree(answer).find(".//h1")) == "The mail could not be sent"


def test_requests_at_once_share_three_guesses(client: Client, paper: FrontPage) -> None:
    """A session that is put back is one that a slower request had read before."""
    register(client)
    before = Session.objects.get()

    answers = []
    for code in ("000000", "000001", "000002", latest_code()):
        before.save()
        answers.append(client.post("/en/-/register/code/", {"code": code}).status_code)

    assert answers == [200, 200, 200, 429]
    assert client.get("/-/me").json() == {"signed_in": False}
