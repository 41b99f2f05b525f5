"""Alarm clocks of comments: safe to lose, safe to run twice."""

import logging
from datetime import datetime

from django_tasks import task

from rotativa.comments import actions
from rotativa.comments.checkers import NoVerdict

logger = logging.getLogger(__name__)


@task()
def tell_reader(wish: int, at: str) -> None:
    """One mail, however long the relay takes: the clock has others to wake. `at` as ISO says it."""
    actions.tell_answers(wish, at=datetime.fromisoformat(at))


@task()
def tell_checker(pk: int, at: str) -> None:
    """That moderators see a comment otherwise than it said; tried again by the clock for some hours."""
    try:
        actions.tell_service(pk, at=datetime.fromisoformat(at))
    except NoVerdict as error:
        logger.warning("A service that is asked about spam was not told: %s", error)


def tell_checkers(*, at: datetime) -> int:
    """How many comments the service is told of."""
    found = actions.take_up_verdicts(at=at)
    for pk in found:
        tell_checker.enqueue(pk, at.isoformat())
    return len(found)


def tell_readers(*, at: datetime) -> int:
    """How many are told."""
    wishes = actions.take_up_wishes(at=at)
    for wish in wishes:
        tell_reader.enqueue(wish, at.isoformat())
    return len(wishes)
