"""Spam is known by what moderators decided, by work that a browser did, and by whom the site has asked."""

import json
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qsl

import pytest
from django.conf import settings
from django.test import Client
from pytest_django import Settings

from rotativa.articles.models import Article, FrontPage
from rotativa.comments.actions import decide_on, delete_comment, edit_comment
from rotativa.comments.actions.learn import resembles_spam
from rotativa.comments.models import Checked, Comment, CommentRules, Deed, Standing, WordLessons
from rotativa.comments.puzzle import hashed
from rotativa.comments.rules import Mode, Status
from rotativa.comments.tasks import tell_checkers
from rotativa.lib.clock import minute
from rotativa.lib.config_spam import SpamConfig
from rotativa.people.models import User
from tests.comments.doors import NOON, added, form_of, send
from tests.factories.articles import add_article
from tests.html import tree
from tests.readers.doors import add_reader, sign_in
from tests.servers import LOOPBACK, LoopbackServer, answer

PILLS = "Cheap pills {n}, no prescription, order today at https://pills{n}.example/ now"
TIDE = "The tide was {n} hands higher at the gate than the council says"
LINK = "Look at https://tide.example/ please"


@pytest.fixture
def gate(paper: FrontPage) -> Article:
    CommentRules.objects.create(mode=Mode.AFTER)
    return add_article(paper, "The gate", slug="gate")


@pytest.fixture
def chi(client: Client, paper: FrontPage) -> User:
    reader = add_reader()
    client.force_login(reader)
    return reader


def states() -> list[tuple[str, str]]:
    return list(Comment.objects.order_by("pk").values_list("status", "reason"))


def likeness(text: str, language: str = "en") -> float:
    return resembles_spam(text, "", language=language)


def test_filter_learns_of_moderators_in_each_language(
    client: Client, gate: Article, front_es: FrontPage, chi: User
) -> None:
    ada = User.objects.create_superuser("ada@paper.example")
    spam = [added(gate, PILLS.format(n=n), status=Status.PENDING) for n in range(10)]
    fine = [added(gate, TIDE.format(n=n), status=Status.PENDING) for n in range(10)]
    decide_on(spam, Deed.SPAM, by=ada, at=NOON)
    decide_on(fine[:9], Deed.APPROVE, by=ada, at=NOON)
    assert likeness("Cheap pills, no prescription") == 0.5  # too little to go by
    decide_on(fine[9:], Deed.APPROVE, by=ada, at=NOON)
    Comment.objects.all().delete()

    send(client, gate, "No prescription for cheap pills: order today, now")
    send(client, gate, "Was the tide higher at the gate?", at=NOON + timedelta(minutes=1))
    Standing.objects.create(reader=chi, approved=5)
    send(client, gate, "Order cheap pills today, no prescription", at=NOON + timedelta(minutes=2))

    assert states() == [("spam", "like_spam"), ("approved", ""), ("pending", "like_spam")]
    assert likeness("Cheap pills, no prescription", "es") == 0.5
    assert likeness("Pastillas") == 0.5
    assert "pills" not in repr(list(WordLessons.objects.values()))


def test_filter_forgets_what_is_taken_back_or_changed(gate: Article, chi: User) -> None:
    ada = User.objects.create_superuser("ada@paper.example")
    one, other = added(gate, "Cheap pills", chi), added(gate, "High tide", chi)

    def lessons() -> list[tuple[int, int]]:
        return sorted(WordLessons.objects.values_list("spam", "fine"))

    decide_on([one], Deed.SPAM, by=ada, at=NOON)
    decide_on([one], Deed.SPAM, by=ada, at=NOON)
    assert lessons() == [(1, 0)] * 2
    decide_on([one, other], Deed.APPROVE, by=ada, at=NOON)
    assert lessons() == [(0, 1)] * 4
    decide_on([one], Deed.REJECT, by=ada, at=NOON)
    other.refresh_from_db()
    edit_comment(other, gate, text="Low tide", at=NOON)
    assert lessons() == [(0, 0)] * 4


def proof_in(form: Any) -> str:
    """What the script of the page finds."""
    given = form.find(".//input[@name='proof']").attrib
    salt, challenge = given["data-salt"], given["data-challenge"]
    number = next(n for n in range(int(given["data-numbers"])) if hashed(salt, n) == challenge)
    return f"{number}.{challenge}.{given['data-signature']}"


def test_browser_works_where_something_is_odd(client: Client, gate: Article, chi: User) -> None:
    foreign = proof_in(tree(client.get(form_of(gate))))
    send(client, gate, LINK)  # no script has run
    send(client, gate, f"Again: {LINK}", at=NOON + timedelta(minutes=1), proof=foreign)
    send(client, gate, f"More: {LINK}", at=NOON + timedelta(minutes=2), proof=proof_in)
    send(client, gate, "Nothing odd", at=NOON + timedelta(minutes=3))
    Standing.objects.create(reader=chi, approved=5)
    trusted = tree(client.get(form_of(gate)))

    assert states() == [
        ("pending", "no_proof"), ("pending", "no_proof"), ("approved", ""), ("approved", ""),
    ]  # fmt: skip
    assert trusted.find(".//input[@name='proof']") is None


