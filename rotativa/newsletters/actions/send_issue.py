"""Sending an issue begins with its audience: frozen in one transaction, whoever subscribes meanwhile."""

from dataclasses import asdict
from datetime import datetime

from django.db import connection, transaction

from rotativa.newsletters.composing.compose import write_again
from rotativa.newsletters.composing.contents import Contents
from rotativa.newsletters.composing.counted import paths_in
from rotativa.newsletters.composing.shown import still_published
from rotativa.newsletters.ledger import moment
from rotativa.newsletters.models import Issue, Link, Miss
from rotativa.newsletters.models.delivery import State
from rotativa.newsletters.models.issue import IssueQuerySet, Stage
from rotativa.newsletters.models.subscriber import Standing
from rotativa.newsletters.printed import announce_issue
from rotativa.newsletters.rules import Nothing

FREEZE = """
INSERT INTO newsletters_delivery
    (issue_id, subscriber_id, address, domain, state, attempts, due_at, code, reply)
SELECT %(issue)s, s.id, s.address, s.domain, %(waiting)s, 0, %(now)s, 0, ''
FROM newsletters_subscriber s
JOIN newsletters_subscription x ON x.subscriber_id = s.id AND x.newsletter_id = %(newsletter)s
WHERE s.language = %(language)s AND s.state = %(active)s
  AND NOT EXISTS (SELECT 1 FROM newsletters_suppression p WHERE p.digest = s.digest)
ORDER BY s.id
ON CONFLICT DO NOTHING
"""


class CannotSend(Exception):
    """It has nothing to say, or is on its way already."""


class SentAlready(CannotSend):
    """Another clock, or an editor, was faster."""


class NothingIsLeft(CannotSend):
    """All that it told was withdrawn, and such days are to have no issue."""


@transaction.atomic
def send_issue(issue: Issue, *, at: datetime, among: IssueQuerySet | None = None) -> Issue:
    """Freeze who gets it; tasks deliver it. Earlier drafts are left out. Raises `CannotSend`, also where it is
    not `among` those that may be sent, at the moment of sending it."""
    if not (issue.subject.strip() and issue.html.strip() and issue.text.strip()):
        raise CannotSend("An issue needs a subject, HTML and text.")
    rows = Issue.objects.all() if among is None else among
    if not rows.move(issue, to=Stage.SENDING, of=(Stage.DRAFT,), frozen_at=at):
        raise SentAlready("The issue has been sent already.")
    issue.refresh_from_db()
    leave_out_withdrawn(issue)
    Issue.objects.filter(pk=issue.pk).update(frozen_count=freeze_audience(issue, at=at))
    leave_out_overtaken(issue)
    Miss.objects.filter(newsletter=issue.newsletter_id, language=issue.language).delete()
    issue.refresh_from_db()
    if issue.newsletter.counts_clicks:
        note_links(issue)
    announce_issue(issue)
    return issue


def leave_out_overtaken(issue: Issue) -> None:
    """What they had taken in behind its end it has not told: that is left to the next."""
    overtaken = Issue.objects.overtaken_by(issue)
    if issue.until:
        overtaken.filter(until__gt=issue.until).update(until=issue.until)
    overtaken.update(stage=Stage.SKIPPED, goes_at=None)


def leave_out_withdrawn(issue: Issue) -> None:
    """It says what it was composed of, which may be long ago. Raises `NothingIsLeft`."""
    before = Contents.of(issue)
    contents = still_published(before)
    if contents == before:
        return
    if is_emptied(issue, before, contents):
        raise NothingIsLeft("Nothing that it told is published any more.")
    written = write_again(issue, contents)
    Issue.objects.filter(pk=issue.pk).update(contents=contents.kept(), **asdict(written))


def is_emptied(issue: Issue, before: Contents, contents: Contents) -> bool:
    says_something = contents.has_news or contents.note or not before.has_news
    return not says_something and issue.newsletter.if_nothing == Nothing.NONE


def note_links(issue: Issue) -> None:
    """Of which clicks are counted; by its letters to those who agreed only."""
    links = [
        Link(issue=issue, place=place, path=path) for place, path in enumerate(paths_in(issue))
    ]
    Link.objects.bulk_create(links, ignore_conflicts=True)


def freeze_audience(issue: Issue, *, at: datetime) -> int:
    """One statement for all; how many there are."""
    told = {
        "issue": issue.pk,
        "newsletter": issue.newsletter_id,
        "language": issue.language,
        "waiting": int(State.WAITING),
        "active": str(Standing.ACTIVE),
        "now": moment(at),
    }
    with connection.cursor() as cursor:
        cursor.execute(FREEZE, told)
        return cursor.rowcount
