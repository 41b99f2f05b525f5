"""What follows when a comment comes to be read or ceases to: its thread is counted and printed anew."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import F
from django.db.models.functions import Greatest

from rotativa.comments.models import Comment, Standing, ThreadCount
from rotativa.comments.rules import Status
from rotativa.pages import keys

LATEST = "comments-latest"
"""Of what shows the latest comments of the whole paper."""


def thread_key(thread: UUID) -> str:
    """Of every page that shows the thread or its count."""
    return f"comments:{thread.hex}"


def count_key(thread: UUID) -> str:
    """Of every list that shows the thread's number beside a headline. Announced by `tell_counts`."""
    return f"comment-count:{thread.hex}"


def announce_thread(comment: Comment) -> None:
    announce_threads({comment.thread})


def announce_threads(threads: Iterable[UUID]) -> None:
    keys.announce(LATEST, *map(thread_key, threads))


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
