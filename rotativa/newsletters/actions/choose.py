"""What a subscriber chooses: which newsletters, in which language, and not for a while."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Coalesce

from rotativa.newsletters.actions.ask import put_newsletters
from rotativa.newsletters.actions.leave import leave_all
from rotativa.newsletters.addresses import digest_of
from rotativa.newsletters.marks import Link
from rotativa.newsletters.models import (
    Comeback,
    Deed,
    Newsletter,
    Step,
    Subscriber,
    Suppression,
)
from rotativa.newsletters.models.subscriber import HERE, DueMail, Standing


class IsSuppressed(Exception):
    """No mail goes to this address."""


@dataclass(frozen=True, slots=True)
class Choice:
    newsletters: Sequence[Newsletter]
    language: str
    paused_until: datetime | None = None

    @property
    def words(self) -> str:
        slugs = ", ".join(each.slug for each in self.newsletters)
        return f"{slugs} ({self.language})"


def end_earlier_links(subscriber: Subscriber, *, by: Link) -> None:
    """By whoever uses the one that was asked for. That it was asked for, and sent, ends none: anybody can ask."""
    if subscriber.has_asked_for(by.made_at):
        asked_at = subscriber.mail_asked_at
        mine = Subscriber.objects.here().filter(pk=subscriber.pk, mail_asked_at=asked_at)
        mine.update(links_since=asked_at)


@transaction.atomic
def choose(
    subscriber: Subscriber,
    choice: Choice,
    *,
    at: datetime,
    seen_from: str | None = None,
    of: tuple[Standing, ...] = HERE,
) -> Subscriber:
    """By whoever holds the link in their letters, so that nothing has to be confirmed.

    Who has left holds it still, as does whoever was passed one: they ask anew, and confirm.
    """
    if not choice.newsletters:
        return leave_all(subscriber, at=at, seen_from=seen_from)
    is_paused = choice.paused_until is not None
    is_won = Subscriber.objects.filter(pk=subscriber.pk, state__in=of).update(
        state=Standing.PAUSED if is_paused else Standing.ACTIVE,
        language=choice.language,
        paused_until=choice.paused_until,
        confirmed_at=Coalesce("confirmed_at", Value(at)),
        left_at=None,
    )
    if is_won:
        put_newsletters(subscriber, choice.newsletters, at=at)
        deed = Deed.PAUSED if is_paused else Deed.CHOSE
        Step.objects.note(subscriber, deed, at=at, words=choice.words, seen_from=seen_from)
    return Subscriber.objects.filter(pk=subscriber.pk).first() or subscriber


@transaction.atomic
def choose_by_account(
    address: str, choice: Choice, *, words: str, seen_from: str | None, at: datetime
) -> Subscriber | None:
    """By a reader who is signed in: the account's address has been confirmed there.

    Raises `IsSuppressed`, and `NotAnAddress` for one that no newsletter can go to.
    """
    subscriber = Subscriber.objects.at(address)
    if not choice.newsletters:
        return leave_all(subscriber, at=at, seen_from=seen_from) if subscriber else None
    if Suppression.objects.hold(address):
        raise IsSuppressed
    subscriber, _is_new = Subscriber.objects.get_or_create(
        digest=subscriber.digest if subscriber else digest_of(address),
        defaults={
            "address": address,
            "language": choice.language,
            "asked_at": at,
            "asked_from": seen_from,
            "consented_to": words,
        },
    )
    if subscriber.state not in HERE:
        Subscriber.objects.filter(pk=subscriber.pk).update(
            asked_at=at,
            asked_from=seen_from,
            consented_to=words,
            confirmed_at=at,
            confirmed_from=seen_from,
            links_since=at,
            mail_due=DueMail.NONE,
        )
        Comeback.objects.filter(subscriber=subscriber).delete()
        Step.objects.note(subscriber, Deed.ASKED, at=at, words=words, seen_from=seen_from)
    anybody = (*HERE, Standing.LEFT, Standing.UNCONFIRMED)
    return choose(subscriber, choice, at=at, seen_from=seen_from, of=anybody)
