"""Many pages at once, as an import brings them: some queries a batch instead of a hundred a page."""

import uuid
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from modelcluster.models import (
    get_all_child_m2m_relations,
    get_all_child_relations,
    get_serializable_data_for_fields,
)
from wagtail.models import Page, Revision

from rotativa.articles.actions.count_months import count_months_of
from rotativa.articles.actions.follow_citations import follow_citations
from rotativa.articles.actions.questions import open_inquiries
from rotativa.articles.citations import marks_in
from rotativa.articles.models.article import Article, date_of
from rotativa.articles.search.entries import follow_many
from rotativa.articles.signals import pages_added
from rotativa.lib.rows import insert_rows, insert_values, update_rows
from rotativa.pages.actions import relate, request_cards
from rotativa.pages.blocks.embeds import embed_urls
from rotativa.pages.models import BasePage
from rotativa.pages.models.restricted import stands_below_restriction


@transaction.atomic
def add_many(parent: Page, pages: Sequence[BasePage], *, at: datetime) -> None:
    """Add new pages of one model below `parent`, with their children and first revision.

    Each page brings its title, slug (free below `parent`), locale, `live`, `first_published_at` and
    its children in memory (`page.article_authors = […]`, `page.tags = […]`). The tree stays sound
    (`Page.find_problems()`). Pages that share a translation key
    are put down as translations. Of signals only `pages_added` is sent, once; from it Wagtail's indexes
    are filled in a task, as Wagtail itself does for a single page. What they change on other pages is
    announced by the caller, who knows when that is all.
    """
    if not pages:
        return
    model = type(pages[0])
    place_in_tree(parent, pages, at=at)
    insert_pages(pages)
    Page.objects.filter(pk=parent.pk).update(numchild=parent.numchild + len(pages))
    insert_children(model, pages)
    insert_tags(model, pages)
    follow_citations_of(pages)
    open_inquiries_of(pages)
    insert_revisions(model, pages, at=at)
    request_cards_of(pages, at=at)
    relate(model, [page.translation_key for page in pages])
    follow_many([page for page in pages if isinstance(page, Article)])
    count_months_of(pages)
    page_ids = [page.pk for page in pages]
    transaction.on_commit(lambda: pages_added.send(model, page_ids=page_ids))


def place_in_tree(parent: Page, pages: Sequence[BasePage], *, at: datetime) -> None:
    """Give each page what Wagtail's own `add_child` and `full_clean` would."""
    if connection.features.has_select_for_update:
        Page.objects.select_for_update().get(pk=parent.pk)
    parent.refresh_from_db()
    last = parent.get_last_child()
    step = Page._str2int(last.path[-Page.steplen :]) if last else 0  # noqa: SLF001  # treebeard's
    content_type = ContentType.objects.get_for_model(type(pages[0]))
    is_restricted = stands_below_restriction(parent.path)
    for number, page in enumerate(pages, step + 1):
        page.path = Page._get_path(parent.path, parent.depth + 1, number)  # noqa: SLF001  # treebeard's
        page.depth = parent.depth + 1
        page.numchild = 0
        page.content_type = content_type
        page.draft_title = page.title
        page.url_path = f"{parent.url_path}{page.slug}/"
        page.translation_key = page.translation_key or uuid.uuid4()
        page.has_unpublished_changes = not page.live
        page.latest_revision_created_at = at
        if page.live:
            page.first_published_at = page.first_published_at or at
            page.last_published_at = page.last_published_at or page.first_published_at
        if isinstance(page, Article):
            if page.live:
                page.published_date = date_of(page.first_published_at)
            page.set_listed(is_restricted=is_restricted)


def insert_pages(pages: Sequence[BasePage]) -> None:
    """Rows of `Page` first, then of the model's own table: `bulk_create` refuses such models."""
    insert_rows(pages, into=Page)
    keys: dict[str, int] = dict(
        Page.objects.filter(path__in=[page.path for page in pages]).values_list("path", "pk")
    )
    for page in pages:
        page.pk = page.id = page.page_ptr_id = keys[page.path]
        page._state.adding = False
    insert_rows(pages)


