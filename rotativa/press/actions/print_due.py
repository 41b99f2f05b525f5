"""Printing all that is due, a few pages at a time."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from rotativa.pages.memo import remembering
from rotativa.press.actions.print_page import print_page
from rotativa.press.models import KeyChange, Printing
from rotativa.press.targets import NoRoom, Target

AT_ONCE = 8
"""Pages claimed together: what a killed printer keeps others from until its lease is over."""


@dataclass
class Done:
    printed: int = 0
    """Pages of which readers get something new."""
    same: int = 0
    failed: int = 0
    no_room: str = ""
    """Why the target takes no more; printing stopped there."""
    stopped: bool = False
    """Whether somebody had it end before all was printed."""

    @classmethod
    def sum_of(cls, parts: Iterable[Self]) -> Self:
        """What several printers did together."""
        total = cls()
        for part in parts:
            total.printed += part.printed
            total.same += part.same
            total.failed += part.failed
            total.no_room = total.no_room or part.no_room
            total.stopped = total.stopped or part.stopped
        return total

    @property
    def total(self) -> int:
        return self.printed + self.same + self.failed


def print_due(
    *,
    to: Target,
    now: Callable[[], datetime],
    goes_on: Callable[[Done], bool] = lambda _: True,
) -> Done:
    """Print until nothing is due or `goes_on` says no; it is asked before each page."""
    done = Done()
    with remembering() as memo:
        while not done.no_room:
            done.stopped = not goes_on(done)
            if done.stopped:
                break
            claimed = Printing.objects.all().claim(at=now(), most=AT_ONCE)
            if not claimed:
                break
            for place, printing in enumerate(claimed):
                done.stopped = not goes_on(done)
                if done.stopped or done.no_room:
                    give_back(claimed[place:])
                    return done
                memo.keep_up(KeyChange.objects)
                print_one(printing, done, to=to, at=now())
    return done


def print_one(printing: Printing, done: Done, *, to: Target, at: datetime) -> None:
    try:
        is_news = print_page(printing, to=to, at=at)
    except NoRoom as error:
        done.no_room = str(error)
        return
    if printing.state == Printing.State.FAILING:
        done.failed += 1
    elif is_news:
        done.printed += 1
    else:
        done.same += 1


def give_back(claimed: list[Printing]) -> None:
    for printing in claimed:
        ours = Printing.objects.filter(pk=printing.pk, lease=printing.lease)
        ours.filter(state=Printing.State.PRINTING).update(
            state=Printing.State.STALE, leased_until=None
        )
