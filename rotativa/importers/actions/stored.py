"""Pages as they were stored, for what is done to many of them at once: columns, not whole pages."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count
from wagtail.models import Revision

from rotativa.articles.models import Article
from rotativa.importers.records import Block
from rotativa.pages.models import BasePage, PlainPage


@dataclass(frozen=True, slots=True)
class Stored:
    """What is needed of a page to follow up its links."""

    pk: int
    model: type[BasePage]
    locale: int
    revision: int
    body: list[Block]


def untouched_pages(page_ids: Sequence[int]) -> dict[int, Stored]:
    """The pages with their bodies; where an editor has been since, what stands is theirs."""
    touched = set(
        Revision.page_revisions.filter(object_id__in=[str(key) for key in page_ids])
        .values("object_id")
        .annotate(revisions=Count("pk"))
        .filter(revisions__gt=1)
        .values_list("object_id", flat=True)
    )
    wanted = [key for key in page_ids if str(key) not in touched]
    return {
        pk: Stored(pk, model, locale, revision, list(body.raw_data))
        for model in (Article, PlainPage)
        for pk, locale, revision, body in model.objects.filter(pk__in=wanted).values_list(
            "pk", "locale_id", "latest_revision_id", "body"
        )
    }
