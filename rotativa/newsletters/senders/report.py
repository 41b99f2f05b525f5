"""What a sender says when it is done, and what it is bound by."""

from collections import Counter, deque
from dataclasses import dataclass, field

from rotativa.newsletters.models.delivery import State

LATEST = 200
FEWEST = 20
MOST_FAILING = 0.3


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


@dataclass(slots=True)
class Report:
    counts: Counter[State] = field(default_factory=Counter)
    put_off: int = 0
    doubted: int = 0
    relay_fault: str = ""
    """The relay could not be spoken to; the letters wait."""
    refusal: str = ""
    """Going on would fail the same way: the issue is to be stopped for a person to look at."""
    latest: deque[bool] = field(default_factory=lambda: deque(maxlen=LATEST))

    def note(self, *, is_yes: bool, words: str) -> None:
        self.latest.append(is_yes)
        if is_yes:
            return
        failing = self.latest.count(False)
        if len(self.latest) >= FEWEST and failing > MOST_FAILING * len(self.latest):
            self.refusal = self.refusal or words
