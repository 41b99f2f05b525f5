"""Reads the four ways in which an export tells a moment, any of which may be zero."""

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

FIRST_YEAR = 1000
"""Archives of papers reach back far; addresses need four digits."""
ZERO_AS_RSS = (datetime(1999, 11, 30, tzinfo=UTC), datetime(1970, 1, 1, tzinfo=UTC))
"""What WordPress writes into `pubDate` for the date 0000-00-00."""

RSS_DATE = re.compile(r"(?:[A-Za-z]{3}, )?\d{1,2} [A-Za-z]{3} \d{4} \d")


def moment(in_utc: str, rss: str = "", local: str = "") -> datetime | None:
    """The first of them that is a date; a local one counts as UTC, its offset is not in the file."""
    return _from_sql(in_utc) or _from_rss(rss) or _from_sql(local)


def _from_sql(text: str) -> datetime | None:
    if not text or text.startswith("0000"):
        return None
    try:
        return _in_utc(datetime.fromisoformat(text))
    except (ValueError, OverflowError):
        return None


def _from_rss(text: str) -> datetime | None:
    if not RSS_DATE.match(text):
        return None
    try:
        found = _in_utc(parsedate_to_datetime(text))
    except (ValueError, OverflowError, TypeError, IndexError):
        return None
    return None if found in ZERO_AS_RSS else found


def _in_utc(found: datetime) -> datetime | None:
    found = found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    return found if found.year >= FIRST_YEAR else None
