"""Alarm clocks of the app: safe to lose, safe to run twice."""

from collections.abc import Iterable
from functools import partial

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from rotativa.pages.actions import fetch_card
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
