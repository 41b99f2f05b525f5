"""Printing the whole site anew: asked for, begun once the reasons have ended, counted, cancelled."""

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction
from wagtail import hooks

from rotativa.pages.keys import SITE, Address
from rotativa.press.actions.mark import add_addresses, note_changes
from rotativa.press.models import Printing, Reprint


@transaction.atomic
def mark_all(*, at: datetime, why: str) -> int:
    """Mark every page there is or may be as stale, to be printed after the news; return how many.

    Something may have changed behind everybody's back: nothing that is remembered holds any more.
    """
    note_changes([SITE])
    add_addresses(all_addresses(), at=at, why=why, in_background=True)
    Printing.objects.all().mark_stale(at=at, why=why, in_background=True)
    return Printing.objects.stale().count()


@transaction.atomic
def begin_reprint(*, at: datetime, why: str) -> int:
    """Mark all at once, for somebody who prints it now; what was asked for and waits is begun, too."""
    total = mark_all(at=at, why=why)
    Reprint.objects.waiting().update(began_at=at, total=total)
    return total


def all_addresses() -> Iterator[Address]:
    """Every address that any app has pages at (hook `register_printed_addresses`)."""
    for addresses_of in hooks.get_hooks("register_printed_addresses"):
        yield from addresses_of()


def tend_reprints(*, at: datetime) -> None:
    """Begin those that are due, and end those of which every page has had its turn."""
    for reprint in Reprint.objects.open():
        ours = Reprint.objects.open().filter(pk=reprint.pk)
        if reprint.is_due(at):
            total = mark_all(at=at, why=reprint.why)
            ours.update(began_at=at, total=total)
        elif reprint.began_at and not Printing.objects.all().in_background().exists():
            ours.update(ended_at=at)


@transaction.atomic
def cancel_reprints(*, at: datetime) -> int:
    """Leave the pages that wait in the background as they were printed before; return how many."""
    Reprint.objects.waiting().update(cancelled_at=at)
    Reprint.objects.running().update(cancelled_at=at)
    waiting = Printing.objects.all().in_background().filter(state=Printing.State.STALE)
    return waiting.exclude(printed_at=None).update(state=Printing.State.FRESH, why="")
