"""The ledger as one shift may use it, for as long as its lease."""

import time
from datetime import datetime

from django.utils import timezone

from rotativa.newsletters import ledger
from rotativa.newsletters.letters import Claimed, Entry
from rotativa.newsletters.models import Delivery, Pace, RestingDomain, Shift
from rotativa.newsletters.models.shift import LEASE

RENEWAL = LEASE.total_seconds() / 6
PACED_SECONDS = 2
"""Under a limit so much is claimed at a time."""


class LeaseIsOver(Exception):
    """This process has slept, and others may have what it held: it must send nothing more."""


class ShiftBook:
    def __init__(
        self, shift: Shift, *, newsletter_id: int, seconds: float, per_minute: int = 0
    ) -> None:
        """It sends for so many seconds, and takes nothing whose moment comes later."""
        self.shift = shift
        self.newsletter_id = newsletter_id
        self.seconds = seconds
        self.begin()
        self.per_minute = per_minute
        self.slow = set(RestingDomain.objects.slow().values_list("domain", flat=True))
        self.renewed_at = time.monotonic()

    def begin(self) -> None:
        self.ends_at = timezone.now().timestamp() + self.seconds

    def claim(self, number: int) -> list[Claimed]:
        self.renew()
        return self.claim_paced(number) if self.per_minute else self.claim_now(number)

    def claim_now(self, number: int) -> list[Claimed]:
        at = timezone.now()
        return ledger.claim(self.shift, number, newsletter_id=self.newsletter_id, at=at)

    def claim_paced(self, number: int) -> list[Claimed]:
        """As many as have a moment before the end: what is given back then has cost nobody one."""
        gap = 60 / self.per_minute
        number = min(number, max(1, int(PACED_SECONDS / gap)))
        at = timezone.now().timestamp()
        moments = Pace.objects.reserve(number, gap=gap, at=at, until=self.ends_at)
        letters = self.claim_now(len(moments)) if moments else []
        Pace.objects.give_back(moments[len(letters) :], gap=gap)
        return [
            letter._replace(not_before=moment)
            for letter, moment in zip(letters, moments, strict=False)
        ]

    def enter(self, entries: list[Entry]) -> set[int]:
        """Raises `LeaseIsOver`."""
        self.renew()
        return ledger.enter(self.shift, entries, at=timezone.now())

    def note_unheard(self, numbers: list[int]) -> None:
        mine = Delivery.objects.filter(pk__in=numbers, shift=self.shift, unheard_at=None)
        mine.update(unheard_at=timezone.now())

    def rest(self, domain: str) -> datetime:
        self.slow.add(domain)
        return RestingDomain.objects.rest(domain, at=timezone.now())

    def relieve(self, domains: set[str]) -> None:
        if relieved := domains & self.slow:
            RestingDomain.objects.relieve(relieved)

    def renew(self) -> None:
        if time.monotonic() - self.renewed_at < RENEWAL:
            return
        if not Shift.objects.renew(self.shift, at=timezone.now()):
            raise LeaseIsOver
        self.renewed_at = time.monotonic()
