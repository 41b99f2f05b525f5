"""What readers change and see of their own, and of nobody else's."""

import json
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from urllib.parse import unquote

import pytest
import time_machine
from django.conf import settings as django_settings
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models.signals import pre_save
from django.dispatch import receiver
from django.test import Client
from django.utils import timezone
from PIL import Image

from rotativa.articles.models import FrontPage
from rotativa.pages.models import Paper
from rotativa.people.models import User
from rotativa.readers.signals import data_wanted
from tests.html import part, tree, words
from tests.readers.doors import (
    CHI,
    PASSWORD,
    add_reader,
    latest_code,
    register,
    said,
    sign_in,
)

ACCOUNT = "/en/-/account/"
CHROME = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0"
SAFARI = "AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.1 Mobile/15E148 Safari/604.1"


@pytest.fixture
def chi(client: Client, paper: FrontPage) -> User:
    reader = add_reader()
    sign_in(client)
    return reader


def picture() -> SimpleUploadedFile:
    exif = Image.Exif()
    exif[0x010E] = "taken at home"
    out = BytesIO()
    Image.new("RGB", (600, 400), "red").save(out, "JPEG", exif=exif)
    return SimpleUploadedFile("me.jpg", out.getvalue(), "image/jpeg")


def change(client: Client, **given: object) -> int:
    form = {"shown_name": "Chi Nava", "language": "es", **given}
    return client.post(ACCOUNT, form).status_code


def test_name_language_and_picture_are_the_readers_to_choose(client: Client, chi: User) -> None:
    assert change(client, picture=picture(), email="dov@post.example", is_superuser="on") == 302

    chi.refresh_from_db()
    assert (chi.public_name, chi.language) == ("Chi Nava", "es")
    assert (chi.email, chi.is_superuser) == (CHI, False)  # no field of this form
    shown = client.get(chi.portrait.url)
    assert shown.headers["Cache-Control"] == "private, max-age=3600"
    data = b"".join(shown)
    assert (Image.open(BytesIO(data)).size, shown.headers["Content-Type"]) == (
        (256, 256),
        "image/webp",
    )
    assert b"taken at home" not in data
    stored = Path(django_settings.MEDIA_ROOT) / str(chi.portrait)
    assert stored.is_file()


def test_name_is_changed_once_a_month(client: Client, chi: User) -> None:
    change(client)
    change(client, shown_name="Another")
    chi.refresh_from_db()
    assert chi.shown_name == "Chi Nava"

    with time_machine.travel(timezone.now() + timedelta(days=29, hours=23)):
        sign_in(client)
        change(client, shown_name="Another")
        chi.refresh_from_db()
        assert chi.shown_name == "Chi Nava"
    with time_machine.travel(timezone.now() + timedelta(days=30, minutes=1)):
        sign_in(client)
        change(client, shown_name="Another")
    chi.refresh_from_db()
    assert chi.shown_name == "Another"


def test_name_that_another_takes_in_this_moment_is_refused(client: Client, chi: User) -> None:
    kept = Path(django_settings.MEDIA_ROOT) / "readers"
    before = sorted(kept.glob("*"))

    def be_faster(instance: User, **_kwargs: object) -> None:
        if instance.shown_name == "Chi Nava":
            pre_save.disconnect(be_faster, sender=User)
            add_reader("quick@post.example", "Chi Nava")

    pre_save.connect(be_faster, sender=User)
    given = {"shown_name": "Chi Nava", "language": "es", "picture": picture()}
    answer = client.post(ACCOUNT, given)

    assert part(tree(answer), "error").text == "Somebody comments under this name already."
    assert sorted(kept.glob("*")) == before


@pytest.mark.parametrize("data", [b"<svg onload=alert(1)>", b"GIF89a", b"\xff\xd8\xff\xe0", b""])
def test_what_is_no_picture_is_refused(client: Client, chi: User, data: bytes) -> None:
    answer = client.post(
        ACCOUNT,
        {"shown_name": "Chi", "language": "en", "picture": SimpleUploadedFile("x.jpg", data)},
    )

    assert part(tree(answer), "error").text
    chi.refresh_from_db()
    assert not chi.portrait


