"""A mail has come to the mailbox of what comes back. Whoever wrote it, only signed names are believed."""

import logging
from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum

from django.conf import settings
from django.db import InterfaceError, OperationalError

from rotativa.newsletters.actions.leave import leave_newsletter
from rotativa.newsletters.actions.take_back import BELIEVED, take_return
from rotativa.newsletters.marks import delivery_of, leaver_of, tag_in
from rotativa.newsletters.models import Delivery, Newsletter, Subscriber
from rotativa.newsletters.returns.reading import Read, Says, read_mail

logger = logging.getLogger(__name__)

WISHES = (Says.OTHER, Says.MACHINE)
"""To an address to leave by nobody writes but who was asked to, some mail programs by themselves."""


class Taken(StrEnum):
    """What a mail did."""

    RETURNED = "returned"
    LEFT = "left"
    NOTHING = "nothing"


def is_for_us(address: str) -> bool:
    """The mailbox itself, a letter's return path, or an address to leave by; signed by us."""
    tag = tag_in(address, settings.NEWSLETTERS.bounces)
    return tag is not None and (not tag or bool(delivery_of(tag) or leaver_of(tag)))


def take_mail(raw: bytes, *, to: Iterable[str], at: datetime) -> Taken:
    """Raises where the database cannot take it now, so that it comes again; for nothing else, since it must
    not stand before the next one for ever."""
    try:
        return taken_of(raw, to=to, at=at)
    except (OperationalError, InterfaceError):
        raise
    except (
        Exception
    ):  # a stranger wrote it, and what reads it is not made for all they may think of
        logger.warning("A mail that came back cannot be read.", exc_info=True)
        return Taken.NOTHING


def taken_of(raw: bytes, *, to: Iterable[str], at: datetime) -> Taken:
    tags = [tag for tag in tags_in(to) if tag]
    read = read_mail(raw)
    if read.says in WISHES and any(leave_by(tag, at=at) for tag in tags):
        return Taken.LEFT
    if read.kind is not None and take_returned(read, tags, at=at):
        return Taken.RETURNED
    return Taken.NOTHING


def tags_in(addresses: Iterable[str]) -> list[str]:
    found = (tag_in(address, settings.NEWSLETTERS.bounces) for address in addresses)
    return [tag for tag in found if tag is not None]


def leave_by(tag: str, *, at: datetime) -> bool:
    leaver = leaver_of(tag)
    if leaver is None:
        return False
    newsletter = Newsletter.objects.filter(pk=leaver[0]).first()
    subscriber = Subscriber.objects.filter(pk=leaver[1]).first()
    if newsletter is None or subscriber is None:
        return False
    leave_newsletter(subscriber, newsletter, at=at)
    return True


def take_returned(read: Read, tags: list[str], *, at: datetime) -> bool:
    """Whether it is of a letter of ours, of late."""
    delivery = delivery_named([*tags, *tags_in(read.senders)], at=at)
    if delivery is None or read.kind is None:
        return False
    take_return(delivery, read.kind, words=read.words, at=at)
    return True


def delivery_named(tags: Iterable[str], *, at: datetime) -> Delivery | None:
    numbers = [number for tag in tags if (number := delivery_of(tag)) is not None]
    fresh = Delivery.objects.filter(issue__frozen_at__gt=at - BELIEVED)
    return fresh.filter(pk__in=numbers[:1]).first()
