"""Whoever has the address wants no mail that others ask for."""

from datetime import datetime

from django.db import transaction

from rotativa.newsletters.actions.forget import delete_subscriber
from rotativa.newsletters.actions.leave import leave_all
from rotativa.newsletters.actions.suppress import suppress_address
from rotativa.newsletters.models import Deed, Step, Subscriber, Suppression
from rotativa.newsletters.models.subscriber import DueMail


@transaction.atomic
def refuse_mail(subscriber: Subscriber, *, at: datetime, seen_from: str | None = None) -> None:
    """By the mail that asked to confirm. Who has confirmed since then leaves, and may come back; others are
    written to never again, and nothing is kept of whoever never confirmed but that."""
    if subscriber.is_here:
        leave_all(subscriber, at=at, seen_from=seen_from)
        return
    suppress_address(subscriber.address, why=Suppression.Reason.ASKED, at=at)
    if subscriber.confirmed_at is None and subscriber.left_at is None:
        delete_subscriber(subscriber)


@transaction.atomic
def refuse_links(subscriber: Subscriber, *, at: datetime, seen_from: str | None = None) -> None:
    """By the mail that brought one. Who gets newsletters keeps them, and the links in their letters."""
    mine = Subscriber.objects.here().filter(pk=subscriber.pk)
    mine.filter(mail_due=DueMail.LINK).update(mail_due=DueMail.NONE, mail_due_at=None)
    if mine.filter(links_refused_at=None).update(links_refused_at=at):
        Step.objects.note(subscriber, Deed.NO_LINKS, at=at, seen_from=seen_from)
