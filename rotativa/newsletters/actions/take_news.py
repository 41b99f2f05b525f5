"""A service tells what became of letters."""

from collections.abc import Iterable
from datetime import datetime

from rotativa.newsletters.actions.leave import leave_newsletter
from rotativa.newsletters.actions.take_back import BELIEVED, take_return
from rotativa.newsletters.models import Delivery
from rotativa.newsletters.models.issue import OF_ITS_ISSUE
from rotativa.newsletters.models.returned import Kind

Told = tuple[int, Kind | None, str]
"""Delivery, what came back or None where its reader left, and the words."""


def take_news(told: Iterable[Told], *, at: datetime) -> int:
    """How many were of letters of ours, of late."""
    fresh = Delivery.objects.filter(issue__frozen_at__gt=at - BELIEVED).defer(*OF_ITS_ISSUE)
    number = 0
    for delivery_id, kind, words in told:
        delivery = (
            fresh.select_related("issue__newsletter", "subscriber").filter(pk=delivery_id).first()
        )
        if delivery is None:
            continue
        number += 1
        if kind is not None:
            take_return(delivery, kind, words=words, at=at)
        elif delivery.subscriber is not None:
            leave_newsletter(delivery.subscriber, delivery.issue.newsletter, at=at)
    return number