def test_address_is_changed_by_a_code_at_the_old_and_one_at_the_new(
    client: Client, chi: User
) -> None:
    elsewhere = Client()
    sign_in(elsewhere)
    register(Client(), "new@post.example", shown_name="Dov")  # whose word for it is worth nothing
    begun = client.post(f"{ACCOUNT}address/", {"email": "New@post.example"})
    codes = {"old_code": latest_code(), "new_code": latest_code("new@post.example")}
    confirm = begun.headers["Location"]

    only_new = client.post(confirm, {**codes, "old_code": codes["new_code"]})
    assert words(part(tree(only_new), "notice--error")) == "One of the codes is not right."
    chi.refresh_from_db()
    assert chi.email == CHI
    assert client.post(confirm, codes).headers["Location"] == ACCOUNT

    chi.refresh_from_db()
    assert chi.email == "new@post.example"
    assert (mail.outbox[-1].to, mail.outbox[-1].subject) == (
        [CHI], "Your account has another address",
    )  # fmt: skip
    assert elsewhere.get("/-/me").json() == {"signed_in": False}
    Client().post("/en/-/sign-in/", {"login": CHI})
    assert "No account has it" in said(mail.outbox[-1])
    assert sign_in(Client(), "new@post.example").status_code == 302


@pytest.mark.parametrize(
    ("address", "way_out", "way_back"),
    [
        ("", "please answer this mail.", "please answer any mail that you have had from us."),
        (
            "desk@paper.example",
            "please write to desk@paper.example.",
            "Please write to desk@paper.example if",
        ),
    ],
)
def test_whoever_may_need_help_is_told_where_to_write_to(
    client: Client, chi: User, address: str, way_out: str, way_back: str
) -> None:
    Paper.objects.update(address=address)
    begun = client.post(f"{ACCOUNT}address/", {"email": "new@post.example"})
    codes = {"old_code": latest_code(), "new_code": latest_code("new@post.example")}
    client.post(begun.headers["Location"], codes)

    of_account = said(mail.outbox[-1])
    assert "You sign in with new@post.example from now on." in of_account
    assert f"If it was not you, {way_out}" in of_account
    closed = tree(client.get("/en/-/sign-in/closed/")).find(".//main")
    assert "This account is closed Nobody can sign in with it any more." in words(closed)
    assert way_back in words(closed)
    assert closed.xpath(".//a/@href") == ([f"mailto:{address}"] if address else [])


def test_address_of_another_is_told_to_the_other_only(client: Client, chi: User) -> None:
    add_reader("there@post.example", "There")

    begun = client.post(f"{ACCOUNT}address/", {"email": "there@post.example"})
    old = latest_code()
    answer = client.post(begun.headers["Location"], {"old_code": old, "new_code": ""})
    for guess in ("", old, "000000"):
        client.post(begun.headers["Location"], {"old_code": old, "new_code": guess})

    assert begun.headers["Location"] == f"{ACCOUNT}address/confirm/"
    assert answer.status_code == 200
    assert "It stays with yours" in said(mail.outbox[-1])
    chi.refresh_from_db()
    assert chi.email == CHI


def test_changes_of_address_are_bounded_and_so_are_guesses(client: Client, chi: User) -> None:
    with time_machine.travel(timezone.now(), tick=False):
        sign_in(client)
        asked = [client.post(f"{ACCOUNT}address/", {"email": "new@post.example"}) for _ in range(6)]
        assert [each.status_code for each in asked] == [302] * 5 + [429]
        codes = {"old_code": latest_code(), "new_code": latest_code("new@post.example")}
        confirm = asked[0].headers["Location"]
        before = Session.objects.get(session_key=client.cookies["__Host-session"].value)
        for guess in ("000000", "000001", "000002"):
            before.save()  # as the session of requests at once, which count nothing for each other
            client.post(confirm, {**codes, "new_code": guess})
        before.save()
        late = client.post(confirm, codes)

    assert late.status_code == 429
    chi.refresh_from_db()
    assert chi.email == CHI


