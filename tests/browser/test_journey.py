"""What a conversation is to its readers and to an editor, from the first visit to the last, without a mouse.

In both languages, with scripts and without; in each step axe, Chromium's own tree of the page and its words.
"""

import json
import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import count
from pathlib import Path

import pytest
from django.core import mail
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

import rotativa
from rotativa.articles.models import FrontPage
from rotativa.comments import puzzle
from rotativa.people.models import User
from rotativa.press.actions import print_due
from tests.browser.conftest import PATIENCE, put_session
from tests.browser.desk import member
from tests.browser.keyboard import Person
from tests.browser.watch import Watch
from tests.factories.articles import add_article
from tests.press.front import Front, passing_to
from tests.readers.doors import CHI, add_reader, latest_code

GATE = "/{}/2026/04/16/gate/"
SAID, ANSWERED = "The siren was late, and we heard it.", "Nobody heard it, you fool."
SPANISH = {
    "Approve": "Aprobar",
    "At once": "Ahora mismo",
    "Back to the article": "Volver al artículo",
    "Ban": "Vetar",
    "Banned until": "Vetado hasta el",
    "Comments": "Comentarios",
    "Continue": "Continuar",
    "Create an account": "Crear una cuenta",
    "Create my account": "Crear mi cuenta",
    "Create one": "Crear una",
    "Data and leaving": "Datos y baja",
    "Delete my account": "Eliminar mi cuenta",
    "Deleted reader": "Lector eliminado",
    "Download my data": "Descargar mis datos",
    "E-mail address": "Dirección de correo",
    "Enter your code": "Introduzca su código",
    "Goes with me": "Se va conmigo",
    "It insults somebody.": "Insulta a alguien.",
    "Leave it": "Dejarlo",
    "Name shown with your comments": "Nombre que acompaña a sus comentarios",
    "Reason": "Motivo",
    "Reply : Chi": "Responder : Chi",
    "Report": "Denunciar",
    "Report : Chi": "Denunciar : Chi",
    "Reported (1)": "Denunciados (1)",
    "Reported: It insults somebody.": "Denunciado: Insulta a alguien.",
    "Send": "Enviar",
    "Sign in": "Iniciar sesión",
    "Signed as Chi": "Firmado como Chi",
    "Signed as Dov": "Firmado como Dov",
    "Six-digit code": "Código de seis cifras",
    "Thank you. An editor will look at it.": "Gracias. La redacción lo mirará.",
    "This comment is not here any more.": "Este comentario ya no está aquí.",
    "Waiting (1)": "En espera (1)",
    "Write a comment": "Escribir un comentario",
    "You are signed in": "Ha iniciado sesión",
    "You cannot write comments until": "No puede escribir comentarios hasta el",
    "Your account": "Su cuenta",
    "Your account is deleted": "Su cuenta está eliminada",
    "Your comment": "Su comentario",
    "Your comment waits for an editor. Until then only you can see it.":
        "Su comentario espera a que lo lea la redacción. Hasta entonces solo lo ve usted.",
}  # fmt: skip
WORDS: dict[str, dict[str, str]] = {"en": {}, "es": SPANISH}


