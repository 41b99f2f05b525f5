"""Somebody asks for newsletters, by an address that may be anybody's."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from rotativa.newsletters.addresses import digest_of
from rotativa.newsletters.models import Comeback, Deed, Newsletter, Step, Subscriber, Suppression
from rotativa.newsletters.models.subscriber import HERE, DueMail, Standing, Subscription


@dataclass(frozen=True, slots=True)
class Wish:
    address: str
    language: str
    newsletters: Sequence[Newsletter]
    words: str = ""
    """As they stood beside the button."""
    seen_from: str | None = None


@transaction.atomic
def ask_to_subscribe(wish: Wish, *, at: datetime) -> Subscriber | None:
    """Whoever is to be written to. Raises `NotAnAddress`.

    Only who has not been written to within a day is, and only with such a mail does anything change:
    what is confirmed is what the mail was sent for. Who gets newsletters already keeps them as they are,
    and is told where to choose; who is suppressed is not written to.
    """
    if Suppression.objects.hold(wish.address):
        return None
    known = Subscriber.objects.at(wish.address.strip())
    subscriber, is_new = Subscriber.objects.get_or_create(
        digest=known.digest if known else digest_of(wish.address.strip()),
        defaults={
            "address": wish.address,
            "language": wish.language,
            "asked_at": at,
            "asked_from": wish.seen_from,
            "consented_to": wish.words,
            **mail_due(DueMail.CONFIRM, at=at),
        },
    )
    if is_new:
        put_wish(subscriber, wish, at=at)
        return subscriber
    if subscriber.state in HERE:
        return ask_for_link(wish.address, at=at)
    if subscriber.state == Standing.LEFT:
        return ask_to_come_back(subscriber, wish, at=at)
    return ask_again(subscriber, wish, at=at)


def ask_again(subscriber: Subscriber, wish: Wish, *, at: datetime) -> Subscriber | None:
    """Of one that never confirmed."""
    is_won = (
        Subscriber.objects.unwritten(at)
        .filter(pk=subscriber.pk, state=Standing.UNCONFIRMED)
        .update(
            language=wish.language,
            asked_at=at,
            asked_from=wish.seen_from,
            consented_to=wish.words,
            **mail_due(DueMail.CONFIRM, at=at),
        )
    )
    if not is_won:
        return None
    put_wish(subscriber, wish, at=at)
    subscriber.refresh_from_db()
    return subscriber


def ask_to_come_back(subscriber: Subscriber, wish: Wish, *, at: datetime) -> Subscriber | None:
    """Of one that has left: nothing of it changes before it is confirmed."""
    row = Subscriber.objects.unwritten(at).filter(pk=subscriber.pk, state=Standing.LEFT)
    if not row.update(**mail_due(DueMail.CONFIRM, at=at)):  # of two at once one is the first
        return None
    again, _is_new = Comeback.objects.update_or_create(
        subscriber=subscriber,
        defaults={
            "language": wish.language,
            "words": wish.words,
            "asked_at": at,
            "asked_from": wish.seen_from,
        },
    )
    again.newsletters.set(wish.newsletters)
    Step.objects.note(subscriber, Deed.ASKED, at=at, words=wish.words, seen_from=wish.seen_from)
    subscriber.refresh_from_db()
    return subscriber


def mail_due(kind: DueMail, *, at: datetime) -> dict[str, Any]:
    return {"mail_due": kind, "mail_asked_at": at, "mail_due_at": at}


def put_wish(subscriber: Subscriber, wish: Wish, *, at: datetime) -> None:
    put_newsletters(subscriber, wish.newsletters, at=at)
    Step.objects.note(subscriber, Deed.ASKED, at=at, words=wish.words, seen_from=wish.seen_from)


def put_newsletters(
    subscriber: Subscriber, newsletters: Sequence[Newsletter], *, at: datetime
) -> None:
    """These and no others."""
    rows = Subscription.objects.filter(subscriber=subscriber)
    rows.exclude(newsletter__in=newsletters).delete()
    Subscription.objects.bulk_create(
        [Subscription(newsletter=each, subscriber=subscriber, since=at) for each in newsletters],
        ignore_conflicts=True,
    )


def ask_for_link(address: str, *, at: datetime, has_letter: bool = False) -> Subscriber | None:
    """Whoever is to be written where to choose, once a day; who never confirmed is asked to.

    Who wants no link that others ask for is sent one all the same by whoever holds a letter of theirs.
    """
    subscriber = Subscriber.objects.at(address)
    if subscriber is None or subscriber.state == Standing.SUPPRESSED:
        return None
    is_new = subscriber.state == Standing.UNCONFIRMED
    due = DueMail.CONFIRM if is_new else DueMail.LINK
    mine = Subscriber.objects.unwritten(at).filter(pk=subscriber.pk, state=subscriber.state)
    if not (is_new or has_letter):
        mine = mine.filter(links_refused_at=None)
    return subscriber if mine.update(**mail_due(due, at=at)) else None
