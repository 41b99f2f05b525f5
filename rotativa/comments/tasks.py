"""Alarm clocks of comments: safe to lose, safe to run twice."""

from datetime import datetime

from django_tasks import task

from rotativa.comments import actions


@task()
def tell_reader(wish: int, at: str) -> None:
    """One mail, however long the relay takes: the clock has others to wake. `at` as ISO says it."""
    actions.tell_answers(wish, at=datetime.fromisoformat(at))


def tell_readers(*, at: datetime) -> int:
    """How many are told."""
    wishes = actions.take_up_wishes(at=at)
    for wish in wishes:
        tell_reader.enqueue(wish, at.isoformat())
    return len(wishes)
