"""Readers are told by mail that somebody has answered them, if they wish; never more often than once an hour."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q

from rotativa.comments.mails import mail_answers
from rotativa.comments.models import Answer, AnswerWish, Comment
from rotativa.people.models import User

PAUSE = timedelta(hours=1)
FORGOTTEN_AFTER = timedelta(days=3)
AT_ONCE = 20
"""Mails of one minute; whoever waits has waited for answers all the while."""
MOST_TOLD = 10
"""Answers in one mail; the page has the others."""


def wish_for_mails(reader: User, *, is_wanted: bool) -> None:
    """What is not wanted any more is not sent later either."""
    with transaction.atomic():
        AnswerWish.objects.update_or_create(reader=reader, defaults={"is_wanted": is_wanted})
        if not is_wanted:
            Answer.objects.filter(reader=reader).delete()


def wants_mails(reader_id: int) -> bool:
    return AnswerWish.objects.filter(reader=reader_id, is_wanted=True).exists()


def note_answer(comment: Comment, *, at: datetime) -> None:
    """Belongs into the transaction in which readers come to read a comment for the first time."""
    if comment.parent_id is None:
        return
    asked = AnswerWish.objects.filter(
        is_wanted=True, reader__comments=comment.parent_id, reader__is_active=True
    ).exclude(reader=comment.reader_id)
    for reader in asked.values_list("reader", flat=True):
        Answer.objects.get_or_create(comment=comment, defaults={"reader_id": reader, "at": at})


def take_up_wishes(*, at: datetime) -> list[int]:
    """Those whose readers are to be told now. Whoever was mailed within the hour is told of all later."""
    Answer.objects.filter(at__lt=at - FORGOTTEN_AFTER).delete()
    is_due = Q(mailed_at=None) | Q(mailed_at__lte=at - PAUSE)
    waiting = AnswerWish.objects.filter(is_due, reader__in=Answer.objects.values("reader"))
    oldest = waiting.order_by(F("mailed_at").asc(nulls_first=True), "pk")
    found = list(oldest.values_list("pk", flat=True)[:AT_ONCE])
    return [pk for pk in found if AnswerWish.objects.filter(is_due, pk=pk).update(mailed_at=at)]


def tell_answers(pk: int, *, at: datetime) -> bool:
    """A mail that cannot be sent is tried again in an hour."""
    wish = AnswerWish.objects.select_related("reader").filter(pk=pk, is_wanted=True).first()
    if wish is None:
        return False
    answers = answers_for(wish.reader)
    told = bool(answers) and mail_answers(wish.reader, answers[:MOST_TOLD], number=len(answers))
    if told or not answers:
        Answer.objects.filter(reader=wish.reader, at__lte=at).delete()
    return told


def answers_for(reader: User) -> Sequence[Comment]:
    """Those that can still be read."""
    rows = Comment.objects.approved().filter(
        pk__in=Answer.objects.filter(reader=reader).values("comment")
    )
    return list(rows.order_by("published_at", "pk"))
