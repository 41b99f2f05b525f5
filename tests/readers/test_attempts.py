"""Whoever guesses passwords is made to wait, and told how long."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.test import Client
from wagtail.models import PageViewRestriction

from rotativa.articles.models import FrontPage
from rotativa.pages.models import PlainPage
from rotativa.people.models import User
from tests.html import tree, words

NOW = datetime(2026, 4, 16, 10, tzinfo=UTC)
RIGHT, WRONG = "a password of hers 5", "no"
ENGLISH, READERS, REGISTER = "/en/-/sign-in/", "/es/-/sign-in/", "/en/-/register/"
DOV, ERI = "203.0.113.9", "203.0.113.77"


@pytest.fixture(autouse=True)
def _ada(paper: FrontPage) -> None:
    User.objects.create_superuser("ada@paper.example", RIGHT)


def sign_in(
    password: str, *, at: str = ENGLISH, name: str = "ada@paper.example", source: str = DOV
) -> Any:
    return Client().post(
        at,
        {"login": name, "password": password, "next": "/desk/"},
        headers={"x-forwarded-for": source},
    )


def statuses(number: int, **asked: Any) -> list[int]:
    return [sign_in(WRONG, **asked).status_code for _ in range(number)]


def test_eleventh_attempt_at_an_account_waits_though_it_is_right() -> None:
    with time_machine.travel(NOW, tick=False):
        assert statuses(10) == [200] * 10

        refused = sign_in(RIGHT)

    assert refused.status_code == 429
    assert refused.headers["Retry-After"] == "900"
    assert words(tree(refused).find(".//h1")) == "Too many attempts"
    assert "Please wait 15 minutes, then try again." in refused.content.decode()


def test_once_the_time_is_over_the_right_one_signs_in() -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        statuses(10)
        clock.shift(timedelta(minutes=14))
        assert sign_in(RIGHT).headers["Retry-After"] == "60"

        clock.shift(timedelta(minutes=1, seconds=1))

        assert sign_in(RIGHT).headers["Location"] == "/desk/"


def test_account_is_one_at_both_doors_however_it_is_spelt() -> None:
    with time_machine.travel(NOW, tick=False):
        for number in range(10):
            source = f"198.51.100.{number}"
            at, name = [(ENGLISH, "ADA@paper.example "), (READERS, "ａda@paper.example")][
                number % 2
            ]
            assert sign_in(WRONG, at=at, name=name, source=source).status_code == 200

        refused = sign_in(RIGHT, at=READERS, source="198.51.100.99")

    assert refused.status_code == 429
    assert tree(refused).get("lang") == "es"
    assert words(tree(refused).find(".//h1")) == "Demasiados intentos"


def test_thirty_accounts_from_one_address_are_enough() -> None:
    with time_machine.travel(NOW, tick=False):
        for number in range(30):
            answer = sign_in(WRONG, name=f"{number}@paper.example", source=f"1.2.3.4, {DOV}")
            assert answer.status_code == 200

        # What stands before the proxy's own word is the visitor's invention.
        assert sign_in(RIGHT, source=f"4.3.2.1, {DOV}").status_code == 429
        assert sign_in(RIGHT, source=ERI).headers["Location"] == "/desk/"


def test_right_passwords_do_not_count() -> None:
    with time_machine.travel(NOW, tick=False):
        assert {sign_in(RIGHT).headers["Location"] for _ in range(12)} == {"/desk/"}
        assert statuses(11) == [200] * 10 + [429]


@pytest.mark.parametrize("name", ["ada@paper.example", "nobody@paper.example"])
def test_mails_to_who_registers_are_bounded_whether_the_account_exists_or_not(name: str) -> None:
    form = {"email": name, "shown_name": "Some name", "language": "en"}
    with time_machine.travel(NOW, tick=False):
        answers = [
            Client().post(REGISTER, form, headers={"x-forwarded-for": DOV}) for _ in range(7)
        ]

    assert [answer.status_code for answer in answers] == [302] * 6 + [429]
    assert answers[-1].headers["Retry-After"] == "3600"
    assert len(mail.outbox) == 6


def test_password_of_a_page_is_guessed_ten_times_only(front_es: FrontPage) -> None:
    page = PlainPage(title="Dentro", slug="dentro", locale=front_es.locale)
    front_es.add_child(instance=page)
    lock = PageViewRestriction.objects.create(
        page=page, restriction_type="password", password=RIGHT
    )
    address = f"/es/_util/authenticate_with_password/{lock.pk}/{page.pk}/"

    def guess(password: str, source: str) -> Any:
        data = {"password": password, "return_url": "/es/dentro/"}
        return Client().post(address, data, headers={"x-forwarded-for": source})

    with time_machine.travel(NOW, tick=False):
        assert [guess(WRONG, DOV).status_code for _ in range(11)] == [200] * 10 + [429]
        assert guess(RIGHT, DOV).status_code == 429
        assert guess(RIGHT, ERI).headers["Location"] == "/es/dentro/"


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("::ffff:203.0.113.9", "203.0.113.9", True),
        ("not an address", "", True),
    ],
)
def test_household_counts_as_one_visitor(one: str, other: str, is_same: bool) -> None:
    with time_machine.travel(NOW, tick=False):
        for number in range(30):
            sign_in(WRONG, name=f"{number}@paper.example", source=one)

        assert (sign_in(RIGHT, source=other).status_code == 429) == is_same


@pytest.mark.parametrize(
    "headers", [{"accept": "application/json"}, {"x-requested-with": "XMLHttpRequest"}]
)
def test_whoever_asks_as_a_script_is_counted_as_well(headers: dict[str, str]) -> None:
    def statuses_of(address: str, number: int, **form: str) -> set[int]:
        """Of so many posts, and then of the one that is too many."""
        answers = [
            Client().post(
                address,
                {key: value.format(each) for key, value in form.items()},
                headers={"x-forwarded-for": DOV, **headers},
            )
            for each in range(number + 1)
        ]
        *early, last = [answer.status_code for answer in answers]
        assert last == 429
        return set(early)

    with time_machine.travel(NOW, tick=False):
        assert statuses_of(ENGLISH, 30, login="{}@paper.example", password=WRONG) == {200}
        assert statuses_of(ENGLISH, 30, login="{}@paper.example") == {302}
        new = {"email": "{}@post.example", "shown_name": "Name {}", "language": "en"}
        assert statuses_of(REGISTER, 20, **new) == {302}
