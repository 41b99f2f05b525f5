"""What a sender says when it is done, and what it is bound by."""

from collections import Counter, deque
from collections.abc import Iterable
from dataclasses import dataclass, field

from rotativa.newsletters.models.delivery import State

LATEST = 200
FEWEST = 20
MOST_FAILING = 0.3
IN_A_ROW = 5
"""So many, and not one taken: that is not said of readers, in a short list or at a slow pace either."""


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
    earlier: tuple[bool, ...] = ()
    """Whether letters of shifts before this one were taken: how things stand is no matter of one shift."""


def latest_of(earlier: Iterable[bool] = ()) -> deque[bool]:
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
    latest: deque[bool] = field(default_factory=latest_of)
    """Whether letters were taken, those of earlier shifts first."""
    taken: int = 0
    refused: int = 0

    def note(self, *, is_yes: bool, words: str = "") -> None:
        self.latest.append(is_yes)
        if is_yes:
            self.taken += 1
            return
        self.refused += 1
        if self.is_hopeless:
            self.refusal = self.refusal or words

    @property
    def is_hopeless(self) -> bool:
        number, failing = len(self.latest), self.latest.count(False)
        if failing == number:
            return number >= IN_A_ROW
        return is_large_share(failing, of=number)