def test_signing_out_everywhere_ends_the_other_sessions(client: Client, chi: User) -> None:
    others = [Client(), Client()]
    for other in others:
        sign_in(other)
    page = tree(client.get(f"{ACCOUNT}sessions/"))
    assert len(page.find_class("badge")) == 1
    assert len(part(page, "rows")) == 3

    client.post(f"{ACCOUNT}sessions/")

    assert [other.get("/-/me").json() for other in others] == [{"signed_in": False}] * 2
    assert client.get("/-/me").json()["signed_in"] is True


@pytest.mark.parametrize(
    ("agent", "device"),
    [
        (
            f"Mozilla/5.0 (Windows NT 10.0; Win64) {CHROME} Safari/537.36 Edg/142.0.0.0",
            "Edge on Windows",
        ),
        (
            f"Mozilla/5.0 (Linux; Android 16; Pixel 9) {CHROME} Mobile Safari/537.36",
            "Chrome on Android",
        ),
        (f"Mozilla/5.0 (iPhone; CPU iPhone OS 18_7 like Mac OS X) {SAFARI}", "Safari on iPhone"),
        (
            "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0",
            "Firefox on Linux",
        ),
        ("curl/8.14.1", "Another program"),
        ("Firefox", "Firefox"),
    ],
)
def test_devices_are_called_by_what_their_owner_knows_them(
    client: Client, chi: User, agent: str, device: str
) -> None:
    sign_in(Client(headers={"user-agent": agent}))

    rows = part(tree(client.get(f"{ACCOUNT}sessions/")), "rows")

    assert device in [words(name) for name in rows.iter("b")]
    assert agent in [words(told) for told in rows.xpath(".//details/p")]


def test_all_that_is_kept_can_be_taken_along(client: Client, chi: User) -> None:
    add_reader("other@post.example", "Other")
    sign_in(Client(), "other@post.example")

    @receiver(data_wanted)
    def words_of(reader_id: int, **_kwargs: object) -> tuple[str, object]:
        return "comments", [{"by": reader_id}]

    answer = client.get(f"{ACCOUNT}data/")

    told = json.loads(answer.content)
    assert list(told) == [
        "account", "sign_in", "wishes", "reports", "standing_in_comments", "comments",
        "told_to_spam_service", "newsletters", "tests_of_issues",
    ]  # fmt: skip
    assert (told["account"]["email"], told["account"]["shown_name"]) == (CHI, "Chi")
    assert told["comments"] == [{"by": chi.pk}]
    assert [each["ip"] for each in told["sign_in"]["sessions"]] == ["127.0.0.1"]
    assert "other@" not in answer.content.decode()
    assert "no-store" in answer.headers["Cache-Control"]


def test_own_pages_are_for_whoever_is_signed_in(paper: FrontPage) -> None:
    for path in ("", "security/", "sessions/", "data/", "leave/", "password/", "address/", "app/"):
        answer = Client().get(f"{ACCOUNT}{path}")
        assert unquote(answer.headers["Location"]) == f"/en/-/sign-in/?next={ACCOUNT}{path}"


def test_password_is_for_those_who_want_one(client: Client, chi: User) -> None:
    client.post(f"{ACCOUNT}password/", {"password1": "eleven 8901"})  # one too few
    chi.refresh_from_db()
    assert not chi.has_usable_password()

    client.post(f"{ACCOUNT}password/", {"password1": "a password of hers 5"})
    assert client.get("/-/me").json()["signed_in"] is True
    elsewhere = Client()
    elsewhere.post("/en/-/sign-in/", {"login": CHI, "password": "a password of hers 5"})
    assert elsewhere.get("/-/me").json()["signed_in"] is True

    client.post(f"{ACCOUNT}password/", {"remove": "1"})
    chi.refresh_from_db()
    assert not chi.has_usable_password()
    assert [each.subject for each in mail.outbox][-2:] == [
        "Your account has a password now", "Your account has no password any more",
    ]  # fmt: skip


def test_password_is_guessed_twenty_times_by_whoever_sits_down_there(chi: User) -> None:
    chi.set_password(PASSWORD)
    chi.save()
    here = Client()
    sign_in(here)
    again = "/en/-/sign-in/again/"

    guesses = [here.post(again, {"password": f"no {n}"}).status_code for n in range(20)]

    assert guesses == [200] * 20
    assert here.post(again, {"password": PASSWORD}).status_code == 429
