"""Clicks are counted where a newsletter says so, of readers who agreed, and by nobody's name."""

import re
from contextlib import closing
from datetime import date, timedelta
from html import unescape
from itertools import count
from urllib.parse import urlsplit

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from rotativa.articles.models import FrontPage
from rotativa.newsletters import limits
from rotativa.newsletters.actions import compose_turn, send_issue
from rotativa.newsletters.counting_book import CountingBook
from rotativa.newsletters.letters import Claimed
from rotativa.newsletters.links import mark_of
from rotativa.newsletters.marks import link_of
from rotativa.newsletters.mime.issue_mail import issue_mail
from rotativa.newsletters.mime.mail import IssueMail
from rotativa.newsletters.models import Delivery, Issue, Link, Newsletter, Subscriber
from rotativa.newsletters.models.issue import Stage
from rotativa.newsletters.schedule import Turn
from rotativa.newsletters.tasks import send_slice
from rotativa.newsletters.two_mails import TwoMails, mail_of
from tests.another import committed
from tests.factories.articles import add_article
from tests.html import tree, words
from tests.newsletters.conftest import NOW, Subscribes, newsletters_are
from tests.newsletters.test_service import serving, told
from tests.newsroom.desk import desk_of
from tests.relays import LoopbackRelay

PLAIN, COUNTED = "its links are plain", "is counted, as you have allowed"
FOLLOW = "https://paper.example/en/-/newsletters/follow/"


@pytest.fixture
def composed(paper: FrontPage, daily: Newsletter) -> Issue:
    Newsletter.objects.update(counts_clicks=True, names={"en": "Ada's & Bo's"})
    add_article(paper, "The gate & the log", slug="gate", at=NOW - timedelta(hours=1))
    add_article(paper, "A fire", slug="fire", at=NOW - timedelta(hours=2))
    turn = Turn(date(2026, 11, 26), "2026-11-26", NOW)
    daily.refresh_from_db()
    return next(each for each in compose_turn(daily, turn, at=NOW) if each.language == "en")


def send(issue: Issue) -> None:
    """Also once more, as if it had never been sent."""
    Delivery.objects.all().delete()
    Issue.objects.filter(pk=issue.pk).update(stage=Stage.DRAFT)
    issue.refresh_from_db()
    send_issue(issue, at=timezone.now())
    send_slice.enqueue(issue.pk)


def hrefs(html: str) -> list[str]:
    return [unescape(url) for url in re.findall(r'href="([^"]+)"', html)]


def followed() -> list[int]:
    """How often, of those that were."""
    return list(Link.objects.filter(followed__gt=0).values_list("followed", flat=True))


