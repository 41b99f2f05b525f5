"""What follows when a comment comes to be read or ceases to: its thread is counted and printed anew."""

from uuid import UUID

from django.db.models import F
from django.db.models.functions import Greatest

from rotativa.comments.models import Comment, Standing, ThreadCount
from rotativa.comments.rules import Status
from rotativa.pages import keys


def thread_key(thread: UUID) -> str:
    """Of every page that shows the thread or its count."""
    return f"comments:{thread.hex}"


def announce_thread(comment: Comment) -> None:
    keys.announce(thread_key(comment.thread))


def count_change(comment: Comment, *, was: str, now: str) -> None:
    """Belongs into the transaction that changes the state."""
    number = (now == Status.APPROVED) - (was == Status.APPROVED)
    ThreadCount.objects.add(comment.thread, comment.language, number)


def change_standing(reader_id: int | None, *, approved: int = 0, rejected: int = 0) -> None:
    if reader_id is None or not (approved or rejected):
        return
    Standing.objects.get_or_create(reader_id=reader_id)
    changes = {
        name: Greatest(F(name) + number, 0)
        for name, number in (("approved", approved), ("rejected", rejected))
        if number
    }
    Standing.objects.filter(reader=reader_id).update(**changes)
