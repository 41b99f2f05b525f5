"""What the number of a newsletter is called, for people and in their language."""

import re
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext

PERIOD = re.compile(
    r"(?P<year>\d{4})-(?:(?P<month>\d\d)-(?P<day>\d\d)|W(?P<week>\d\d))(?:-(?P<further>\d+))?"
)


def in_words(period: str) -> str:
    """What no clock has named stays as it stands."""
    found = PERIOD.fullmatch(period)
    if found is None:
        return period
    words = turn_in_words(found)
    if further := found["further"]:
        return gettext("%(number)s, no. %(further)s") % {"number": words, "further": further}
    return words


def turn_in_words(found: re.Match[str]) -> str:
    if week := found["week"]:
        told = {"week": int(week), "year": found["year"]}
        return gettext("week %(week)s of %(year)s") % told
    day = date(int(found["year"]), int(found["month"]), int(found["day"]))
    return date_format(day, "SHORT_DATE_FORMAT")
