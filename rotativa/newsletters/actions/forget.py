"""What time does: addresses that nobody confirmed are forgotten, and pauses end."""

from datetime import datetime

from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Replace

from rotativa.newsletters.models import (
    Comeback,
    Delivery,
    Issue,
    Return,
    Subscriber,
    Subscription,
)
from rotativa.newsletters.models.subscriber import WAITS, Standing

AT_ONCE = 500


@transaction.atomic
def delete_subscriber(subscriber: Subscriber) -> None:
    """With proof and history. That letters went is still counted, but not to whom; a suppression stays."""
    mine = Delivery.objects.filter(subscriber=subscriber)
    Return.objects.filter(delivery__in=mine).update(words="")
    mine.update(address="", domain="", reply="")
    told = Issue.objects.filter(last_error__contains=subscriber.address)
    told.update(last_error=Replace("last_error", Value(subscriber.address), Value("…")))
    subscriber.delete()


@transaction.atomic
def forget_unconfirmed(*, at: datetime) -> int:
    """Who has left and was to come back has left as before."""
    Comeback.objects.filter(asked_at__lte=at - WAITS).delete()
    found = list(Subscriber.objects.forgettable(at).values_list("pk", flat=True)[:AT_ONCE])
    rows = Subscriber.objects.forgettable(at).filter(pk__in=found)
    again = rows.exclude(confirmed_at=None, left_at=None)
    Subscription.objects.filter(subscriber__in=list(again)).delete()
    again.update(state=Standing.LEFT)
    return rows.filter(confirmed_at=None, left_at=None).delete()[1].get("newsletters.Subscriber", 0)


def end_pauses(*, at: datetime) -> int:
    return Subscriber.objects.rested(at).update(state=Standing.ACTIVE, paused_until=None)
