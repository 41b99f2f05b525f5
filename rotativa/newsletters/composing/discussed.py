"""What readers talk about, told by whichever app has them talk: comments, through a hook."""

from collections import Counter
from datetime import datetime
from uuid import UUID

from wagtail import hooks

MOST = 30
"""Articles that each app names, of which few may be the newsletter's."""


def most_discussed(language: str, *, since: datetime, until: datetime) -> Counter[UUID]:
    """How many comments articles have got in a span of time, by translation key.

    The hook `register_most_discussed` is a function of the language, `since`, `until` and `most`; it
    returns pairs of a translation key and a number.
    """
    found: Counter[UUID] = Counter()
    for told_by in hooks.get_hooks("register_most_discussed"):
        found.update(dict(told_by(language, since=since, until=until, most=MOST)))
    return found
