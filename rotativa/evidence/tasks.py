"""Alarm clocks of the app: safe to lose, safe to run twice."""

from collections.abc import Iterable
from functools import partial

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from rotativa.evidence import actions
from rotativa.evidence.models import Source


@task()
def describe_source(source_id: int) -> None:
    """Half a minute at most, five attempts in all, counted in its row."""
    source = Source.objects.filter(pk=source_id).first()
    if source is not None:
        actions.describe_source(source, at=timezone.now())


def wake(sources: Iterable[Source]) -> None:
    """Have the pages asked as soon as the rows can be seen by a worker."""
    for source in sources:
        transaction.on_commit(partial(describe_source.enqueue, source.pk))
