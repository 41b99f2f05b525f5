"""What a sender says when it is done, and what it is bound by."""

from collections import Counter, deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum

from rotativa.newsletters.models.delivery import State
from rotativa.newsletters.models.returned import Kind
from rotativa.newsletters.reasons import is_of_address
from rotativa.newsletters.returns.verdicts import verdict_of_kept

LATEST = 200
FEWEST = 20
MOST_FAILING = 0.3
FOR_GOOD = "5"
"""How the code begins of what was refused and is not tried again."""
IN_A_ROW = 5
"""So many, and not one taken: that is not said of readers, in a short list or at a slow pace either. Addresses
that are gone are not among them: an old list may well begin with some."""


class Result(Enum):
    """What a relay made of a letter, as far as it says how things stand."""

    TAKEN = "taken"
    REFUSED = "refused"
    GONE = "gone"
    """Refused, since its mailbox is none."""


def is_large_share(failing: int, *, of: int) -> bool:
    return of >= FEWEST and failing > MOST_FAILING * of


@dataclass(frozen=True, slots=True)
class Bounds:
    connections: int
    seconds: float
    """After so long no further letter is begun."""
    is_held: bool
    """Whether letters in doubt are kept for a person, and not sent again."""
    reply_seconds: float = 60
    dot_seconds: float = 300
    """For the reply to a whole message, which may be looked at for long."""
    earlier: tuple[Result, ...] = ()
    """Of letters of shifts before this one: how things stand is no matter of one shift."""


def latest_of(earlier: Iterable[Result] = ()) -> deque[Result]:
    return deque(earlier, maxlen=LATEST)


@dataclass(slots=True)
class Report:
    counts: Counter[State] = field(default_factory=Counter)
    put_off: int = 0
    doubted: int = 0
    relay_fault: str = ""
    """The relay could not be spoken to; the letters wait."""
    refusal: str = ""
    """Going on would fail the same way: the issue is to be stopped for a person to look at."""
    latest: deque[Result] = field(default_factory=latest_of)
    """Those of earlier shifts first."""
    unwritten: str = ""
    """Why a letter could not be written at its first attempt; of others it is no news."""
    taken: int = 0
    refused: int = 0
    gone: int = 0
    """Of those that were refused."""

    def note(self, *, is_yes: bool, words: str = "") -> None:
        if is_yes:
            self.latest.append(Result.TAKEN)
            self.taken += 1
            return
        is_for_good = words.startswith(FOR_GOOD) or is_of_address(words)
        is_gone = is_for_good and verdict_of_kept(words) == Kind.HARD
        self.latest.append(Result.GONE if is_gone else Result.REFUSED)
        self.refused += 1
        self.gone += is_gone
        if self.is_hopeless:
            self.refusal = self.refusal or words

    @property
    def is_hopeless(self) -> bool:
        number, taken = len(self.latest), self.latest.count(Result.TAKEN)
        if not taken and self.latest.count(Result.REFUSED) >= IN_A_ROW:
            return True
        return is_large_share(number - taken, of=number)
