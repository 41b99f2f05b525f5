"""The site has another key: whoever is known by a former one is made known by it."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction

from rotativa.newsletters.addresses import digest_of
from rotativa.newsletters.models import Subscriber, Suppression

AT_ONCE = 1_000


@dataclass(frozen=True, slots=True)
class Outdated:
    pk: int
    digest: str
    wanted: str


def outdated() -> Iterator[Outdated]:
    """Each address is looked at, a part in memory; they may be made known by the key meanwhile."""
    latest = 0
    rows = Subscriber.objects.order_by("pk").values_list("pk", "address", "digest")
    while part := list(rows.filter(pk__gt=latest)[:AT_ONCE]):
        for pk, address, digest in part:
            if (wanted := digest_of(address)) != digest:
                yield Outdated(pk, digest, wanted)
        latest = part[-1][0]


def rekey_subscribers() -> int:
    """How many are known by the site's key now; not one whose address has come again meanwhile."""
    return sum(rekey(each) for each in outdated())


@transaction.atomic
def rekey(found: Outdated) -> bool:
    """With its suppression, which is the subscriber's as long as both have the same digest."""
    if Subscriber.objects.filter(digest=found.wanted).exists():
        return False
    if not Suppression.objects.filter(digest=found.wanted).exists():
        Suppression.objects.filter(digest=found.digest).update(digest=found.wanted)
    mine = Subscriber.objects.filter(pk=found.pk, digest=found.digest)
    return bool(mine.update(digest=found.wanted))
