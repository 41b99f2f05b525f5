"""A subscriber as a file tells of one, whichever system wrote it."""

from dataclasses import dataclass
from datetime import datetime

from rotativa.newsletters.models import Suppression
from rotativa.newsletters.models.subscriber import Standing
from rotativa.newsletters.tables.standing import Unclear


class TableRefused(Exception):
    """Nothing can be read from the file, or nothing from some line on; the message says why."""

    def __init__(self, why: str, *, line: int = 0) -> None:
        super().__init__(why)
        self.line = line


def spelling(address: str) -> str:
    """By which the same address is known again within a file; others are by their digests."""
    return address.strip().lower()


@dataclass(frozen=True, slots=True)
class Past:
    """A step of a subscription, as our own file tells of it."""

    at: datetime
    deed: str
    words: str
    seen_from: str


@dataclass(frozen=True, slots=True)
class Record:
    line: int
    address: str
    """As it stands in the file."""
    state: Standing = Standing.ACTIVE
    language: str = ""
    newsletters: tuple[str, ...] = ()
    """Slugs; none where the file does not say."""
    asked_at: datetime | None = None
    asked_from: str = ""
    words: str = ""
    confirmed_at: datetime | None = None
    confirmed_from: str = ""
    left_at: datetime | None = None
    paused_until: datetime | None = None
    history: tuple[Past, ...] = ()
    why: Suppression.Reason = Suppression.Reason.ASKED
    """Of one that is suppressed."""
    unclear: Unclear | None = None
    """Where the file does not say, in words that are known, that it gets mail."""
