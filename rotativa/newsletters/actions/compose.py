"""Composing: one draft for each newsletter, language and period, whoever comes first."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime, timedelta

from django.db.models import F
from wagtail.models import Locale

from rotativa.articles.sitemaps import languages_shown
from rotativa.newsletters.composing.compose import write
from rotativa.newsletters.composing.contents import Contents
from rotativa.newsletters.composing.gather import Span, gather, has_news
from rotativa.newsletters.models import Issue, Miss, Newsletter
from rotativa.newsletters.models.issue import IssueQuerySet, Stage
from rotativa.newsletters.rules import Going, Nothing
from rotativa.newsletters.schedule import Turn, hour_of, next_turn, span_of, turn_of

FARTHEST_BACK = timedelta(days=31)
UNSETTLED = timedelta(minutes=1)


def compose_turn(
    newsletter: Newsletter, turn: Turn, *, at: datetime, is_asked: bool = False
) -> list[Issue]:
    """The issues of a turn that are not there yet, in each language of the paper."""
    composed = (
        compose_issue(newsletter, locale, turn, at=at, is_asked=is_asked)
        for locale in missing_in(newsletter, turn)
    )
    return [issue for issue in composed if issue is not None]


def missing_in(newsletter: Newsletter, turn: Turn) -> list[Locale]:
    """The languages of the paper in which a turn has no issue yet."""
    there = Issue.objects.filter(newsletter=newsletter, period=turn.period)
    known = set(there.values_list("language", flat=True))
    missing = [code for code in languages_shown() if code not in known]
    return list(Locale.objects.filter(language_code__in=missing).order_by("pk"))


def compose_now(newsletter: Newsletter, locale: Locale, *, at: datetime) -> Issue | None:
    """For an editor who asks: the number of today, or the next where today's is out or left out. A draft
    that nobody has touched is composed anew."""
    turn = turn_of(newsletter, at) or next_turn(newsletter, at)
    issue = draft_of(newsletter, locale, turn, at=at)
    if issue is not None and not issue.is_draft:
        issue = draft_of(newsletter, locale, next_turn(newsletter, max(at, turn.at)), at=at)
    return issue


def draft_of(newsletter: Newsletter, locale: Locale, turn: Turn, *, at: datetime) -> Issue | None:
    there = Issue.objects.filter(
        newsletter=newsletter, language=locale.language_code, period=turn.period
    ).select_related("newsletter__section", "newsletter__author")
    issue = there.first()
    if issue is None:
        return compose_issue(newsletter, locale, turn, at=at, is_asked=True, is_wanted_empty=True)
    if issue.is_draft and issue.edited_at is None:
        compose_draft_anew(issue, at=at)
    return issue


def compose_draft_anew(issue: Issue, *, at: datetime) -> bool:
    """With what has come since, up to the hour at which it goes; False where there is nothing to tell."""
    return compose_anew(issue, until=ends(issue.goes_at, at=at))


def compose_issue(
    newsletter: Newsletter,
    locale: Locale,
    turn: Turn,
    *,
    at: datetime,
    is_asked: bool = False,
    is_wanted_empty: bool = False,
) -> Issue | None:
    """A draft of what has been published until now; None where there is nothing, and an empty one is not
    wanted. Where somebody else was faster, theirs.

    One that an editor asks for when its hour has passed has all of today, and waits for them.
    """
    language = str(locale.language_code)
    hour = None if is_asked and turn.at <= at else turn.at
    since, until = begins(newsletter, language, turn), ends(hour, at=at)
    span = Span(newsletter, locale, since, until)
    is_quiet = newsletter.if_nothing == Nothing.NONE and not is_wanted_empty
    if is_quiet and not has_news(span):
        Miss.objects.forget(newsletter, language=language, period=turn.period)
        return None
    contents = gather(span)
    issue = Issue(
        newsletter=newsletter,
        language=language,
        period=turn.period,
        day=turn.day,
        since=since,
        until=until,
        goes_at=hour if newsletter.going == Going.ALONE else None,
        contents=contents.kept(),
    )
    for name, value in asdict(write(issue, contents)).items():
        setattr(issue, name, value)
    Issue.objects.bulk_create([issue], ignore_conflicts=True)
    Miss.objects.forget(newsletter, language=language, period=turn.period)
    return Issue.objects.get(newsletter=newsletter, language=language, period=turn.period)


def ends(hour: datetime | None, *, at: datetime) -> datetime:
    """What is published is stamped before its transaction ends: the latest minute is left to the next
    issue, which then sees all of it."""
    settled = at - UNSETTLED
    return min(settled, hour) if hour else settled


def begins(newsletter: Newsletter, language: str, turn: Turn) -> datetime:
    """Where the latest issue ended, so that nothing is told twice and nothing is missed."""
    latest = told_until(newsletter, language, before=turn.at, beside=turn.period)
    first = turn.at - span_of(newsletter)
    return max(latest, turn.at - FARTHEST_BACK) if latest else first


def told_until(
    newsletter: Newsletter, language: str, *, before: datetime, beside: str
) -> datetime | None:
    """Where the latest issue ended that is no draft, beside that of a period."""
    others = Issue.objects.filter(newsletter=newsletter, language=language, until__lte=before)
    others = others.exclude(period=beside).exclude(stage=Stage.DRAFT)
    return others.order_by("-until").values_list("until", flat=True).first()


def compose_anew(issue: Issue, *, until: datetime) -> bool:
    """A draft that no editor has touched with what has come since; False where there is nothing any more
    to tell. One that an editor has arranged meanwhile stays as it is."""
    span = span_again(issue, until=until)
    if span is None:
        return False
    contents = gather(span)
    written = write(issue, contents)
    is_anew = Issue.objects.untouched(issue).update(
        until=span.until, contents=contents.kept(), **asdict(written)
    )
    issue.refresh_from_db()
    return not is_anew or contents.has_news or issue.newsletter.if_nothing == Nothing.SHORT


def span_again(issue: Issue, *, until: datetime) -> Span | None:
    """From where it began, without what others have told since; no farther than to where a later one began, which
    may have been sent while this one was left out. None where its language is none of the paper's any more."""
    newsletter, language = issue.newsletter, issue.language
    locale = Locale.objects.filter(language_code=language).first()
    if locale is None:
        return None
    since = issue.since or until - span_of(newsletter)
    others = Issue.objects.beside(issue)
    told = others.out().filter(until__gt=since).order_by(F("since").asc(nulls_first=True))
    for began, ended in told.values_list("since", "until"):
        if ended and (began is None or began <= since):
            since = max(since, ended)
    later = others.filter(since__gt=since, since__lt=until).order_by("since")
    end = later.values_list("since", flat=True).first()
    return Span(newsletter, locale, since, end or until)


