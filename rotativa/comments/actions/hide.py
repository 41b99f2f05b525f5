"""Everything that a reader has written is taken away at once, however much it is."""

from collections import Counter
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db import transaction

from rotativa.comments.actions.learn import forget
from rotativa.comments.actions.moderate import effect_of
from rotativa.comments.actions.publishing import announce_threads, change_standing
from rotativa.comments.models import Comment, Decision, Deed, Report, ThreadCount
from rotativa.comments.rules import Reason, Status
from rotativa.people.models import User

AT_ONCE = 500


class Why(NamedTuple):
    by: User
    at: datetime
    reason: Reason | str
    note: str = ""


def reject_all(reader: User, why: Why) -> int:
    """How many. In slices of their own transactions: what was done stays done when it breaks off."""
    number = 0
    while done := reject_some(reader, why):
        number += done
    return number


def reject_some(reader: User, why: Why) -> int:
    done = (Status.DELETED, Status.REJECTED)
    with transaction.atomic():
        rows = Comment.objects.by(reader.pk).exclude(status__in=done).select_for_update()
        comments = list(rows.order_by("pk")[:AT_ONCE])
        pks = [each.pk for each in comments]
        had = [effect_of(each) for each in comments]
        Comment.objects.filter(pk__in=pks).update(
            status=Status.REJECTED,
            reason=why.reason,
            decided_at=why.at,
            open_reports=0,
            pinned_at=None,
            picked_at=None,
        )
        for each in comments:
            forget(each)
        Report.objects.filter(comment__in=pks, is_open=True).update(is_open=False)
        Decision.objects.bulk_create(
            Decision(comment=each, reader=reader, deed=Deed.REJECT, **why._asdict())
            for each in comments
        )
        approved, rejected = (sum(each) for each in zip(*had, strict=True)) if had else (0, 0)
        change_standing(reader.pk, approved=-approved, rejected=len(comments) - rejected)
        follow(comments)
    return len(comments)


def follow(comments: list[Comment]) -> None:
    """Each thread is counted and announced once, however many of it have gone."""
    gone = Counter((each.thread, each.language) for each in comments if each.is_approved)
    for (thread, language), number in sorted(gone.items()):
        ThreadCount.objects.add(thread, language, -number)
    seen: set[UUID] = {each.thread for each in comments if each.published_at}
    if seen:
        announce_threads(seen)
