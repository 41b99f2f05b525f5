"""Alarm clocks: each takes ids, loads, and calls one action."""

from django.utils import timezone
from django_tasks import task

from rotativa.articles import actions
from rotativa.articles.translators.configured import translator


@task()
def index_pages(page_ids: list[int]) -> int:
    return actions.index_pages(page_ids)


@task()
def show_pictures(page_ids: list[int]) -> int:
    return len(actions.show_pictures(page_ids, at=timezone.now()))


@task(priority=-50)
def make_machine_draft(pk: int) -> bool:
    """Minutes for a long article, in shifts, so that what is quick comes in between."""
    return actions.make_machine_draft(pk, machine=translator(), now=timezone.now)


@task()
def index_groups(label: str, ids: list[int]) -> int:
    return actions.index_groups(label, ids=ids)


@task()
def index_words() -> int:
    return actions.index_words().indexed
