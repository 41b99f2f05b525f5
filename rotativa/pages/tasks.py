"""Alarm clocks of the app: safe to lose, safe to run twice."""

from collections.abc import Iterable, Sequence
from functools import partial

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from rotativa.pages.actions import draw_share_cards, fetch_card
from rotativa.pages.models import EmbedCard


@task()
def fetch_embed_card(card_id: int) -> None:
    """Fetch a card: about a minute at most, five attempts in all, counted in its row."""
    card = EmbedCard.objects.filter(pk=card_id).first()
    if card is not None:
        fetch_card(card, at=timezone.now())


def wake(cards: Iterable[EmbedCard]) -> None:
    """Have the cards fetched as soon as their rows can be seen by a worker."""
    for card in cards:
        transaction.on_commit(partial(fetch_embed_card.enqueue, card.pk))


@task()
def draw_cards(card_ids: list[int]) -> int:
    """Draw share cards: a tenth of a second each, three attempts in all, counted in their rows."""
    return len(draw_share_cards(card_ids, at=timezone.now()))


def have_drawn(card_ids: Sequence[int]) -> None:
    """As soon as their rows can be seen by a worker."""
    if card_ids:
        transaction.on_commit(partial(draw_cards.enqueue, list(card_ids)))
