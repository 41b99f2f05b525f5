"""The ledger as one shift may use it, for as long as its lease."""

import time
from dataclasses import replace
from datetime import datetime

from django.utils import timezone

from rotativa.newsletters import ledger
from rotativa.newsletters.letters import Claimed, Entry
from rotativa.newsletters.models import RestingDomain, Shift
from rotativa.newsletters.models.shift import LEASE

RENEWAL = LEASE.total_seconds() / 6
PACED_SECONDS = 2
"""Under a limit so much is claimed at a time: a killed process wastes no more of it."""


class LeaseIsOver(Exception):
    """This process has slept, and others may have what it held: it must send nothing more."""


class ShiftBook:
    def __init__(self, shift: Shift, *, newsletter_id: int, per_minute: int = 0) -> None:
        self.shift = shift
        self.newsletter_id = newsletter_id
        self.per_minute = per_minute
        self.renewed_at = time.monotonic()

    def claim(self, number: int) -> list[Claimed]:
        self.renew()
        if self.per_minute:
            number = min(number, max(1, self.per_minute * PACED_SECONDS // 60))
        at = timezone.now()
        letters = ledger.claim(self.shift, number, newsletter_id=self.newsletter_id, at=at)
        if not (self.per_minute and letters):
            return letters
        moments = ledger.reserve(len(letters), per_minute=self.per_minute, at=at.timestamp())
        return [
            replace(letter, not_before=moment)
            for letter, moment in zip(letters, moments, strict=True)
        ]

    def enter(self, entries: list[Entry]) -> set[int]:
        """Raises `LeaseIsOver`."""
        self.renew()
        return ledger.enter(self.shift, entries, at=timezone.now())

    def rest(self, domain: str) -> datetime:
        return RestingDomain.objects.rest(domain, at=timezone.now())

    def renew(self) -> None:
        if time.monotonic() - self.renewed_at < RENEWAL:
            return
        if not Shift.objects.renew(self.shift, at=timezone.now()):
            raise LeaseIsOver
        self.renewed_at = time.monotonic()