def reschedule_drafts(newsletter: Newsletter, *, at: datetime) -> None:
    """What was composed ahead goes at the newsletter's hour of now; where that has none for it any more,
    or has passed, it waits for an editor."""
    for issue in Issue.objects.drafts_of(newsletter).filter(goes_at__isnull=False):
        hour = hour_of(newsletter, issue.day, issue.period) if issue.day else None
        is_ahead = newsletter.going == Going.ALONE and hour is not None and hour > at
        Issue.objects.filter(pk=issue.pk, stage=Stage.DRAFT).update(
            goes_at=hour if is_ahead else None
        )


def arrange_issue(
    issue: Issue,
    *,
    order: Iterable[int],
    note: str,
    subject: str,
    at: datetime,
) -> bool:
    """As an editor wants it: these articles in this order, and no others of those that it has.

    False where it is no draft any more, or another one by now.
    """
    before = Contents.of(issue)
    known = {story.article: story for story in before.known}
    chosen = [known[pk] for pk in dict.fromkeys(order) if pk in known]
    left = [story for pk, story in known.items() if story not in chosen]
    contents = before.model_copy(
        update={"stories": tuple(chosen), "left_out": tuple(left), "note": note.strip()}
    )
    written = write(issue, contents, subject=subject)
    changed = Issue.objects.unchanged(issue).update(
        contents=contents.kept(), edited_at=at, **asdict(written)
    )
    issue.refresh_from_db()
    return changed == 1


def skip_issue(issue: Issue, *, among: IssueQuerySet | None = None) -> bool:
    """What it had is told by the next one only where this one is taken up again. Whether it was a draft, and
    `among` those that may be left out."""
    rows = Issue.objects.all() if among is None else among
    is_left_out = rows.move(issue, to=Stage.SKIPPED, of=(Stage.DRAFT,), goes_at=None)
    if is_left_out:
        Miss.objects.forget(issue.newsletter, language=issue.language, period=issue.period)
    return is_left_out


def take_up_issue(issue: Issue) -> bool:
    """A draft again, that waits for an editor."""
    return Issue.objects.move(issue, to=Stage.DRAFT, of=(Stage.SKIPPED,))
