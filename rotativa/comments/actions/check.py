"""A service is asked of a comment, and told when moderators decide otherwise than it said."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction

from rotativa.comments.checkers import Asked
from rotativa.comments.checkers.configured import checker, verdict_on
from rotativa.comments.models import Checked, Comment
from rotativa.comments.models.checked import LONGEST_PAGE
from rotativa.comments.models.comment import CommentQuerySet
from rotativa.comments.rules import Status

KEPT_FOR = timedelta(days=30)
"""After that it is not known any more where a comment came from."""
PAUSE = timedelta(hours=1)
AT_ONCE = 20
HELD_FOR = {Status.SPAM: True, Status.APPROVED: False}
"""What was rejected is not spam: of that no service is told anything."""


def ask_service(asked: Asked, *, at: datetime) -> Checked | None:
    """To be stored with the comment. None where no service is asked, or it gives no verdict."""
    is_spam = verdict_on(asked)
    if is_spam is None:
        return None
    page = asked.page[:LONGEST_PAGE]
    return Checked(is_spam=is_spam, visitor=asked.visitor, browser=asked.browser, page=page, at=at)


def note_verdict(comment: Comment, *, at: datetime) -> None:
    """Belongs into the transaction of a decision, which can be decided again before it was told."""
    held_for = HELD_FOR.get(Status(comment.status))
    rows = Checked.objects.filter(comment=comment)
    rows.exclude(tell_at=None).update(tell_at=None)
    if held_for is not None:
        rows.filter(is_spam=not held_for).update(tell_at=at, attempts=0)


def take_up_verdicts(*, at: datetime) -> list[int]:
    """Those that are told now; one that cannot be told is tried again in an hour."""
    if checker() is None:
        return []
    due = Checked.objects.due(at).order_by("tell_at", "pk").values_list("pk", flat=True)
    until = at + PAUSE
    return [pk for pk in due[:AT_ONCE] if Checked.objects.claim(pk, at=at, until=until)]


def tell_service(pk: int, *, at: datetime) -> None:
    """Raises `NoVerdict` where it cannot be told. What is decided meanwhile is told next."""
    service = checker()
    row = Checked.objects.select_related("comment").exclude(tell_at=None).filter(pk=pk).first()
    if service is None or row is None:
        return
    is_spam = HELD_FOR.get(Status(row.comment.status), row.is_spam)
    if is_spam != row.is_spam:
        service.learn(asked_then(row), is_spam=is_spam)
    with transaction.atomic():
        comment = Comment.objects.select_for_update().get(pk=row.comment_id)
        Checked.objects.filter(pk=pk).update(is_spam=is_spam)
        note_verdict(comment, at=at)


def asked_then(row: Checked) -> Asked:
    comment = row.comment
    return Asked(
        text=comment.text,
        name=comment.name,
        language=comment.language,
        page=row.page,
        visitor=row.visitor,
        browser=row.browser,
        is_answer=comment.parent_id is not None,
    )


def forget_checks(comments: Collection[int] | CommentQuerySet) -> None:
    """Of comments that go, lose their name, or say something else now."""
    Checked.objects.filter(comment__in=comments).delete()


def forget_old_checks(*, at: datetime) -> None:
    Checked.objects.filter(at__lt=at - KEPT_FOR).delete()
