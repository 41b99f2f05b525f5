"""An issue that is out is taken off the web, and shown there again. What was mailed cannot be fetched back."""

from datetime import datetime

from django.db import transaction

from rotativa.newsletters.models import Issue
from rotativa.newsletters.printed import announce_change_of_archive


@transaction.atomic
def withdraw_issue(issue: Issue, *, at: datetime) -> bool:
    """Its page says so (410); archive, feed and sitemap have it no more. Whether it was this that did it."""
    return put(issue, was=None, withdrawn_at=at)


@transaction.atomic
def show_issue_again(issue: Issue) -> bool:
    return issue.withdrawn_at is not None and put(issue, was=issue.withdrawn_at, withdrawn_at=None)


def put(issue: Issue, *, was: datetime | None, withdrawn_at: datetime | None) -> bool:
    mine = Issue.objects.out().filter(pk=issue.pk, withdrawn_at=was)
    if not mine.update(withdrawn_at=withdrawn_at):
        return False
    issue.withdrawn_at = withdrawn_at
    announce_change_of_archive(issue)
    return True
