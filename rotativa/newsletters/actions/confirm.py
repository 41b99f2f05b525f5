"""Whoever holds the link of the mail says that the address is theirs."""

from datetime import datetime

from django.db import transaction

from rotativa.newsletters.models import Deed, Step, Subscriber, Suppression
from rotativa.newsletters.models.subscriber import HERE, WAITS, DueMail, Standing


@transaction.atomic
def confirm_subscription(
    subscriber: Subscriber, *, words: str, seen_from: str | None, at: datetime
) -> bool:
    """Whether newsletters come from now on; said twice, it is so once."""
    if Suppression.objects.hold(subscriber.address):
        return False
    is_won = Subscriber.objects.filter(
        pk=subscriber.pk, state=Standing.UNCONFIRMED, asked_at__gt=at - WAITS
    ).update(
        state=Standing.ACTIVE,
        confirmed_at=at,
        confirmed_from=seen_from,
        left_at=None,
        paused_until=None,
        mail_due=DueMail.NONE,
    )
    subscriber.refresh_from_db()
    if is_won:
        Step.objects.note(subscriber, Deed.CONFIRMED, at=at, words=words, seen_from=seen_from)
    return subscriber.state in HERE
