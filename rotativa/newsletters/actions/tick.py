"""What the clock does with newsletters: composes those whose time has come, and sends what is due."""

from datetime import datetime

from django.db import transaction

from rotativa.newsletters.actions.compose import (
    begins,
    compose_anew,
    compose_issue,
    ends,
    missing_in,
    skip_issue,
)
from rotativa.newsletters.actions.note_miss import apart, note_miss
from rotativa.newsletters.actions.send_issue import NothingIsLeft, SentAlready, send_issue
from rotativa.newsletters.composing.gather import Span, has_news
from rotativa.newsletters.models import Issue, Miss, Newsletter
from rotativa.newsletters.models.issue import IssueQuerySet
from rotativa.newsletters.models.miss import Kind
from rotativa.newsletters.schedule import LATE, Turn, latest_turn

SERIES = ("newsletter__section", "newsletter__author")


def compose_due(*, at: datetime) -> list[Issue]:
    """Safe for several clocks at once: the database has one issue for a period."""
    composed: list[Issue] = []
    for newsletter in Newsletter.objects.on():
        with apart(newsletter, kind=Kind.PLANNING, at=at):
            turn = latest_turn(newsletter, at)
            if turn is not None:
                composed += compose_or_miss(newsletter, turn, at=at)
            Miss.objects.forget(newsletter)
    return composed


def compose_or_miss(newsletter: Newsletter, turn: Turn, *, at: datetime) -> list[Issue]:
    """What came long ago, and was never looked at, is told of once: its news are the next one's."""
    if turn.is_missed(at):
        note_missed(newsletter, turn, at=at)
        return []
    if turn.at <= at:
        Newsletter.objects.see(newsletter, turn.period)
    return compose_each(newsletter, turn, at=at)


def compose_each(newsletter: Newsletter, turn: Turn, *, at: datetime) -> list[Issue]:
    composed = []
    for locale in missing_in(newsletter, turn):
        told = {"language": str(locale.language_code), "period": turn.period}
        with apart(newsletter, kind=Kind.COMPOSING, at=at, **told):
            composed.append(compose_issue(newsletter, locale, turn, at=at))
    return [issue for issue in composed if issue is not None]


@transaction.atomic
def note_missed(newsletter: Newsletter, turn: Turn, *, at: datetime) -> None:
    """In each language in which there was something to tell. Once, and not before all of it is noted."""
    if not Newsletter.objects.see(newsletter, turn.period):
        return
    for locale in missing_in(newsletter, turn):
        language = str(locale.language_code)
        since = begins(newsletter, language, turn)
        if has_news(Span(newsletter, locale, since, turn.at)):
            told = {"language": language, "period": turn.period}
            note_miss(newsletter, kind=Kind.LATE, at=at, **told)


def send_due(*, at: datetime) -> list[Issue]:
    """Drafts whose hour has come, and not so long ago that they are stale."""
    sent: list[Issue] = []
    for stale in Issue.objects.going(at - LATE).brief().select_related("newsletter"):
        keep_for_editors(stale, among=Issue.objects.going(at - LATE), kind=Kind.LATE, at=at)
    due = Issue.objects.going(at).select_related(*SERIES)
    for pk in list(due.values_list("pk", flat=True)):
        # Read anew: while those before it were sent, an editor may have arranged it or left it out.
        issue = due.filter(pk=pk).first()
        if issue is not None:
            told = {"language": issue.language, "period": issue.period}
            with apart(issue.newsletter, kind=Kind.SENDING, at=at, **told):
                sent += send_going(issue, at=at)
    return sent


@transaction.atomic
def keep_for_editors(issue: Issue, *, among: IssueQuerySet, kind: Kind, at: datetime) -> None:
    """They are told of the draft, which waits for them: once, and that it came late only where they know of nothing."""
    told = {"language": issue.language, "period": issue.period}
    is_ours = among.filter(pk=issue.pk).update(goes_at=None)
    known = Miss.objects.of(issue.newsletter, **told).exclude(told_at=None)
    if is_ours and (kind != Kind.LATE or not known.exists()):
        note_miss(issue.newsletter, kind=kind, at=at, **told)


def send_going(issue: Issue, *, at: datetime) -> list[Issue]:
    """One that no editor has touched is composed once more before it goes."""
    is_untouched = issue.edited_at is None and issue.goes_at is not None
    if is_untouched and not compose_anew(issue, until=ends(issue.goes_at, at=at)):
        skip_issue(issue, among=Issue.objects.untouched(issue))
        return []
    try:
        return [send_issue(issue, at=at, among=Issue.objects.going(at))]
    except NothingIsLeft:
        keep_for_editors(issue, among=Issue.objects.going(at), kind=Kind.WITHDRAWN, at=at)
        return []
    except SentAlready:
        return []
