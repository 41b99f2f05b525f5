"""Editors put a comment before all others of its thread, or say which ones they recommend."""

from datetime import datetime

from django.db import transaction

from rotativa.comments.actions.publishing import announce_thread
from rotativa.comments.models import Comment, Decision, Deed, comment_rules
from rotativa.comments.models.comment import CommentQuerySet
from rotativa.people.models import User

FIELDS = {
    Deed.PIN: "pinned_at", Deed.UNPIN: "pinned_at",
    Deed.PICK: "picked_at", Deed.UNPICK: "picked_at",
}  # fmt: skip
SETS = {Deed.PIN, Deed.PICK}


def mark_comment(comment: Comment, deed: Deed, *, by: User, at: datetime) -> bool:
    """Whether it is marked otherwise than before. Only what readers can read is marked; replies stay
    below what they answer, so only what begins a conversation is pinned, and one in a thread.
    """
    if deed == Deed.PIN and comment.parent_id is not None:
        return False
    with transaction.atomic():
        found = Comment.objects.approved().filter(pk=comment.pk)
        unlike = found.filter(**{f"{FIELDS[deed]}__isnull": deed in SETS})
        if not unlike.update(**{FIELDS[deed]: at if deed in SETS else None}):
            return False
        if deed == Deed.PIN:
            pinned_beside(comment).update(pinned_at=None)
        Decision.objects.create(
            comment=comment, reader_id=comment.reader_id, deed=deed, by=by, at=at
        )
        announce_thread(comment)
    return True


def pinned_beside(comment: Comment) -> CommentQuerySet:
    language = "" if comment_rules().is_shared else comment.language
    rows = Comment.objects.of(comment.thread, language=language)
    return rows.exclude(pinned_at=None).exclude(pk=comment.pk)
