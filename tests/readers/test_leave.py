"""Readers go at once or tomorrow, and may think again."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import Group
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client

from rotativa.articles.models import FrontPage
from rotativa.lib.clock import minute
from rotativa.people.models import User
from rotativa.readers.models import Leaving
from rotativa.readers.signals import leaving
from tests.html import part, tree, words
from tests.readers.doors import CHI, add_reader, register, said, sign_in

NOW = datetime(2026, 4, 16, 10, tzinfo=UTC)
LEAVE = "/es/-/account/leave/"


@pytest.fixture
def chi(paper: FrontPage) -> User:
    reader = add_reader()
    reader.language = "es"
    reader.save()
    return reader


@pytest.fixture
def heard() -> Iterator[list[tuple[int, bool]]]:
    """What apps above are told."""
    told: list[tuple[int, bool]] = []

    def hear(reader_id: int, keeps_words: bool, **_kwargs: object) -> None:
        assert User.objects.filter(pk=reader_id).exists()  # in time to look
        told.append((reader_id, keeps_words))

    leaving.connect(hear)
    yield told
    leaving.disconnect(hear)


def test_at_once_is_at_once(client: Client, chi: User, heard: list[tuple[int, bool]]) -> None:
    other = add_reader("other@post.example", "Other")
    elsewhere = Client()
    sign_in(elsewhere)
    sign_in(client)

    answer = client.post(LEAVE, {"words": "go", "when": "now"})

    assert words(tree(answer).find(".//h1")) == "Su cuenta está eliminada"
    assert list(User.objects.all()) == [other]
    assert heard == [(chi.pk, False)]
    assert elsewhere.get("/-/me").json() == client.get("/-/me").json() == {"signed_in": False}
    assert (mail.outbox[-1].to, mail.outbox[-1].subject) == ([CHI], "Su cuenta está eliminada")


def test_tomorrow_comes_after_a_day(
    client: Client, chi: User, heard: list[tuple[int, bool]]
) -> None:
    with time_machine.travel(NOW, tick=False):
        sign_in(client)
        client.post(LEAVE, {"words": "stay", "when": "tomorrow"})
        assert "17 de abril de 2026" in said(mail.outbox[-1])

        minute.send(None, at=NOW + timedelta(hours=23, minutes=59))
        assert User.objects.filter(pk=chi.pk).exists()
        minute.send(None, at=NOW + timedelta(hours=24))

    assert (User.objects.count(), heard) == (0, [(chi.pk, True)])
    assert mail.outbox[-1].subject == "Su cuenta está eliminada"


def test_reader_who_signs_in_again_may_stay(client: Client, chi: User) -> None:
    with time_machine.travel(NOW, tick=False):
        sign_in(client)
        client.post(LEAVE, {"words": "stay", "when": "tomorrow"})
        later = Client()
        sign_in(later, language="es")
        minute.send(None, at=NOW + timedelta(hours=1))

        notice = part(tree(later.get(LEAVE)), "notice")
        assert "17 de abril de 2026" in words(notice)
        later.post(part(notice, "button").getparent().get("action"))
        minute.send(None, at=NOW + timedelta(days=2))

    assert list(User.objects.all()) == [chi]


def test_reader_who_is_signed_out_meanwhile_is_led_back_to_what_they_wished(
    client: Client, chi: User
) -> None:
    asked = client.post("/en/-/account/leave/keep/")
    (next_page,) = parse_qs(urlsplit(asked.headers["Location"]).query)["next"]
    entered = sign_in(client, next=next_page)

    shown = client.get(entered.headers["Location"], follow=True)

    assert (shown.status_code, shown.redirect_chain) == (200, [("/en/-/account/leave/", 302)])


def test_nothing_is_lost_when_an_app_above_cannot_let_go(client: Client, chi: User) -> None:
    def refuse(**_kwargs: object) -> None:
        raise RuntimeError("not now")

    sign_in(client)
    leaving.connect(refuse)
    try:
        with pytest.raises(RuntimeError):
            client.post(LEAVE, {"words": "go", "when": "now"})
    finally:
        leaving.disconnect(refuse)

    assert User.objects.filter(pk=chi.pk).exists()


def test_one_that_cannot_go_keeps_no_other_waiting(client: Client, chi: User) -> None:
    other = add_reader("other@post.example", "Other")
    for number, reader in enumerate((chi, other)):
        due = NOW - timedelta(hours=2 - number)
        Leaving.objects.create(reader=reader, keeps_words=False, asked_at=due, due_at=due)

    def refuse(reader_id: int, **_kwargs: object) -> None:
        if reader_id == chi.pk:
            raise RuntimeError("not now")

    leaving.connect(refuse)
    try:
        minute.send(None, at=NOW)
        assert list(User.objects.all()) == [chi]
    finally:
        leaving.disconnect(refuse)
    minute.send(None, at=NOW + timedelta(minutes=59))
    assert User.objects.exists()
    minute.send(None, at=NOW + timedelta(hours=1))
    assert not User.objects.exists()


def test_sessions_that_are_over_are_forgotten(client: Client, chi: User) -> None:
    with time_machine.travel(NOW, tick=False):
        sign_in(client, remember="1")
        Client().post("/en/-/sign-in/", {"login": "nobody@post.example"})
        register(Client(), "never@post.example", shown_name="Never")
        assert (Session.objects.count(), UserSession.objects.count()) == (3, 1)

        minute.send(None, at=NOW + timedelta(minutes=31))  # nobody who began has gone on
        assert client.get("/-/me").json()["signed_in"] is True
        assert (Session.objects.count(), UserSession.objects.count()) == (1, 1)
        minute.send(None, at=NOW + timedelta(days=31))

    assert (Session.objects.count(), UserSession.objects.count()) == (0, 0)


def test_whoever_works_at_the_desk_asks_there(client: Client, chi: User) -> None:
    chi.groups.add(Group.objects.get(name="Author"))
    sign_in(client)

    client.post(LEAVE, {"words": "go", "when": "now"})

    assert User.objects.filter(pk=chi.pk).exists()


def test_what_nobody_confirmed_is_forgotten_after_a_day(client: Client, chi: User) -> None:
    with time_machine.travel(NOW, tick=False):
        register(client, "never@post.example", shown_name="Never")
        User.objects.create_user("made@paper.example")

        minute.send(None, at=NOW + timedelta(hours=23))
        assert User.objects.filter(email="never@post.example").exists()
        minute.send(None, at=NOW + timedelta(hours=24, seconds=1))

    left = User.objects.order_by("pk").values_list("email", flat=True)
    assert list(left) == [CHI, "made@paper.example"]