def test_service_is_asked_where_the_site_has_a_key(
    client: Client, gate: Article, chi: User, settings: Settings
) -> None:
    client.defaults |= {"REMOTE_ADDR": "2001:db8:1:2:3::7", "HTTP_USER_AGENT": "Netscape"}
    with LoopbackServer({"/1.1/comment-check": answer(b"true")}) as server:
        settings.SPAM = akismet_at(server)
        send(client, gate, "Buy this")
        server.answers["/1.1/comment-check"] = answer(
            b"invalid", X_akismet_debug_help="We were unable to parse your blog URI"
        )
        for minute in (1, 2):  # the second time it is left alone
            send(client, gate, f"Buy that {minute}", at=NOON + timedelta(minutes=minute))
        Standing.objects.create(reader=chi, approved=5)

    assert states() == [("spam", "service"), ("approved", ""), ("approved", "")]
    assert len(server.bodies) == 2
    assert server.requests[0].startswith("POST /1.1/comment-check HTTP/1.1\r\n")
    assert dict(parse_qsl(server.bodies[0].decode())) == told_of(gate, "Buy this")


def akismet_at(server: LoopbackServer) -> SpamConfig:
    told = {"how": "akismet", "key": "a-key", "endpoint": server.url("", host=LOOPBACK)}
    return SpamConfig.model_validate(told)


def told_of(article: Article, words: str) -> dict[str, str]:
    """What the service gets, and no more."""
    return {
        "api_key": "a-key",
        "blog": settings.WAGTAILADMIN_BASE_URL,
        "blog_charset": "UTF-8",
        "blog_lang": "en",
        "comment_author": "Chi",
        "comment_content": words,
        "comment_type": "comment",
        "permalink": str(article.full_url),
        "user_agent": "Netscape",
        "user_ip": "2001:db8:1:2::",
    }


def test_comment_under_the_longest_address_is_stored_and_looked_at(
    client: Client, paper: FrontPage, gate: Article, chi: User, settings: Settings
) -> None:
    city = add_article(paper, "城", slug="城" * 200)
    with LoopbackServer({"/1.1/comment-check": answer(b"false")}) as server:
        settings.SPAM = akismet_at(server)
        send(client, city, "Fine")

    assert states() == [("approved", "")]
    page = Checked.objects.get().page
    assert str(city.full_url).startswith(page)
    assert len(page) == 1000


def test_service_is_told_where_moderators_see_it_otherwise(
    client: Client, gate: Article, chi: User, settings: Settings
) -> None:
    client.defaults |= {"REMOTE_ADDR": "2001:db8:1:2:3::7", "HTTP_USER_AGENT": "Netscape"}
    ada = User.objects.create_superuser("ada@paper.example")
    thanks = answer(b"Thanks for making the web a better place.")
    service = {f"/1.1/submit-{what}": thanks for what in ("spam", "ham")}
    hour = timedelta(hours=1)

    def decide(words: str, deed: Deed) -> None:
        decide_on(Comment.objects.filter(text=words), deed, by=ada, at=NOON)

    with LoopbackServer({**service, "/1.1/comment-check": answer(b"true")}) as server:
        settings.SPAM = akismet_at(server)
        send(client, gate, "Fine")
        server.answers["/1.1/comment-check"] = answer(b"false")
        for number, words in enumerate(["Pills", "Changed", "Right", "Rude", "Gone"], start=1):
            send(client, gate, words, at=NOON + timedelta(minutes=number))
        server.bodies.clear()
        server.requests.clear()
        client.logout()
        sign_in(client)
        data = json.loads(client.get("/en/-/account/data/").content)
        for words, deed in (
            ("Fine", Deed.APPROVE), ("Pills", Deed.SPAM), ("Changed", Deed.SPAM),
            ("Right", Deed.APPROVE), ("Rude", Deed.REJECT), ("Gone", Deed.SPAM),
        ):  # fmt: skip
            decide(words, deed)
        decide("Changed", Deed.APPROVE)  # before anybody was told
        delete_comment(Comment.objects.get(text="Gone"))
        server.answers["/1.1/submit-ham"] = answer(b"", status="500 Error")
        told = [tell_checkers(at=NOON), tell_checkers(at=NOON)]
        server.answers["/1.1/submit-ham"] = thanks
        told += [tell_checkers(at=NOON + hour), tell_checkers(at=NOON + 2 * hour)]
        decide("Pills", Deed.APPROVE)
        settings.SPAM = SpamConfig()
        told.append(tell_checkers(at=NOON + 3 * hour))
        settings.SPAM = akismet_at(server)
        told.append(tell_checkers(at=NOON + 3 * hour))

    assert told == [2, 0, 1, 0, 0, 1]
    sent = [
        (head.split()[1], dict(parse_qsl(body.decode())))
        for head, body in zip(server.requests, server.bodies, strict=True)
    ]
    assert sent == [
        ("/1.1/submit-ham", told_of(gate, "Fine")),
        ("/1.1/submit-spam", told_of(gate, "Pills")),
        ("/1.1/submit-ham", told_of(gate, "Fine")),
        ("/1.1/submit-ham", told_of(gate, "Pills")),
    ]
    assert data["told_to_spam_service"][0]["visitor"] == "2001:db8:1:2::/64"
    assert Checked.objects.count() == 5
    minute.send(sender=None, at=NOON + timedelta(days=31))
    assert not Checked.objects.exists()
