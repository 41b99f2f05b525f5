"""Filling Wagtail's own indexes for pages and groups that came in without its signals."""

from collections.abc import Sequence

from django.apps import apps
from django.db import transaction
from django.db.models import Model
from wagtail.models import Page, ReferenceIndex
from wagtail.search.backends import get_search_backends


@transaction.atomic
def index_pages(page_ids: Sequence[int]) -> int:
    """Put pages into the desk's search and the reference index. Safe to run again; returns how many."""
    pages = Page.objects.filter(pk__in=page_ids).specific()
    by_model: dict[type[Page], list[Page]] = {}
    for page in pages:
        by_model.setdefault(type(page), []).append(page)
    for model, rows in by_model.items():
        index(model, rows)
    return len(pages)


@transaction.atomic
def index_groups(label: str, *, ids: Sequence[int]) -> int:
    """The same for groups of one model, such as `articles.Tag`."""
    model = apps.get_model(label)
    rows = list(model._default_manager.filter(pk__in=ids))
    index(model, rows)
    return len(rows)


def index(model: type[Model], rows: Sequence[Model]) -> None:
    """Articles have an index of words of their own (`rotativa.articles.search`)."""
    is_ours = not getattr(model, "search_auto_update", True)
    for backend in () if is_ours else get_search_backends(with_auto_update=True):
        backend.get_index_for_model(model).add_items(model, rows)
    for row in rows:
        ReferenceIndex.create_or_update_for_object(row)
