"""Whoever holds the link of the mail says that the address is theirs."""

from datetime import datetime

from django.db import transaction

from rotativa.newsletters.actions.ask import put_newsletters
from rotativa.newsletters.models import Comeback, Deed, Step, Subscriber, Suppression
from rotativa.newsletters.models.subscriber import HERE, WAITS, DueMail, Standing


@transaction.atomic
def confirm_subscription(
    subscriber: Subscriber, *, words: str, seen_from: str | None, at: datetime
) -> bool:
    """Whether newsletters come from now on; said twice, it is so once."""
    if Suppression.objects.hold(subscriber.address):
        return False
    come_back(subscriber, at=at)
    is_won = Subscriber.objects.filter(
        pk=subscriber.pk, state=Standing.UNCONFIRMED, asked_at__gt=at - WAITS
    ).update(
        state=Standing.ACTIVE,
        confirmed_at=at,
        confirmed_from=seen_from,
        left_at=None,
        paused_until=None,
        links_since=at,
        mail_due=DueMail.NONE,
    )
    subscriber.refresh_from_db()
    if is_won:
        Step.objects.note(subscriber, Deed.CONFIRMED, at=at, words=words, seen_from=seen_from)
    return subscriber.state in HERE


def come_back(subscriber: Subscriber, *, at: datetime) -> None:
    """Who had left: now that it is they who ask, what they ask for takes the place of what was."""
    again = Comeback.objects.filter(subscriber=subscriber, asked_at__gt=at - WAITS).first()
    if again is None:
        return
    is_won = Subscriber.objects.filter(pk=subscriber.pk, state=Standing.LEFT).update(
        state=Standing.UNCONFIRMED,
        language=again.language,
        asked_at=again.asked_at,
        asked_from=again.asked_from,
        consented_to=again.words,
    )
    if is_won:
        put_newsletters(subscriber, list(again.newsletters.all()), at=at)
    again.delete()
