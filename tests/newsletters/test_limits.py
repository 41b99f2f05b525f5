"""How often somebody may ask for newsletters, and what they are told who ask more often."""

import logging
from datetime import UTC, timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.cache.backends.db import DatabaseCache
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import DjangoAssertNumQueries

from rotativa.lib.attempts import Limit, give_back
from rotativa.newsletters import limits
from rotativa.newsletters.models import Newsletter
from tests.html import tree, words
from tests.newsletters.conftest import Subscribes
from tests.newsletters.test_subscribe import ask, row_of


def test_no_more_mails_leave_than_the_limits_say(
    client: Client,
    monkeypatch: pytest.MonkeyPatch,
    subscribes: Subscribes,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    """bench/sign_ups.py has ten thousand."""
    known = subscribes("ada@post.example")
    before = row_of(known)
    for name, number in {"OF_VISITOR": 3, "OF_NETWORK": 5, "OF_SITE": 8}.items():
        limit = getattr(limits, name)
        monkeypatch.setattr(limits, name, Limit(limit.name, number, limit.seconds))
    visitors = ["203.0.113.1"] * 5 + [f"203.0.113.{number}" for number in range(2, 7)]
    visitors += [f"198.51.{number}.1" for number in range(8)]

    addresses = [known.address, *(f"{number}@post.example" for number in range(1, len(visitors)))]
    codes = [
        ask(client, address, REMOTE_ADDR=visitor).status_code
        for address, visitor in zip(addresses, visitors, strict=True)
    ]

    assert codes == [302] * 3 + [429] * 2 + [302] * 2 + [429] * 3 + [302] * 3 + [429] * 5
    assert len(mail.outbox) == 8
    assert mail.outbox[0].to == [known.address]
    assert {**row_of(known), "mail_asked_at": None} == before
    with time_machine.travel(timezone.now(), tick=False):
        first = ask(client, "x@post.example", REMOTE_ADDR="192.0.2.1")
        with django_assert_num_queries(1):
            second = ask(client, "y@post.example", REMOTE_ADDR="192.0.2.2", SERVER_PORT="8443")
    assert (second.status_code, second.content) == (429, first.content)
    assert second.headers["Retry-After"] == first.headers["Retry-After"]
    assert "Please wait" in words(tree(second).find(".//main"))


def test_crowds_that_are_refused_take_a_line_of_the_log_each_minute(
    client: Client,
    daily: Newsletter,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(limits, "OF_SITE", Limit("newsletter-site", 1, 900))
    monkeypatch.setattr(logging.getLogger("django"), "handlers", [caplog.handler])
    with time_machine.travel(timezone.now() + timedelta(days=1), tick=False) as clock:
        for number in range(4):
            ask(client, f"{number}@post.example")
            assert client.get("/en/-/newsletters/nothing/").status_code == 404
        client.post("/en/-/newsletters/link/", {"address": "hidden@post.example", "website": ""})
        began = timezone.now()
        clock.shift(timedelta(seconds=61))
        ask(client, "late@post.example")

    said = [each.getMessage() for each in caplog.records]
    crowds = [each for each in said if each.startswith("Too Many Requests: /en/-/newsletters/")]
    assert len(crowds) == 3
    assert crowds[1].endswith("/link/"), "whoever comes to another page is none of the crowd"
    since = f"{began.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"
    assert crowds[2].endswith(f"newsletters/ (after 2 more since {since})")
    assert len(said) - len(crowds) == 4


def test_place_that_is_given_back_while_a_limit_is_found_full_is_free(
    client: Client, monkeypatch: pytest.MonkeyPatch, daily: Newsletter
) -> None:
    monkeypatch.setattr(limits, "OF_VISITOR", Limit("newsletter-visitor", 2, limits.QUARTER))
    add = DatabaseCache.add

    def slow(cache: DatabaseCache, key: str, *args: Any, **kwargs: Any) -> bool:
        if key.endswith(":full"):
            give_back([key.replace(":full", ":0")])
        return add(cache, key, *args, **kwargs)

    early = [ask(client, f"{number}@post.example").status_code for number in range(2)]
    with monkeypatch.context() as patch:
        patch.setattr(DatabaseCache, "add", slow)
        refused = ask(client, "chi@post.example").status_code
    again = [ask(client, f"{name}@post.example").status_code for name in ("chi", "dov")]

    assert (early, refused, again) == ([302] * 2, 429, [302, 429])


def test_forms_for_one_address_are_counted_from_wherever_they_come(
    client: Client, subscribes: Subscribes
) -> None:
    """Whether it is known or not, in whichever spelling, and by either form."""
    subscribes("ada@post.example")
    most, seconds = limits.OF_ADDRESS.number, limits.OF_ADDRESS.seconds
    page = "/en/-/newsletters/link/"
    token = tree(client.get(page)).xpath("//main//input[@name='csrfmiddlewaretoken']/@value")[0]
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for name in ("ada", "new"):
            places = [f"203.0.{number}.{len(name)}" for number in range(most + 2)]
            *many, last, other = places
            codes = [
                ask(client, f"{name.title()}@POST.example", REMOTE_ADDR=place).status_code
                for place in many[1:]
            ]
            form = {"address": f"{name}@post.example", "csrfmiddlewaretoken": token}
            codes.append(client.post(page, form, REMOTE_ADDR=many[0]).status_code)
            assert codes == [302] * most
            assert ask(client, f"{name}@post.example", REMOTE_ADDR=last).status_code == 429
            assert ask(client, f"{name}2@post.example", REMOTE_ADDR=last).status_code == 302
            clock.shift(timedelta(seconds=seconds + 1))
            assert ask(client, f"{name}@post.example", REMOTE_ADDR=other).status_code == 302
