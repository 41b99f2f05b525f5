"""What a subscriber is to confirm: what they asked for, or what they ask for again after leaving."""

from dataclasses import dataclass
from datetime import datetime

from rotativa.newsletters.models import Comeback, Newsletter, Subscriber
from rotativa.newsletters.models.subscriber import Standing


@dataclass(frozen=True, slots=True)
class Wanted:
    newsletters: list[Newsletter]
    language: str
    asked_at: datetime


def wanted_by(subscriber: Subscriber) -> Wanted:
    if subscriber.state == Standing.LEFT:
        again = Comeback.objects.filter(subscriber=subscriber).first()
        if again is not None:
            return Wanted(list(again.newsletters.order_by("pk")), again.language, again.asked_at)
    newsletters = list(subscriber.newsletters.order_by("pk"))
    return Wanted(newsletters, subscriber.language, subscriber.asked_at)
