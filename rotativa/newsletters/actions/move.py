"""A reader's account has another address, confirmed at both: the newsletters go where its mail goes."""

from datetime import datetime
from enum import StrEnum

from django.db import transaction

from rotativa.newsletters.actions.forget import delete_subscriber
from rotativa.newsletters.actions.leave import leave_all
from rotativa.newsletters.addresses import NotAnAddress, digest_of, domain_of, normal_address
from rotativa.newsletters.models import Comeback, Deed, Delivery, Step, Subscriber, Suppression
from rotativa.newsletters.models.delivery import State
from rotativa.newsletters.models.subscriber import DueMail, Standing


class Moved(StrEnum):
    """What became of the subscription."""

    NOTHING = "nothing"
    """There was none."""
    MOVED = "moved"
    JOINED = "joined"
    """The new address had its own, which stays as it is; the old one has left."""
    STAYS = "stays"
    """To the new address goes no mail, or it has left: nobody is made to get what they once refused."""


@transaction.atomic
def move_subscription(before: str, after: str, *, at: datetime) -> Moved:
    """The proof and the history go along, and say where from; links of earlier mails open nothing more."""
    subscriber = Subscriber.objects.at(before)
    if subscriber is None or not subscriber.is_here:
        return Moved.NOTHING
    there = Subscriber.objects.at(after)
    if there is not None and there.pk == subscriber.pk:
        return Moved.NOTHING
    if there is not None and there.is_here:
        leave_all(subscriber, at=at)
        return Moved.JOINED
    is_refused = there is not None and (there.state != Standing.UNCONFIRMED or there.left_at)
    if is_refused or not may_go_to(after):
        return Moved.STAYS
    if there is not None:
        delete_subscriber(there)  # nobody has confirmed what was asked for there
    put_address(subscriber, after, at=at)
    return Moved.MOVED


def may_go_to(address: str) -> bool:
    try:
        normal_address(address)
    except NotAnAddress:
        return False
    return not Suppression.objects.hold(address)


def put_address(subscriber: Subscriber, address: str, *, at: datetime) -> None:
    """Letters that wait go along, too; those at hand now may still go to the former one."""
    address = normal_address(address)
    domain = domain_of(address)
    Subscriber.objects.filter(pk=subscriber.pk).update(
        address=address,
        domain=domain,
        digest=digest_of(address),
        links_since=at,
        mail_due=DueMail.NONE,
        mail_due_at=None,
    )
    waiting = Delivery.objects.filter(subscriber=subscriber, state=State.WAITING)
    waiting.update(address=address, domain=domain)
    Comeback.objects.filter(subscriber=subscriber).delete()
    Step.objects.note(subscriber, Deed.MOVED, at=at, words=f"{subscriber.address} → {address}")