def assert_bounded(client: Client, path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever follows a link on and on is led there, and not counted; nor is anybody where it is switched off."""
    [before] = followed()
    with time_machine.travel(timezone.now(), tick=False):
        leads = {client.get(path, REMOTE_ADDR="203.0.113.9").headers["Location"] for _ in range(25)}
        assert leads == {"https://paper.example/en/2026/11/26/gate/"}
        assert followed() == [before + 20]
        with monkeypatch.context() as patch:
            patch.setattr(limits, "CLICKS_A_MINUTE", 0)
            assert client.get(path, REMOTE_ADDR="203.0.113.10").status_code == 302
    Newsletter.objects.update(counts_clicks=False)
    assert client.get(path).status_code == 302
    assert followed() == [before + 20]
    Newsletter.objects.update(counts_clicks=True)


def choices_of(subscriber: Subscriber, client: Client, **told: str) -> str:
    page = f"/en/-/newsletters/choices/{link_of(subscriber.pk, timezone.now())}/"
    if told:
        assert (
            client.post(page, {"newsletters": "daily", "language": "en", **told}).status_code == 302
        )
    return client.get(page).content.decode()


@committed
def test_who_takes_it_back_while_others_are_sent_to_has_plain_links(
    composed: Issue,
    subscribes: Subscribes,
    relay: LoopbackRelay,
    client: Client,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ada, bo, chi = (
        subscribes(f"{name}@example.net", language="en") for name in ("ada", "bo", "chi")
    )
    for each in (ada, bo, chi):
        choices_of(each, client, lets_count="yes")
    newsletters_are(settings, connections=1)
    monkeypatch.setattr("rotativa.newsletters.senders.smtp.sender.AHEAD", 1)
    claim, calls = CountingBook.claim, count(1)

    def is_taken_back(book: CountingBook, number: int) -> list[Claimed]:
        if next(calls) == 2:
            choices_of(chi, client, pause="")
        return claim(book, number)

    monkeypatch.setattr(CountingBook, "claim", is_taken_back)
    send(composed)

    counted = [(each.recipient, FOLLOW.encode() in each.data) for each in relay.accepted]
    assert counted == [(ada.address, True), (bo.address, True), (chi.address, False)]


def test_clicks_are_counted_in_the_letters_of_those_who_agree_and_in_no_others(
    composed: Issue,
    subscribes: Subscribes,
    relay: LoopbackRelay,
    client: Client,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ada = subscribes("ada@example.net", language="en")
    bea = subscribes("bea@example.net", language="en")
    assert 'name="lets_count" value="yes">' in choices_of(ada, client), "not ticked"
    assert 'name="lets_count" value="yes" checked>' in choices_of(ada, client, lets_count="yes")
    step = ada.steps.get(deed="agreed")
    assert step.words.startswith("Count how often the links in my issues are followed.")
    assert step.seen_from == "127.0.0.1"

    send(composed)

    letters = {each.recipient: each for each in relay.accepted}
    plain, counted = letters[bea.address], letters[ada.address]
    composed.refresh_from_db()
    assert composed.frozen_at
    row = Delivery.objects.get(subscriber=bea)
    asked = Claimed(row.pk, bea.pk, bea.address, "example.net", 1)
    mail = issue_mail(composed, at=composed.frozen_at)
    pieces = b"".join(mail.written(asked)).replace(b"\r\n..", b"\r\n.")  # doubled for SMTP only
    assert plain.data == pieces, "to the byte"
    parts = {}
    for name, letter, reader in (("plain", plain, bea), ("counted", counted, ada)):
        bodies = [letter.message.get_body((kind,)) for kind in ("html", "plain")]
        parts[name] = [str(body.get_content()) for body in bodies if body is not None]
        for said in parts[name]:
            line = " ".join(said.split())
            assert (PLAIN in line, COUNTED in line) == (name == "plain", name == "counted")
            assert link_of(reader.pk, composed.frozen_at) in said
    assert FOLLOW not in "".join(parts["plain"])
    pairs = list(zip(hrefs(parts["plain"][0]), hrefs(parts["counted"][0]), strict=True))
    kept = [before for before, after in pairs if FOLLOW not in after]
    assert all("/choices/" in each or "/leave/" in each for each in kept), kept
    gate = next(after for before, after in pairs if before.endswith("/gate/"))
    assert gate in parts["counted"][1]
    over = {after: before for before, after in pairs if FOLLOW in after}
    assert {url: client.head(urlsplit(url).path).headers["Location"] for url in over} == over
    assert not Link.objects.filter(followed__gt=0).exists(), "a look is no click"
    path = urlsplit(gate).path
    for _ in range(2):
        assert client.get(path).headers["Cache-Control"] == "no-store"
    client.get(path, headers={"Sec-Purpose": "prefetch"})
    forged = path[:-2] + ("1/" if path[-2] == "0" else "0/")
    assert client.get(forged).status_code == 404
    assert followed() == [2]
    report = tree(desk_of("Editor").get(f"/desk/newsletter-issues/{composed.pk}/"))
    rows = [words(each) for each in report.xpath("//h2[.='Clicks']/following::table[1]//tr")]
    assert rows[1] == "The gate & the log2"
    assert_bounded(client, path, monkeypatch)

    assert 'name="lets_count" value="yes">' in choices_of(ada, client, pause="")
    assert list(ada.steps.values_list("deed", flat=True).order_by("pk"))[-1] == "withdrew"
    send(composed)
    again = relay.accepted[2:]
    assert [FOLLOW.encode() in each.data for each in again] == [False] * 2


def test_counted_letters_are_built_only_for_those_who_agreed(
    composed: Issue, subscribes: Subscribes
) -> None:
    ada = subscribes("ada@example.net", language="en")
    send_issue(composed, at=NOW)

    def kind() -> type[object]:
        with closing(mail_of(composed, at=NOW)) as mail:
            return type(mail)

    assert kind() is IssueMail
    Subscriber.objects.filter(pk=ada.pk).update(counting_agreed_at=NOW)
    assert kind() is TwoMails
    Newsletter.objects.update(counts_clicks=False)
    composed.newsletter.refresh_from_db()
    assert kind() is IssueMail


def test_clicks_from_one_place_are_counted_as_often_as_readers_click(
    composed: Issue, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "CLICKS_A_MINUTE", 3)
    send_issue(composed, at=NOW)
    link = Link.objects.get(path__endswith="/gate/")
    path = reverse("newsletters:follow", args=[mark_of(composed.pk, link.place)])

    with time_machine.travel(NOW, tick=False) as clock:
        for place in ["192.0.2.7"] * 5 + ["192.0.2.8"]:
            answer = client.get(path, REMOTE_ADDR=place)
            assert answer.headers["Location"].endswith("/gate/")
        clock.shift(timedelta(minutes=1))
        client.get(path, REMOTE_ADDR="192.0.2.7")

    link.refresh_from_db()
    assert link.followed == 3 + 1 + 1


def test_a_service_is_told_the_same_and_nobody_is_asked_for_what_is_switched_off(
    composed: Issue,
    subscribes: Subscribes,
    settings: Settings,
    client: Client,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    ada = subscribes("ada@example.net", language="en")
    choices_of(ada, client, lets_count="yes")
    with serving(settings, "postmark") as server:
        send(composed)
        assert FOLLOW in told(server, "postmark")["HtmlBody"]
    Newsletter.objects.update(counts_clicks=False)
    with serving(settings, "postmark") as server:
        send(composed)
        assert FOLLOW not in told(server, "postmark")["HtmlBody"]
    assert "lets_count" in choices_of(ada, client), "it can be taken back"
    assert "lets_count" not in choices_of(ada, client, pause="")