def insert_children(model: type[BasePage], pages: Sequence[BasePage]) -> None:
    """What hangs on the pages: authors, questions, earlier coverage."""
    for relation in get_all_child_relations(model):
        children: list[Any] = []
        for page in pages:
            for order, child in enumerate(in_memory(page, relation.get_accessor_name())):
                setattr(child, relation.field.attname, page.pk)
                if hasattr(child, "sort_order"):
                    child.sort_order = order
                children.append(child)
        if children:
            insert_rows(children)
            give_keys(children, relation.field.attname)


def give_keys(children: Sequence[Any], parent: str) -> None:
    """Children of new pages have no others beside them, and their keys grow in the order of insertion."""
    parents = {getattr(child, parent) for child in children}
    rows = type(children[0])._default_manager.filter(**{f"{parent}__in": parents}).order_by("pk")
    for child, key in zip(children, rows.values_list("pk", flat=True), strict=True):
        child.pk = key
        child._state.adding = False


def in_memory(page: BasePage, name: str | None) -> Iterable[Any]:
    """Children that were set on a page that is not stored yet; asks the database for nothing."""
    return page.__dict__.get("_cluster_related_objects", {}).get(name, [])


def open_inquiries_of(pages: Sequence[BasePage]) -> None:
    """Of the articles that readers may read."""
    articles = [page for page in pages if isinstance(page, Article) and page.live]
    open_inquiries(question for page in articles for question in in_memory(page, "questions"))


def follow_citations_of(pages: Sequence[BasePage]) -> None:
    """Of the articles that cite anything."""
    for page in pages:
        if isinstance(page, Article) and marks_in(page.body):
            follow_citations(page)


def request_cards_of(pages: Sequence[BasePage], *, at: datetime) -> None:
    """Ask for the cards of films and posts; the clock has them fetched, some each minute."""
    bodies = [page.body.raw_data for page in pages if hasattr(page, "body")]
    request_cards([url for body in bodies for url in embed_urls(body)], at=at)


def insert_tags(model: type[BasePage], pages: Sequence[BasePage]) -> None:
    for field in get_all_child_m2m_relations(model):
        insert_values(
            field.remote_field.through,
            [field.m2m_field_name(), field.m2m_reverse_field_name()],
            [(page.pk, target.pk) for page in pages for target in in_memory(page, field.name)],
        )


def insert_revisions(model: type[BasePage], pages: Sequence[BasePage], *, at: datetime) -> None:
    """One revision each: published for live pages, approved for a page that is to go live."""
    content_type = ContentType.objects.get_for_model(model)
    base_type = ContentType.objects.get_for_model(Page)
    revisions = [
        Revision(
            content_type=content_type,
            base_content_type=base_type,
            object_id=str(page.pk),
            object_str=str(page),
            created_at=page.first_published_at or at,
            content=content,
            approved_go_live_at=None if page.live else page.go_live_at,
        )
        for page, content in zip(pages, contents_of(model, pages), strict=True)
    ]
    insert_rows(revisions)
    numbers = [revision.object_id for revision in revisions]
    keys: dict[str, int] = dict(
        Revision.objects.filter(content_type=content_type, object_id__in=numbers).values_list(
            "object_id", "pk"
        )
    )
    for page in pages:
        page.latest_revision_id = keys[str(page.pk)]
        page.live_revision_id = page.latest_revision_id if page.live else None
    update_rows(
        Page,
        ["latest_revision", "live_revision"],
        [(page.pk, (page.latest_revision_id, page.live_revision_id)) for page in pages],
    )


def contents_of(model: type[BasePage], pages: Sequence[BasePage]) -> list[dict[str, Any]]:
    """What `serializable_data` gives, of pages that have no children but those in memory."""
    children = [relation.get_accessor_name() for relation in get_all_child_relations(model)]
    targets = [field.name for field in get_all_child_m2m_relations(model)]
    return [
        {
            **get_serializable_data_for_fields(page),
            **{
                name: [get_serializable_data_for_fields(child) for child in in_memory(page, name)]
                for name in children
            },
            **{name: [target.pk for target in in_memory(page, name)] for name in targets},
        }
        for page in pages
    ]
