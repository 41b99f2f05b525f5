"""Printing one page: claimed, rendered, put where readers get it, and noted."""

import logging
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists

from rotativa.press.cdn import headers_for
from rotativa.press.cdn.configured import cdn
from rotativa.press.locks import one_at_a_time
from rotativa.press.models import NO_ROOM, SHORTEST_PAUSE, KeyChange, Printing, PrintingKey
from rotativa.press.rendering import CannotRender, Rendered, render
from rotativa.press.sheet import Sheet
from rotativa.press.signals import printed
from rotativa.press.targets import NoRoom, NotEverywhere, Target

logger = logging.getLogger(__name__)

MISSING = 404
PAUSE_FOR_ROOM = timedelta(seconds=5)


def print_page(printing: Printing, *, to: Target, at: datetime) -> bool:
    """Print a page that the caller has claimed; say whether readers get something new.

    A page that fails keeps its old sheet; one that did not reach all places is tried again. Raises
    `NoRoom`, and gives the page back, when the target takes no more.
    """
    try:
        rendered = render(printing.path)
        is_news = deliver(printing, rendered, to=to)
    except CannotRender as error:
        logger.error("%s was not printed: %s", printing.path, error, exc_info=error.__cause__)  # noqa: TRY400  # where the page failed, not where we noticed
        fail(printing, str(error), attempts=printing.attempts + 1, due_at=at + printing.pause)
        return False
    except NoRoom as error:  # no fault of the page; whoever prints says so in the log
        told = f"{NO_ROOM} {error}"
        fail(printing, told, attempts=printing.attempts, due_at=at + PAUSE_FOR_ROOM)
        raise
    except NotEverywhere as error:
        logger.warning("%s is in the folder alone: %s", printing.path, error)
        if rendered.status != MISSING:  # else its row would go, and nobody would try again
            note(printing, rendered, at=at)
        fail(printing, str(error), attempts=printing.attempts + 1, due_at=at + printing.pause)
        return True
    note(printing, rendered, at=at)
    if is_news:
        printed.send(sender=None, printing=printing)
    return is_news


def deliver(printing: Printing, rendered: Rendered, *, to: Target) -> bool:
    """Put the sheet; what is missing, or not the same for every reader, has none."""
    if rendered.status == MISSING or not rendered.is_for_all:
        to.delete(printing.path)
        printing.digest, printing.status = "", rendered.status
        return True
    headers = {**headers_for(cdn(), printing.path), **rendered.headers}
    sheet = Sheet.of(rendered.status, headers, rendered.body)
    printing.digest, printing.status = sheet.digest, sheet.status
    return to.put(printing.path, sheet)


@transaction.atomic
def note(printing: Printing, rendered: Rendered, *, at: datetime) -> None:
    """Write down what was printed, and call it fresh unless something has changed meanwhile."""
    one_at_a_time()
    rows = Printing.objects.filter(pk=printing.pk)
    ours = rows.filter(state=Printing.State.PRINTING, lease=printing.lease)
    if rendered.status == MISSING and ours.delete()[0]:
        return
    if rendered.leads_to:
        fresh = [Printing.to_be(address, at=at, why=printing.why) for address in rendered.leads_to]
        Printing.objects.bulk_create(fresh, ignore_conflicts=True)
    new = set_keys(printing, rendered.keys)
    noted: dict[str, Any] = {
        "digest": printing.digest,
        "status": printing.status,
        "printed_at": at,
        "attempts": 0,
        "last_error": "",
    }
    outdated = KeyChange.objects.since(printing.seen).filter(key__in=new)
    noted_as_ours = {**noted, "leased_until": None}
    if ours.exclude(Exists(outdated)).update(**noted_as_ours, state=Printing.State.FRESH, why=""):
        return
    again = {"state": Printing.State.STALE, "due_at": at + SHORTEST_PAUSE}
    if not ours.update(**noted_as_ours, **again):
        rows.update(**noted)  # marked, or claimed by another, meanwhile


def set_keys(printing: Printing, keys: frozenset[str]) -> frozenset[str]:
    """Note what the page is made of; return the keys that were not known of it."""
    known = PrintingKey.objects.filter(printing=printing)
    is_first = printing.printed_at is None
    before = frozenset[str]() if is_first else frozenset(known.values_list("key", flat=True))
    if gone := before - keys:
        known.filter(key__in=gone).delete()
    new = keys - before
    PrintingKey.objects.bulk_create(
        [PrintingKey(printing=printing, key=key) for key in sorted(new)], ignore_conflicts=True
    )
    return new


def fail(printing: Printing, error: str, *, attempts: int, due_at: datetime) -> None:
    printing.state = Printing.State.FAILING
    Printing.objects.filter(pk=printing.pk, lease=printing.lease).update(
        state=Printing.State.FAILING,
        attempts=attempts,
        last_error=error[:2000],
        due_at=due_at,
        leased_until=None,
    )
