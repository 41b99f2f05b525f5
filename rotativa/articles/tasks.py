"""Alarm clocks: each takes ids, loads, and calls one action."""

from django_tasks import task

from rotativa.articles import actions


@task()
def index_pages(page_ids: list[int]) -> int:
    return actions.index_pages(page_ids)
