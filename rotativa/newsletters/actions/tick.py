"""What the clock does with newsletters: composes those whose time has come, and sends what is due."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from rotativa.newsletters.actions.compose import (
    compose_anew,
    compose_issue,
    ends,
    missing_in,
)
from rotativa.newsletters.actions.send_issue import CannotSend, send_issue
from rotativa.newsletters.models import Issue, Newsletter
from rotativa.newsletters.models.issue import Stage
from rotativa.newsletters.schedule import LATE, Turn, turn_of

SERIES = ("newsletter__section", "newsletter__author")

logger = logging.getLogger(__name__)


def compose_due(*, at: datetime) -> list[Issue]:
    """Safe for several clocks at once: the database has one issue for a period."""
    composed: list[Issue] = []
    for newsletter in Newsletter.objects.on():
        with apart(newsletter):
            if turn := turn_of(newsletter, at):
                composed += compose_apart(newsletter, turn, at=at)
    return composed


def compose_apart(newsletter: Newsletter, turn: Turn, *, at: datetime) -> Iterator[Issue]:
    for locale in missing_in(newsletter, turn):
        with apart(f"{newsletter.slug} {locale.language_code} {turn.period}"):
            if issue := compose_issue(newsletter, locale, turn, at=at):
                yield issue


def send_due(*, at: datetime) -> list[Issue]:
    """Drafts whose hour has come, and not so long ago that they are stale: those wait for an editor."""
    sent: list[Issue] = []
    due = Issue.objects.going(at).filter(goes_at__gt=at - LATE)
    for pk in list(due.values_list("pk", flat=True)):
        with apart(f"Issue {pk}"):
            # Read anew: while those before it were sent, an editor may have arranged it or left it out.
            issue = due.select_related(*SERIES).filter(pk=pk).first()
            sent += send_going(issue, at=at) if issue else []
    return sent


def send_going(issue: Issue, *, at: datetime) -> list[Issue]:
    """One that no editor has touched is composed once more before it goes."""
    is_untouched = issue.edited_at is None and issue.goes_at is not None
    if is_untouched and not compose_anew(issue, until=ends(issue.goes_at, at=at)):
        Issue.objects.untouched(issue).update(stage=Stage.SKIPPED, goes_at=None)
        return []
    try:
        return [send_issue(issue, at=at, among=Issue.objects.going(at))]
    except CannotSend:
        return []  # another clock, or an editor, was faster


@contextmanager
def apart(thing: object) -> Iterator[None]:
    """One that fails keeps no other from going out; it is tried again with the next minute."""
    try:
        yield
    except Exception:  # whatever it is, it is told in the log
        logger.exception("%s cannot go out.", thing)
