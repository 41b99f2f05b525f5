"""Editors decide: what is read, what is not, who may not write for a while."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction

from rotativa.comments.actions.answers import note_answer
from rotativa.comments.actions.check import note_verdict
from rotativa.comments.actions.learn import learn_from
from rotativa.comments.actions.publishing import announce_thread, change_standing, count_change
from rotativa.comments.models import Comment, Decision, Deed, Report, Standing
from rotativa.comments.rules import Reason, Status
from rotativa.people.models import User

STATUS = {Deed.APPROVE: Status.APPROVED, Deed.REJECT: Status.REJECTED, Deed.SPAM: Status.SPAM}


def decide_on(
    comments: Iterable[Comment],
    deed: Deed,
    *,
    by: User,
    at: datetime,
    reason: Reason | str = "",
    note: str = "",
    seen: Mapping[int, str] | None = None,
) -> int:
    """How many are decided; what its writer has deleted stays so. Each decision can be decided again.

    `seen` has the versions of what the editor has read: other words are not approved unread.
    """
    return sum(
        decide_on_one(
            comment.pk, deed, by=by, at=at, reason=reason, note=note,
            version=None if seen is None else seen.get(comment.pk, ""),
        )
        for comment in comments
    )  # fmt: skip


def decide_on_one(
    pk: int,
    deed: Deed,
    *,
    by: User,
    at: datetime,
    reason: Reason | str = "",
    note: str = "",
    version: str | None = None,
) -> bool:
    with transaction.atomic():
        comment = Comment.objects.select_for_update().filter(pk=pk).first()
        if comment is None or comment.status == Status.DELETED:
            return False
        if deed == Deed.APPROVE and version is not None and version != comment.version:
            return False
        was, had = comment.status, effect_of(comment)
        is_new = comment.published_at is None
        comment.status = STATUS[deed]
        comment.reason = "" if deed == Deed.APPROVE else reason
        comment.decided_at = at
        comment.open_reports = 0
        if comment.is_approved and comment.published_at is None:
            comment.published_at = at
        if not comment.is_approved:
            comment.pinned_at = comment.picked_at = None
        comment.save(
            update_fields=[
                "status", "reason", "decided_at", "open_reports", "published_at", "pinned_at",
                "picked_at",
            ]
        )  # fmt: skip
        Report.objects.filter(comment=comment, is_open=True).update(is_open=False)
        Decision.objects.create(
            comment=comment, reader_id=comment.reader_id, deed=deed, reason=reason, note=note,
            by=by, at=at,
        )  # fmt: skip
        follow_decision(comment, was=was, had=had)
        note_verdict(comment, at=at)
        if is_new and comment.published_at:
            note_answer(comment, at=at)
    return True


def follow_decision(comment: Comment, *, was: str, had: tuple[int, int]) -> None:
    count_change(comment, was=was, now=comment.status)
    learn_from(comment)
    has = effect_of(comment)
    change_standing(comment.reader_id, approved=has[0] - had[0], rejected=has[1] - had[1])
    if was != comment.status and comment.published_at:
        announce_thread(comment)


def effect_of(comment: Comment) -> tuple[int, int]:
    """On its writer's standing: approved, rejected. What no person has decided does not count."""
    if comment.decided_at is None:
        return 0, 0
    return int(comment.is_approved), int(comment.status in {Status.REJECTED, Status.SPAM})


def report_comment(
    comment: Comment, *, by: User, reason: Reason | str, words: str, at: datetime
) -> Report:
    """One reader reports a comment once."""
    with transaction.atomic():
        report, is_new = Report.objects.get_or_create(
            comment=comment, reader=by, defaults={"reason": reason, "words": words, "at": at}
        )
        if is_new:
            number = Report.objects.filter(comment=comment, is_open=True).count()
            Comment.objects.filter(pk=comment.pk).update(open_reports=number)
    return report


def ban_reader(
    reader: User, *, until: datetime, reason: Reason | str, note: str, by: User, at: datetime
) -> Standing:
    with transaction.atomic():
        standing, _ = Standing.objects.update_or_create(
            reader=reader, defaults={"banned_until": until, "ban_reason": reason}
        )
        Decision.objects.create(
            reader=reader, deed=Deed.BAN, reason=reason, note=note, by=by, at=at
        )
    return standing


def lift_ban(reader: User, *, by: User, at: datetime) -> None:
    with transaction.atomic():
        lifted = Standing.objects.filter(reader=reader, banned_until__gt=at).update(
            banned_until=None, ban_reason=""
        )
        if lifted:
            Decision.objects.create(reader=reader, deed=Deed.LIFT, by=by, at=at)


def add_note(text: str, *, by: User, at: datetime, about: Comment | User) -> Decision:
    """For other editors: about a comment, or about whoever writes. Readers never see it."""
    of = (
        {"comment": about, "reader_id": about.reader_id}
        if isinstance(about, Comment)
        else {"reader": about}
    )
    return Decision.objects.create(deed=Deed.NOTE, note=text, by=by, at=at, **of)


def take_back_note(note: Decision, *, by: User, at: datetime) -> None:
    """By whoever wrote it. What was decided is not undone: the log keeps it, and says that it was."""
    of = {"comment_id": note.comment_id, "reader_id": note.reader_id}
    Decision.objects.get_or_create(
        takes_back=note, defaults={"deed": Deed.UNNOTE, "by": by, "at": at, **of}
    )