@pytest.fixture(scope="module")
def front(live_server: LiveServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    """What readers reach: the front of `rotativa serve`, which asks the tests' server for the rest."""
    thread = live_server.thread
    folder = tmp_path_factory.mktemp("front")
    with Front(folder, before=passing_to(thread.host, thread.port)) as front:
        for files in Path(rotativa.__path__[0]).glob("*/static"):
            shutil.copytree(files, folder / "static", dirs_exist_ok=True)
        yield front


@pytest.fixture
def _printed(front: Front, settings: Settings) -> None:
    settings.PRINTED_ROOT = front.folder / "printed"
    for path in list(front.shelf.list()):
        front.shelf.delete(path)


@pytest.fixture
def press(_printed: None, front: Front) -> Callable[[], None]:
    """What the clock does each second, here when it is asked, and some seconds later each time."""
    turns = count(1)

    def run() -> None:
        later = timedelta(seconds=3 * next(turns))
        print_due(to=front.shelf, now=lambda: timezone.now() + later)

    return run


@pytest.fixture
def come(
    chromium: Browser, server: LiveServer, settings: Settings
) -> Iterator[Callable[..., Person]]:
    """Somebody with a browser of their own, whose faults fail the test."""
    contexts: list[tuple[BrowserContext, Watch]] = []

    def come(
        url: str, language: str, *, has_scripts: bool = True, user: User | None = None
    ) -> Person:
        context = chromium.new_context(
            base_url=url,
            java_script_enabled=has_scripts,
            locale=language,
            color_scheme="light" if has_scripts else "dark",
            reduced_motion="reduce",
        )
        context.set_default_timeout(1000 * PATIENCE)
        watch = Watch(origin=url)
        watch.over(context)
        contexts.append((context, watch))
        if user is not None:
            put_session(context, user, settings, url=url)
            context.add_cookies([{"name": "signed-in", "value": "1", "url": url}])
        return Person(context.new_page(), language, WORDS[language], has_scripts)

    yield come
    for context, watch in contexts:
        context.close()
        assert watch.unexcused() == []


@pytest.mark.parametrize("has_scripts", [True, False], ids=["scripts", "plain"])
@pytest.mark.parametrize("language", ["en", "es"])
def test_conversation_by_the_keyboard_alone(
    language: str,
    has_scripts: bool,
    come: Callable[..., Person],
    press: Callable[[], None],
    front: Front,
    server: LiveServer,
    paper: FrontPage,
    front_es: FrontPage,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(puzzle, "NUMBERS", 50)  # how long a phone works for it is no matter here
    path = GATE.format(language)
    add_article({"en": paper, "es": front_es}[language], "Linnet", slug="gate")
    at = f"http://127.0.0.1:{front.port}"
    chi = come(at, language, has_scripts=has_scripts)
    dov = come(at, language, has_scripts=has_scripts, user=add_reader("dov@post.example", "Dov"))
    ada = come(server.url, language, user=member("Editor", "Ada"))

    register(chi, path)
    comment(chi)
    press()
    dov.page.goto(path)
    expect(dov.named("link", "Reply : Chi")).to_have_count(0)

    approve(ada)
    press()
    assert_printed(dov, front, path, SAID)
    reply_and_report(dov)
    approve_and_ban(ada)
    press()
    assert_printed(chi, front, path, ANSWERED)
    be_refused(dov, path)

    assert [each["text"] for each in export(chi)["comments"]] == [SAID]
    leave(chi)
    press()
    assert_printed(chi, front, path, ANSWERED)
    chi.reads(
        "#comments",
        "Deleted reader" if language == "en" else "This comment is not here any more.",
    )
    kept = chi.page.locator("#comments").inner_text()
    assert ("Chi" in kept, SAID in kept) == (False, language == "en")
    chi.sees_no_fault()


def assert_printed(person: Person, front: Front, path: str, words: str) -> None:
    """What the reader gets is the sheet on the shelf, not an answer of Django's."""
    sheet = front.shelf.read(path)
    assert sheet is not None
    answer = person.page.goto(path)
    assert answer is not None
    assert answer.headers["etag"] in {sheet.etag(coding) for coding in sheet.bodies}
    person.reads("#comments", words)


def register(chi: Person, path: str) -> None:
    """From the article to the form for a comment, by a code; at first with a name that is too short."""
    chi.page.goto(path)
    chi.sees_no_fault()
    chi.press("link", "Write a comment")
    chi.comes_to("Sign in")
    chi.press("link", "Create one")
    chi.comes_to("Create an account")
    chi.write("E-mail address", CHI)
    chi.write("Name shown with your comments", "C")
    chi.press("button", "Create my account")
    expect(chi.page.locator("#id_shown_name-error")).to_be_visible()
    chi.sees_no_fault()
    chi.write("Name shown with your comments", "Chi")
    chi.press("button", "Create my account")
    chi.comes_to("Enter your code")
    expect(chi.named("textbox", "Six-digit code")).to_be_focused()
    assert [each.to for each in mail.outbox] == [[CHI]]
    chi.page.keyboard.type(latest_code())
    chi.press("button", "Continue")
    chi.comes_to("Your comment")


def comment(chi: Person) -> None:
    chi.write("Signed as Chi", SAID)
    chi.press("button", "Send")
    reads_that_it_waits(chi)


def reads_that_it_waits(person: Person) -> None:
    words = "Your comment waits for an editor. Until then only you can see it."
    person.reads("[role=status]", words)
    person.sees_no_fault()


def reply_and_report(dov: Person) -> None:
    reply(dov)
    reads_that_it_waits(dov)
    if not dov.has_scripts:
        dov.press("link", "Back to the article")
    dov.press("link", "Report : Chi")
    dov.choose("It insults somebody.")
    dov.sees_no_fault()
    dov.press("button", "Report")
    dov.reads(
        ".notice:focus" if dov.has_scripts else ".notice", "Thank you. An editor will look at it."
    )
    dov.sees_no_fault()


def reply(dov: Person) -> None:
    dov.press("link", "Reply : Chi")
    dov.write("Signed as Dov", ANSWERED)
    dov.sees_no_fault()
    dov.press("button", "Send")


def be_refused(dov: Person, path: str) -> None:
    dov.page.goto(path)
    reply(dov)
    dov.reads(".error", "You cannot write comments until")
    dov.reads(".error", "It insults somebody.")
    dov.sees_no_fault()


def approve(ada: Person) -> None:
    ada.page.goto("/desk/")
    ada.press("link", "Comments")
    ada.reads(".comments-cell__text", SAID)
    ada.sees_no_fault()
    ada.press("button", "Approve")
    expect(ada.page.locator(".comments-cell")).to_have_count(0)


def approve_and_ban(ada: Person) -> None:
    """What was reported stays; whoever reported it is banned for what they answered."""
    ada.page.goto("/desk/reader-comments/")
    ada.press("link", "Reported (1)")
    ada.reads(".comments-cell__report", "Reported: It insults somebody.")
    ada.sees_no_fault()
    ada.press("button", "Leave it")
    expect(ada.page.locator(".comments-cell")).to_have_count(0)
    ada.press("link", "Waiting (1)")
    ada.press("link", "Dov")
    ada.press("button", "Approve")
    expect(ada.named("button", "Approve")).to_have_count(0)
    ada.press("link", "Ban")
    ada.pick("Reason", "It insults somebody.")
    ada.sees_no_fault()
    ada.press("button", "Ban")
    ada.reads("main", "Banned until")
    ada.sees_no_fault()


def export(chi: Person) -> dict[str, list[dict[str, str]]]:
    """From the article, which says to whoever has scripts that they are signed in."""
    if chi.has_scripts:
        chi.press("link", "Chi")
    else:
        chi.press("link", "Sign in")
        chi.comes_to("You are signed in")
        chi.press("link", "Your account")
    chi.comes_to("Your account")
    chi.press("link", "Data and leaving")
    chi.comes_to("Data and leaving")
    with chi.page.expect_download() as found:
        chi.press("link", "Download my data")
    data: dict[str, list[dict[str, str]]] = json.loads(found.value.path().read_bytes())
    return data


def leave(chi: Person) -> None:
    """At once: the words stay in English, and go in Spanish."""
    if chi.language == "es":
        chi.choose("Goes with me")
    chi.choose("At once")
    chi.press("button", "Delete my account")
    chi.comes_to("Your account is deleted")
    assert (mail.outbox[-1].to, mail.outbox[-1].subject) == (
        [CHI],
        chi.say("Your account is deleted"),
    )
    assert not User.objects.filter(email=CHI).exists()
