"""Noting what must be printed anew; the printing itself comes later, and is woken."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime
from typing import TypeVar

from django.db import transaction

from rotativa.pages.keys import SITE, YEAR, Address
from rotativa.press.locks import one_at_a_time
from rotativa.press.models import KeyChange, Printing, Reprint

AT_ONCE = 400
"""Values in one query; SQLite takes no more than some hundreds in older builds."""
BEHIND_NEWS = ("comment-count:", "menu:", "paper:", "plain:", "share-card:", YEAR)
"""Keys of what stands on many pages and is no news: these wait for it."""

T = TypeVar("T")


@transaction.atomic(savepoint=False)
def mark_changed(keys: Collection[str], *, addresses: Iterable[Address] = (), at: datetime) -> int:
    """Mark the pages made of these keys as stale, and add addresses that are new. Returns how many."""
    said = sorted(set(keys) - {SITE})
    if keys:
        note_changes(sorted(set(keys)))
    if SITE in keys:
        Reprint.objects.ask(why=SITE, at=at)
    if not said:
        return add_addresses(addresses, at=at, why=SITE)
    news = [key for key in said if not key.startswith(BEHIND_NEWS)]
    behind = [key for key in said if key.startswith(BEHIND_NEWS)]
    why = ", ".join(news or behind)
    count = add_addresses(addresses, at=at, why=why)
    for part in parts(news):
        count += Printing.objects.made_of(part).mark_stale(at=at, why=why)
    for part in parts(behind):
        count += Printing.objects.made_of(part).mark_stale(at=at, why=why, in_background=True)
    return count


def note_changes(keys: Sequence[str]) -> None:
    """For the pages that are being rendered at this moment: see `KeyChange`."""
    one_at_a_time()
    number = KeyChange.objects.last_number() + 1
    KeyChange.objects.bulk_create(
        [KeyChange(key=key, number=number) for key in keys],
        update_conflicts=True,
        unique_fields=["key"],
        update_fields=["number"],
        batch_size=AT_ONCE,
    )


@transaction.atomic(savepoint=False)
def add_addresses(
    addresses: Iterable[Address], *, at: datetime, why: str, in_background: bool = False
) -> int:
    """See that each of these is printed, be it known already or not."""
    count = 0
    for part in parts(list(addresses)):
        known = Printing.objects.filter(path__in=[address.path for address in part])
        marked = known.mark_stale(at=at, why=why, in_background=in_background)
        count += len(part)
        if marked < len(part):
            new = [
                Printing.to_be(address, at=at, why=why, in_background=in_background)
                for address in part
            ]
            Printing.objects.bulk_create(new, ignore_conflicts=True)
    return count


def parts(values: Sequence[T]) -> Iterator[Sequence[T]]:
    return (values[start : start + AT_ONCE] for start in range(0, len(values), AT_ONCE))
