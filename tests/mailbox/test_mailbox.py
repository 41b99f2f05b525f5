"""The mails of a demo, read on the demo itself; on no other site, and by nobody from elsewhere."""

import os
import re
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.core.mail import EmailMultiAlternatives
from django.test import Client
from django.utils import timezone
from lxml.html import HtmlElement
from pytest_django import (
    DjangoAssertNumQueries,
    DjangoCaptureOnCommitCallbacks,
    Settings,
)

from rotativa.articles.models import FrontPage
from rotativa.newsletters.models import Newsletter, Subscriber
from rotativa.newsletters.models.subscriber import Standing
from tests.factories.articles import add_article
from tests.html import links, part, tree, words
from tests.newsroom.desk import desk_of
from tests.readers.doors import CHI, code_in, register

MAILBOX = "/en/-/mailbox/"
HERE = {"host": "localhost:8000"}
FROM_OURS = {**HERE, "Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def folder(settings: Settings, tmp_path: Path) -> Path:
    settings.EMAIL_BACKEND = "rotativa.lib.mail_folder.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    return tmp_path / "mail"


@pytest.fixture
def visitor(paper: FrontPage, folder: Path, settings: Settings) -> Client:
    """Somebody at the machine on which the demo runs."""
    settings.SHOWS_MAIL = True
    return Client(headers=HERE)


def send(subject: str = "Your code", *, html: str = "") -> None:
    message = EmailMultiAlternatives(subject, f"{subject}: http://localhost/en/", to=[CHI])
    if html:
        message.attach_alternative(html, "text/html")
    assert message.send() == 1


def addresses(visitor: Client) -> list[str]:
    page = tree(visitor.get(MAILBOX))
    return [address for _words, address in links(part(page, "letters"))]


def test_newcomer_reads_the_code_in_the_mailbox_and_follows_its_links(
    visitor: Client, folder: Path
) -> None:
    assert "Nothing yet" in words(tree(visitor.get(MAILBOX)))
    register(visitor, language="es")
    told = links(part(tree(visitor.get("/es/-/register/code/")), "notice"))
    send("Later mail")

    assert told == [("Leer en el buzón de la demostración", "/es/-/mailbox/")]
    [file, _] = sorted(folder.iterdir())
    assert (file.suffix, file.stat().st_mode & 0o777) == (".eml", 0o600)
    rows = [words(row) for row in part(tree(visitor.get("/es/-/mailbox/")), "letters").iter("li")]
    assert [row.partition(" para ")[0] for row in rows] == [
        "Later mail",
        rows[1].split(" para ")[0],
    ]
    assert re.match(rf"\d{{6}} es su código para {CHI} ", rows[1])
    [later, first] = [tree(visitor.get(address)) for address in addresses(visitor)]
    assert links(part(later, "letter__text")) == [("http://localhost/en/",) * 2]
    assert words(first.find(".//dd")) == CHI
    assert "Auto-Submitted" in [words(each) for each in first.iter("dt")]
    text = words(part(first, "letter__text"))
    assert code_in(text) in words(first.find(".//h1"))

    code = {"code": code_in(text), "action": "verify"}
    assert visitor.post("/es/-/register/code/", code).status_code == 302
    assert visitor.get("/-/me").json()["name"] == "Chi"


def test_html_of_a_mail_runs_nothing_and_asks_nobody(visitor: Client) -> None:
    written = '<!doctype html><script>alert(1)</script><img src="https://spy.example/a.gif"><p>Ave'
    send(html=written)

    [address] = addresses(visitor)
    page = visitor.get(address)
    frame = tree(page).find(".//iframe")
    answer = visitor.get(frame.get("src"))

    assert frame.get("sandbox") == "allow-popups allow-popups-to-escape-sandbox"
    assert "frame-src 'self'" in page.headers["Content-Security-Policy"]
    assert answer.headers["Content-Security-Policy"] == (
        "default-src 'none'; img-src 'self' data:; style-src 'unsafe-inline'; form-action 'none'; "
        "base-uri 'none'; frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox"
    )
    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.content.decode() == f'<!doctype html><base target="_blank">{written}'
    assert "alert" not in page.content.decode()


@pytest.mark.parametrize(
    ("header", "shown"),
    [(f"<{CHI}>", CHI), (f"<{CHI}>, Bo <bo@post.example>", f"{CHI}, Bo <bo@post.example>")],
)
def test_address_of_which_no_name_is_said_stands_without_brackets(
    visitor: Client, folder: Path, header: str, shown: str
) -> None:
    send()
    [file] = folder.iterdir()
    file.write_bytes(file.read_bytes().replace(f"To: {CHI}".encode(), f"To: {header}".encode()))

    (row,) = part(tree(visitor.get(MAILBOX)), "letters").iter("li")

    assert f"to {shown} " in words(row)


@pytest.mark.every_case
@pytest.mark.parametrize("number", [1, 3])
def test_list_asks_the_database_as_often_whatever_is_in_it(
    visitor: Client, django_assert_num_queries: DjangoAssertNumQueries, number: int
) -> None:
    for each in range(number):
        send(f"Mail {each}")
    visitor.get(MAILBOX)

    with django_assert_num_queries(6):
        found = addresses(visitor)

    assert len(found) == number


def test_real_site_has_no_mailbox_though_its_mail_goes_to_a_folder(
    paper: FrontPage, folder: Path
) -> None:
    """It is asked from the machine itself, and there is something to hide."""
    visitor = Client(headers=HERE)
    send(html="<p>Hush")
    [file] = folder.iterdir()
    letter = f"{MAILBOX}{file.stem}/"

    assert [visitor.get(each).status_code for each in (MAILBOX, letter, f"{letter}html/")] == (
        [404] * 3
    )
    register(visitor)
    assert MAILBOX not in visitor.get("/en/-/register/code/").content.decode()


def test_demo_shows_strangers_no_mail(visitor: Client) -> None:
    send(html="<p>Hush")
    [letter] = addresses(visitor)
    strangers = [
        Client(headers=HERE, REMOTE_ADDR="192.0.2.7"),
        Client(headers=HERE, REMOTE_ADDR=""),
        Client(headers={"host": "paper.example"}),
        *(
            Client(headers={**HERE, name: "192.0.2.7"})
            for name in ("x-forwarded-for", "x-real-ip", "forwarded", "via")
        ),
    ]

    for each in strangers:
        found = [each.get(path).status_code for path in (MAILBOX, letter, f"{letter}html/")]
        assert found == [404] * 3
    for here in ("127.0.0.1", "::1"):
        assert Client(headers=HERE, REMOTE_ADDR=here).get(letter).status_code == 200


NESTED = "".join(f'Content-Type: multipart/mixed; boundary="{n}"\n\n--{n}\n' for n in range(3000))
HOSTILE = {
    "empty": b"",
    "bytes": bytes(range(256)) * 50,
    "headers": b"Subject: =?utf-8?b?A?= =?x-none?q?ok=FF?=\nTo: \xff\xfe <a@b>\n"
    + b"X: y\n" * 9000,
    "charset": b"Content-Type: text/html; charset=rot13\n\n<p>\xff",
    "base64": b"Content-Type: text/html\nContent-Transfer-Encoding: base64\n\n!!!\xff",
    "parameters": b"Content-Type: text/html; charset*=bad'x'%ff; a*0*=z\n\n<p>Ave",
    "nested": NESTED.encode(),
    "large": b"Subject: Large\n\n" + b"http://a.example/?" * 150_000,
    "markup": b"Subject: <script>alert(1)</script>\n\n<script>alert(1)</script>",
}


def test_whatever_lies_in_the_folder_can_be_looked_at(visitor: Client, folder: Path) -> None:
    folder.mkdir()
    for name, content in HOSTILE.items():
        (folder / f"{name}.eml").write_bytes(content)
    (folder / "half.draft").write_text("Subject: Half\n")
    (folder / "other name.eml").write_text("Subject: Other\n")
    (folder / "folder.eml").mkdir()
    (folder / "link.eml").symlink_to(folder / "large.eml")
    os.mkfifo(folder / "pipe.eml")

    found = addresses(visitor)

    assert sorted(found) == sorted(f"{MAILBOX}{name}/" for name in HOSTILE)
    for address in found:
        page = visitor.get(address)
        assert (page.status_code, len(page.content) < 4_000_000) == (200, True)
        assert "<script>alert" not in page.content.decode()
        assert visitor.get(f"{address}html/").status_code == 200
    for name in ("link", "folder", "half", "none", "pipe"):
        assert visitor.get(f"{MAILBOX}{name}/").status_code == 404
    assert visitor.post(MAILBOX).status_code == 405


def test_newcomer_subscribes_confirms_receives_and_leaves_without_a_mail_server(
    visitor: Client,
    paper: FrontPage,
    settings: Settings,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    """What is sent meanwhile is the desk's to say, as in any paper."""
    settings.MAIL = settings.MAIL.model_copy(update={"how": "file"})
    visitor.post("/en/-/newsletters/", {"address": CHI, "website": ""}, headers=FROM_OURS)
    confirm = first_link(newest(visitor), "/confirm/")
    visitor.post(confirm)
    assert Subscriber.objects.get().state == Standing.ACTIVE

    add_article(paper, "The gate is open again", at=timezone.now() - timedelta(minutes=5))
    desk = desk_of("Editor")
    with django_capture_on_commit_callbacks(execute=True):
        asked = {"newsletter": str(Newsletter.objects.daily().pk), "language": "en"}
        issue = desk.post("/desk/newsletter-issues/compose/", asked).headers["Location"]
        desk.post(f"{issue}send/", {"sure": "on"})
    letter = newest(visitor)
    assert words(letter.find(".//h1")) == "The gate is open again"

    leave = first_link(letter, "/leave/")
    visitor.post(leave)
    assert Subscriber.objects.get().state == Standing.LEFT


def newest(visitor: Client) -> HtmlElement:
    return tree(visitor.get(addresses(visitor)[0]))


def first_link(letter: HtmlElement, to: str) -> str:
    """Of this site."""
    return next(
        urlsplit(address).path
        for _words, address in links(part(letter, "letter__text"))
        if to in address
    )
