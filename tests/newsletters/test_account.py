"""The account's address is changed, or the account deleted: what becomes of its subscription."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.utils import timezone

from rotativa.articles.models import FrontPage
from rotativa.lib.clock import minute
from rotativa.newsletters.actions import ask_for_trial, send_issue, suppress_address
from rotativa.newsletters.models import Issue, Subscriber, Suppression, Trial
from rotativa.newsletters.models.subscriber import Standing
from rotativa.newsletters.tasks import send_slice
from tests.html import part, tree, words
from tests.newsletters.conftest import Subscribes
from tests.newsletters.test_subscribe import ask, choices_of
from tests.readers.doors import add_reader, latest_code, sign_in
from tests.relays import LoopbackRelay

ACCOUNT = "/en/-/account/"


def account(name: str) -> Client:
    client, address = Client(), f"{name}@old.example"
    add_reader(address, name.title())
    sign_in(client, address)
    return client


def change(client: Client, name: str) -> str:
    """What the page says of it."""
    begun = client.post(f"{ACCOUNT}address/", {"email": f"{name}@new.example"})
    codes = {"old_code": latest_code(f"{name}@old.example")}
    codes["new_code"] = latest_code(f"{name}@new.example")
    page = tree(client.post(begun.headers["Location"], codes, follow=True))
    return " ".join(words(each) for each in page.find_class("notice"))


def told_of() -> dict[str, str]:
    return dict(Subscriber.objects.order_by("address").values_list("address", "state"))


def test_subscription_goes_along_with_the_address_of_the_account(
    paper: FrontPage, subscribes: Subscribes
) -> None:
    for name in ("plain", "unknown", "own", "left", "gone"):
        subscribes(f"{name}@old.example")
    subscribes("unknown@new.example", state=Standing.UNCONFIRMED)
    subscribes("own@new.example")
    subscribes("left@new.example", state=Standing.LEFT)
    suppress_address("gone@new.example", why=Suppression.Reason.BOUNCED, at=timezone.now())
    before = Subscriber.objects.get(address="plain@old.example")
    letter = choices_of(before, made_at=timezone.now() - timedelta(minutes=1))

    said = {
        name: change(account(name), name)
        for name in ("plain", "unknown", "own", "left", "gone", "nobody")
    }

    assert told_of() == {
        "plain@new.example": "active",
        "unknown@new.example": "active",
        "own@new.example": "active",
        "own@old.example": "left",
        "left@new.example": "left",
        "left@old.example": "active",
        "gone@old.example": "active",
    }
    comes, stays = "go to the new address from now on", "still go to the old address"
    assert [comes in said["plain"], comes in said["unknown"]] == [True, True]
    assert [stays in said["left"], stays in said["gone"]] == [True, True]
    assert "nothing goes to the old one" in said["own"]
    assert said["nobody"] == "Your address is changed."
    moved = Subscriber.objects.at("PLAIN@new.example")
    assert moved is not None
    assert (moved.pk, moved.domain, moved.confirmed_at) == (
        before.pk,
        "new.example",
        before.confirmed_at,
    )
    (step,) = moved.steps.all()
    assert (step.deed, step.words) == ("moved", "plain@old.example → plain@new.example")
    assert "demasiado antiguo" in words(tree(Client().get(letter)).find(".//main"))


def test_letter_that_waits_goes_along(
    paper: FrontPage, issue: Issue, subscribes: Subscribes, relay: LoopbackRelay
) -> None:
    subscribes("ada@old.example")
    send_issue(issue, at=timezone.now())

    change(account("ada"), "ada")
    send_slice.enqueue(issue.pk)

    assert [each.recipient for each in relay.accepted] == ["ada@new.example"]


def test_who_deletes_the_account_is_told_that_newsletters_end(
    paper: FrontPage, subscribes: Subscribes, issue: Issue
) -> None:
    subscribes("ada@old.example")
    for name in ("ada", "bo"):
        ask_for_trial(issue, to=f"{name}@old.example", at=timezone.now())
    ada, bo = account("ada"), account("bo")

    pages = [words(tree(each.get(f"{ACCOUNT}leave/")).find(".//main")) for each in (ada, bo)]

    assert ["Your newsletters end with the account" in page for page in pages] == [True, False]
    data = ada.get(f"{ACCOUNT}data/").json()
    told = data["newsletters"]
    assert (told["address"], told["newsletters"]) == ("ada@old.example", ["daily"])
    assert [each["address"] for each in data["tests_of_issues"]] == ["ada@old.example"]
    ada.post(f"{ACCOUNT}leave/", {"words": "stay", "when": "now"})
    assert told_of() == {}
    assert [each.address for each in Trial.objects.all()] == ["bo@old.example"]


def test_whoever_chooses_by_the_account_is_asked_to_confirm_no_more(
    paper: FrontPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By a mail that could not be sent in the minute in which they asked by the form."""

    def refuse(*_: object, **__: object) -> None:
        raise ConnectionRefusedError

    client = account("ada")
    mail.outbox.clear()
    with monkeypatch.context() as patch:
        patch.setattr("django.core.mail.EmailMultiAlternatives.send", refuse)
        ask(client, "ada@old.example")
    client.post("/en/-/newsletters/account/", {"newsletters": "daily"})
    with time_machine.travel(timezone.now() + timedelta(minutes=6)):
        minute.send(sender=None, at=timezone.now())

    assert (told_of(), mail.outbox) == ({"ada@old.example": "active"}, [])


def test_who_chooses_after_being_signed_out_is_led_back_to_the_account(paper: FrontPage) -> None:
    add_reader()
    client = Client()
    asked = client.post("/en/-/newsletters/account/", {"newsletters": "daily"})
    (next_page,) = parse_qs(urlsplit(asked.headers["Location"]).query)["next"]

    entered = sign_in(client, next=next_page)
    shown = client.get(entered.headers["Location"], follow=True)

    assert shown.redirect_chain == [("/en/-/account/", 302)]
    told = words(part(tree(shown), "notice--error"))
    assert told == "Nothing is saved yet: you had been signed out."
