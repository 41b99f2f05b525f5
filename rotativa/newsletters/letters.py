"""What passes between the ledger, which knows who is to get what, and a sender, which knows how."""

from datetime import datetime
from typing import NamedTuple, Protocol

from django.core.mail import EmailMultiAlternatives

from rotativa.newsletters.models.delivery import State

FULL = 452


class Claimed(NamedTuple):
    """A delivery in the hands of one sender."""

    id: int
    subscriber_id: int
    address: str
    domain: str
    attempts: int
    not_before: float = 0
    """Seconds of the epoch: the pace that all senders keep together."""
    is_counted: bool = False
    """Its reader lets us count how often its links are followed."""


class Entry(NamedTuple):
    """What the ledger is told of one delivery."""

    id: int
    state: State
    code: int = 0
    reply: str = ""
    due_at: datetime | None = None
    doubted_at: datetime | None = None
    spared: int = 0
    """1 where this was no attempt after all."""

    @property
    def is_plain(self) -> bool:
        """It tells what became of it, and of nothing that it waits for."""
        waits = self.state == State.WAITING or self.due_at is not None
        return not (waits or self.doubted_at is not None or self.spared)


class Reply(NamedTuple):
    """What a relay said to something."""

    code: int
    words: str
    is_of_sender: bool = False
    """Said to whom the mail comes from, before anything of the recipient was known."""

    @property
    def is_yes(self) -> bool:
        return 200 <= self.code < 300

    @property
    def is_not_now(self) -> bool:
        return 400 <= self.code < 500

    @property
    def is_of_mailbox(self) -> bool:
        """Said of this recipient's box alone (RFC 3463): full, busy, closed."""
        return self.code == FULL or self.words.startswith(f"{self.code // 100}.2.")


class Mail(Protocol):
    """An issue as it is put in envelopes."""

    def sender(self, letter: Claimed) -> bytes:
        """Where it comes back to."""

    def prepare(self, letters: list[Claimed]) -> None:
        """They will be asked for soon, in this order."""

    def written(self, letter: Claimed) -> list[bytes]:
        """The whole message in pieces, with dots doubled that begin a line."""

    def by_service(self, letter: Claimed) -> EmailMultiAlternatives:
        """As a service is told it that writes the message itself."""


class Book(Protocol):
    """The ledger as a sender sees it; each call is one transaction."""

    def begin(self) -> None:
        """The shift's seconds are counted from here."""

    def claim(self, number: int) -> list[Claimed]:
        """The next ones that are due; none where there are no more, or the issue was stopped."""

    def enter(self, entries: list[Entry]) -> set[int]:
        """The numbers of those that were still this sender's: no others may be sent."""

    def note_unheard(self, numbers: list[int]) -> None:
        """Those handed over to whoever knows them again for a while, and gave no answer; told before they
        are given back."""

    def rest(self, domain: str) -> datetime:
        """It has put a letter off; until when it gets none."""

    def relieve(self, domains: set[str]) -> None:
        """They have taken letters."""
