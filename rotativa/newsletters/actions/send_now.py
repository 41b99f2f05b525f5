"""An editor sends an issue, and does not wait for its hour."""

from dataclasses import asdict
from datetime import date, datetime
from itertools import chain, count

from django.db import transaction

from rotativa.newsletters.actions.compose import compose_draft_anew, ends, span_again
from rotativa.newsletters.actions.send_issue import NothingIsLeft, is_emptied, send_issue
from rotativa.newsletters.composing.compose import write
from rotativa.newsletters.composing.contents import Contents
from rotativa.newsletters.composing.gather import has_news
from rotativa.newsletters.composing.shown import still_published
from rotativa.newsletters.models import Issue
from rotativa.newsletters.rules import Going, Nothing
from rotativa.newsletters.schedule import is_ahead, next_turn, period_of


def send_now(issue: Issue, *, at: datetime) -> Issue:
    """What nobody has touched has the latest. What goes before its turn has begun is one more number of today,
    and readers get that of the turn, too. Raises `CannotSend`."""
    if issue.edited_at is None and not compose_draft_anew(issue, at=at):
        raise NothingIsLeft("Nothing that it could tell is published.")
    with transaction.atomic():
        issue = Issue.objects.select_for_update(of=("self",)).get(pk=issue.pk)
        if issue.is_draft and is_ahead(issue, at):
            call_it_of_today(issue, at=at)
        return send_issue(issue, at=at)


def has_something_to_send(issue: Issue, *, at: datetime) -> bool:
    """Whether `send_now` would find anything in a draft, as far as that is seen without composing it anew."""
    is_wanted_empty = issue.newsletter.if_nothing == Nothing.SHORT
    if issue.edited_at is None:
        span = span_again(issue, until=ends(issue.goes_at, at=at))
        return span is not None and (is_wanted_empty or has_news(span))
    contents = Contents.of(issue)
    return is_wanted_empty or not is_emptied(issue, contents, still_published(contents))


def call_it_of_today(issue: Issue, *, at: datetime) -> None:
    issue.day = at.astimezone(issue.newsletter.zone).date()
    issue.period = free_period(issue, issue.day, at=at)
    written = write(issue, Contents.of(issue), subject=issue.subject)
    for name, value in asdict(written).items():
        setattr(issue, name, value)
    issue.save(update_fields=["day", "period", *asdict(written)])


def free_period(issue: Issue, day: date, *, at: datetime) -> str:
    """`2026-11-26`, `2026-11-26-2` …: the first that no other has, nor is still to have by itself."""
    newsletter = issue.newsletter
    period = period_of(newsletter, day)
    others = Issue.objects.filter(
        newsletter=newsletter, language=issue.language, period__startswith=period
    )
    taken = set(others.exclude(pk=issue.pk).values_list("period", flat=True))
    if newsletter.going != Going.OFF:
        taken.add(next_turn(newsletter, at).period)
    periods = chain([period], (f"{period}-{number}" for number in count(2)))
    return next(each for each in periods if each not in taken)
