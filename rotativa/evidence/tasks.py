"""Alarm clocks of the app: safe to lose, safe to run twice."""

import time
from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from rotativa.evidence import actions
from rotativa.evidence.models import Capture, Source
from rotativa.lib.tasks import enqueue_each

BEHIND = -50
"""Copies take seconds, up to minutes: pages are printed and pictures made before."""
CHECK_SECONDS = 20
"""Of each minute at most, so that others have their turn: some ten thousand looks a day."""


@task()
def describe_source(source_id: int) -> None:
    """Half a minute at most, five attempts in all, counted in its row."""
    source = Source.objects.filter(pk=source_id).first()
    if source is not None:
        actions.describe_source(source, at=timezone.now())


def wake(sources: Iterable[Source]) -> None:
    """Have the pages asked what they are called."""
    wake_each(describe_source, [source.pk for source in sources])


@task(priority=BEHIND)
def take_capture(capture_id: int) -> None:
    """Three minutes at most, five attempts in all, counted in its row."""
    capture = Capture.objects.filter(pk=capture_id).select_related("source").first()
    if capture is not None:
        capture = actions.take_capture(capture, at=timezone.now())
        wake_stamps([capture] if capture.stamps_due_at else [])


@task(priority=BEHIND)
def ask_stamps(capture_id: int) -> None:
    """Ten seconds at most for each authority, five attempts in all, counted in its row."""
    capture = Capture.objects.filter(pk=capture_id).first()
    if capture is not None:
        actions.ask_stamps(capture, at=timezone.now())


@task(priority=BEHIND)
def check_sources() -> int:
    """The last look may take a minute and a half more. None is tried again by this task: the next is due."""
    end = time.monotonic() + CHECK_SECONDS
    checks = actions.check_due(now=timezone.now, goes_on=lambda: time.monotonic() < end)
    return len(checks)


@task()
def check_source(source_id: int) -> None:
    """Somebody waits for it. Put off where its site is being asked: the clock finds it."""
    source = Source.objects.filter(pk=source_id).first()
    if source is not None:
        actions.check_source(source, at=timezone.now())


@task(priority=BEHIND)
def remove_left_copies() -> int:
    return actions.remove_left_copies(at=timezone.now())


def wake_captures(captures: Iterable[Capture]) -> None:
    wake_each(take_capture, [capture.pk for capture in captures])


def wake_stamps(captures: Iterable[Capture]) -> None:
    wake_each(ask_stamps, [capture.pk for capture in captures])


def wake_each(task: Any, keys: Sequence[int]) -> None:
    """As soon as the rows can be seen by a worker."""
    if keys:
        transaction.on_commit(partial(enqueue_each, task, keys))


def wake_check(source: Source) -> None:
    transaction.on_commit(partial(check_source.enqueue, source.pk))
