"""News that the press listens to."""

import logging
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.dispatch import receiver
from django.utils import timezone

from rotativa.evidence.signals import captured
from rotativa.lib.clock import minute
from rotativa.pages.keys import DAY, HOUR, YEAR, Address, Kind
from rotativa.pages.memo import kept_for_the_next
from rotativa.pages.signals import changed
from rotativa.press.actions import mark_changed, print_page
from rotativa.press.models import BACKGROUND, SHORTEST_PAUSE, Printing
from rotativa.press.signals import printed
from rotativa.press.targets import NoRoom
from rotativa.press.targets.configured import target
from rotativa.press.tasks import shelve_copies, tell_hub

logger = logging.getLogger(__name__)

AT_ONCE = 3


@receiver(changed)
def note_change(*, keys: frozenset[str], addresses: Sequence[Address], **_: Any) -> None:
    """Mark what it touches; an article is printed at once, so that its editor can open it."""
    if mark_changed(keys, addresses=addresses, at=timezone.now()):
        articles = [each.path for each in addresses if each.kind == Kind.ARTICLE][:AT_ONCE]
        transaction.on_commit(lambda: print_now(articles))


def print_now(paths: Sequence[str]) -> None:
    """Print these before the others, without a pause; what does not work out now stays due."""
    at = timezone.now()
    for printing in Printing.objects.filter(path__in=paths).claim_all(at=at + SHORTEST_PAUSE):
        try:
            with kept_for_the_next():
                print_page(printing, to=target(), at=at)
        except NoRoom as error:
            logger.warning("%s was published and waits to be printed: %s", printing.path, error)
            return


@receiver(printed)
def page_printed(printing: Printing, **_: Any) -> None:
    """The hub hears of news; not of a reprint of everything, which may change each of a thousand feeds."""
    is_news = printing.kind == Kind.FEED and printing.rank < BACKGROUND
    if settings.FEEDS.hub and is_news and printing.status == 200:
        tell_hub.enqueue(printing.path)


@receiver(captured)
def copy_changed(*, source_id: int, **_: Any) -> None:
    """Readers of the bucket see the same; what is withdrawn is taken away there."""
    if settings.PRINTED_BUCKET.name:
        transaction.on_commit(lambda: shelve_copies.enqueue(source_id))


@receiver(minute)
def full_hour_passed(at: datetime, **_: Any) -> None:
    """What the bucket did not take before, it may take now."""
    if settings.PRINTED_BUCKET.name and at.minute == 0:
        shelve_copies.enqueue()


@receiver(minute)
def minute_passed(at: datetime, **_: Any) -> None:
    """What was printed in an earlier hour, day or year and says something else by now."""
    full_hour = timezone.localtime(at, timezone.get_default_timezone()).replace(
        minute=0, second=0, microsecond=0
    )
    midnight = full_hour.replace(hour=0)
    new_year = midnight.replace(month=1, day=1)
    for key, since in ((HOUR, full_hour), (DAY, midnight), (YEAR, new_year)):
        outdated = Printing.objects.made_of([key]).filter(printed_at__lt=since)
        outdated.filter(state=Printing.State.FRESH).mark_stale(
            at=at, why=key, in_background=key == YEAR
        )
