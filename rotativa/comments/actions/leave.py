"""A reader leaves: their words go, or stay without their name."""

from django.db.models import Count

from rotativa.comments.actions.check import forget_checks
from rotativa.comments.actions.publishing import announce_threads
from rotativa.comments.actions.write import GONE
from rotativa.comments.models import Comment, ThreadCount
from rotativa.comments.models.comment import CommentQuerySet


def let_go_of_name(reader_id: int) -> None:
    """What waits for an editor goes: nobody would be told what became of it."""
    take_words(Comment.objects.by(reader_id).filter(published_at=None))
    rows = Comment.objects.by(reader_id)
    threads = set(rows.seen().values_list("thread", flat=True))
    forget_checks(rows)
    rows.update(name="")
    announce_threads(threads)


def let_go_of_words(reader_id: int) -> None:
    take_words(Comment.objects.by(reader_id))


def take_words(rows: CommentQuerySet) -> None:
    threads = set(rows.seen().values_list("thread", flat=True))
    counted = rows.approved().values("thread", "language").annotate(number=Count("pk")).order_by()
    for each in list(counted):
        ThreadCount.objects.add(each["thread"], each["language"], -each["number"])
    forget_checks(rows)
    rows.update(**GONE)
    announce_threads(threads)
