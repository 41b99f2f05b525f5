"""Filling Wagtail's own indexes for pages that came in without its signals."""

from collections.abc import Sequence

from django.db import transaction
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
        for backend in get_search_backends(with_auto_update=True):
            backend.get_index_for_model(model).add_items(model, rows)
        for page in rows:
            ReferenceIndex.create_or_update_for_object(page)
    return len(pages)
