"""When a newsletter comes out, and what its number of then is called."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from rotativa.newsletters.models import Issue, Newsletter

LATE = timedelta(hours=12)
"""So long after its hour an issue still goes out, as after a night without power; not later."""
FURTHER = re.compile(r"\d{4}-(\d\d-\d\d|W\d\d)-\d+")
A_WEEK = range(8)
"""Today, and today a week on."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One number of a newsletter, the same in all languages."""

    day: date
    period: str
    at: datetime

    def is_missed(self, at: datetime) -> bool:
        return self.at + LATE < at


def turn_of(newsletter: Newsletter, at: datetime) -> Turn | None:
    """The number to work on, if one is due at all."""
    turn = latest_turn(newsletter, at)
    return None if turn is None or turn.is_missed(at) else turn


def latest_turn(newsletter: Newsletter, at: datetime) -> Turn | None:
    """The latest number whose time to be composed has come since it was said when they go out."""
    ahead = timedelta(minutes=newsletter.minutes_ahead)
    today = at.astimezone(newsletter.zone).date()
    days = (today + timedelta(days=1) - timedelta(days=number) for number in range(9))
    come = [turn for turn in turns(newsletter, days) if turn.at - ahead <= at]
    return come[0] if come and come[0].at >= newsletter.scheduled_at else None


def next_turn(newsletter: Newsletter, at: datetime) -> Turn:
    """The one that comes out first from now on."""
    today = at.astimezone(newsletter.zone).date()
    days = (today + timedelta(days=number) for number in A_WEEK)
    return next(turn for turn in turns(newsletter, days) if turn.at > at)


def hour_of(newsletter: Newsletter, day: date, period: str) -> datetime | None:
    """When the number of that day goes out; None where it has none, or calls it otherwise."""
    turn = next(iter(turns(newsletter, [day])), None)
    return turn.at if turn and turn.period == period else None


def is_ahead(issue: Issue, at: datetime) -> bool:
    """Whether it is of a number that is not yet to be composed."""
    newsletter = issue.newsletter
    hour = hour_of(newsletter, issue.day, issue.period) if issue.day else None
    return hour is not None and at < hour - timedelta(minutes=newsletter.minutes_ahead)


def turns(newsletter: Newsletter, days: Iterable[date]) -> Iterable[Turn]:
    for day in days:
        if str(day.isoweekday()) in newsletter.days:
            moment = datetime.combine(day, newsletter.hour, tzinfo=newsletter.zone)
            yield Turn(day, period_of(newsletter, day), moment.astimezone(UTC))


def period_of(newsletter: Newsletter, day: date) -> str:
    if not newsletter.is_weekly:
        return day.isoformat()
    year, week, _weekday = day.isocalendar()
    return f"{year}-W{week:02}"


def is_further(period: str) -> bool:
    """`2026-11-26-2`: counted in each language by itself, so that it is no version of that in another."""
    return FURTHER.fullmatch(period) is not None


def span_of(newsletter: Newsletter) -> timedelta:
    """What the first issue looks back over, which has none before it."""
    return timedelta(days=7 if newsletter.is_weekly else 1)
