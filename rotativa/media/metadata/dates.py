"""Moments as EXIF, IPTC and XMP write them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo

DATE = r"(?P<year>\d{4})[-:]?(?P<month>\d\d)[-:]?(?P<day>\d\d)"
TIME = r"(?P<hour>\d\d):?(?P<minute>\d\d)(?::?(?P<second>\d\d)(?:[.,]\d{1,9})?)?"
OFFSET = r"(?P<offset>Z|[-+]\d\d:?\d\d)"
MOMENT = re.compile(rf"{DATE}(?:[T ]?{TIME}\s?{OFFSET}?)?", re.IGNORECASE)
EARLIEST, LATEST = 1800, 2200
LONGEST = 64


@dataclass(frozen=True)
class Moment:
    """A day, perhaps with its time, perhaps with that time's offset from UTC."""

    day: date
    hour: time | None = None
    offset: timezone | None = None

    @property
    def precision(self) -> int:
        return (self.hour is not None) + (self.offset is not None)

    def in_zone(self, zone: tzinfo) -> datetime:
        """The moment; without an offset it is taken to be local, and without a time its midnight."""
        return datetime.combine(self.day, self.hour or time(), self.offset or zone)


def parse_moment(text: str) -> Moment | None:
    """A whole day at least, else None: of a year alone no day may be made up."""
    found = MOMENT.fullmatch(text.strip("\0 \n")[:LONGEST])
    if not found or not EARLIEST <= int(found["year"]) <= LATEST:
        return None
    try:
        day = date(int(found["year"]), int(found["month"]), int(found["day"]))
        if found["hour"] is None:
            return Moment(day)
        hour = time(int(found["hour"]), int(found["minute"]), int(found["second"] or 0))
        return Moment(day, hour, parse_offset(found["offset"]))
    except ValueError:
        return None  # the 31st of February, or the 25th hour


def parse_offset(text: str | None) -> timezone | None:
    if not text:
        return None
    if text in "Zz":
        return UTC
    offset = timedelta(hours=int(text[1:3]), minutes=int(text[-2:]))
    return timezone(-offset if text[0] == "-" else offset)


def best_moment(texts: Iterable[str]) -> Moment | None:
    """The first that can be read, or a later one that tells more exactly of the same day."""
    moments = [moment for text in texts if text and (moment := parse_moment(text))]
    if not moments:
        return None
    of_the_day = [each for each in moments if each.day == moments[0].day]
    return max(of_the_day, key=lambda each: each.precision)
