from datetime import UTC, datetime, timedelta

import pytest
from pytest_django.fixtures import DjangoAssertNumQueries

from rotativa.pages.actions import request_cards
from rotativa.pages.models import EmbedCard

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 4, 16, 12, tzinfo=UTC)
FILM = "https://vidora.example/w/linnet"
POST = "https://plaza.example/@saltpan/1"


def test_each_address_gets_one_card() -> None:
    cards = request_cards([FILM, POST, FILM], at=NOON)

    assert [(card.url, card.state, card.next_attempt_at) for card in cards] == [
        (FILM, "waiting", NOON),
        (POST, "waiting", NOON),
    ]


def test_card_that_is_known_is_not_asked_for_again() -> None:
    request_cards([FILM], at=NOON)
    EmbedCard.objects.update(state="ready", next_attempt_at=None)

    assert [card.url for card in request_cards([FILM, POST], at=NOON)] == [POST]
    assert EmbedCard.objects.count() == 2


@pytest.mark.parametrize(
    "url",
    [
        "",
        "ftp://vidora.example/w/linnet",
        "javascript:alert(1)",
        "https://vidora.example/\n",
        "https://vidora.example/" + "a" * 1000,
        "https://vidora.example/" + "ñ" * 500,
    ],
)
def test_address_that_can_have_no_card_gets_none(url: str) -> None:
    assert request_cards([url], at=NOON) == []
    assert EmbedCard.objects.count() == 0


@pytest.mark.parametrize(("days", "is_due"), [(0.9, False), (1, True)])
def test_card_that_failed_for_good_gets_another_chance_a_day_later(
    days: float, is_due: bool
) -> None:
    request_cards([FILM], at=NOON)
    EmbedCard.objects.update(state="failed", next_attempt_at=None, attempts=5)
    later = NOON + timedelta(days=days)

    cards = request_cards([FILM], at=later)

    assert [(card.attempts, card.next_attempt_at) for card in cards] == (
        [(0, later)] if is_due else []
    )


@pytest.mark.parametrize("count", [1, 3])
def test_asking_takes_a_fixed_number_of_queries(
    count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    urls = [f"{FILM}{number}" for number in range(count)]

    with django_assert_num_queries(3):
        assert len(request_cards(urls, at=NOON)) == count


def test_many_addresses_are_asked_for_in_parts() -> None:
    urls = [f"{FILM}{number}" for number in range(450)]

    assert [card.url for card in request_cards(urls, at=NOON)] == urls
