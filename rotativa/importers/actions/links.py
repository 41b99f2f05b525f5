"""Links within the old site become links to pages; earlier coverage is joined up.

Both need every item to be stored, so they come last; a run that was killed before goes on here.
Pages are followed up a batch at a time: what a batch names is looked up in a few queries.
"""

import json
import re
from collections.abc import Sequence
from html import unescape
from typing import Any
from urllib.parse import urlsplit

from django.db import connection, transaction
from django.db.models import Count, Field, Model
from modelcluster.models import get_serializable_data_for_fields
from wagtail.models import Revision

from rotativa.articles.models import Article
from rotativa.articles.tasks import index_pages
from rotativa.importers.actions.others import JOINED, Names, join_others
from rotativa.importers.actions.redirects import old_path, pages_at
from rotativa.importers.models import ImportedThing
from rotativa.importers.records import Source
from rotativa.importers.report import Report
from rotativa.pages.models import BasePage, PlainPage

BATCH = 200
LINK = re.compile(r'<a href="([^"]+)">')
RICH_TEXT = {"paragraph", "list"}


def follow_links(source: Source, *, report: Report) -> None:
    """Follow up the links of each page that still needs it. Safe to run again."""
    hosts = {urlsplit(url).netloc.lower() for url in source.base_urls}
    things = ImportedThing.objects.of_source(source.system, source.identity)
    names = Names(
        things.filter(kind=ImportedThing.Kind.ARTICLE, page__isnull=False).values_list(
            "identity", "page_id"
        )
    )
    while batch := list(things.to_link().order_by("pk")[:BATCH]):
        with transaction.atomic():
            follow(batch, hosts=hosts, names=names, report=report)
            things.filter(pk__in=[thing.pk for thing in batch]).update(is_linked=True)


def follow(
    things: Sequence[ImportedThing], *, hosts: set[str], names: Names, report: Report
) -> None:
    pages = untouched_pages([thing.page_id for thing in things if thing.page_id])
    joined = join_others(
        [(thing, pages[thing.page_id]) for thing in things if thing.page_id in pages],
        names=names,
        report=report,
    )
    changed = link_bodies(list(pages.values()), hosts=hosts)
    write_revisions([page for page in pages.values() if page.pk in joined | changed], joined=joined)
    if joined | changed:
        index_pages.enqueue(sorted(joined | changed))


def untouched_pages(page_ids: Sequence[int]) -> dict[int, BasePage]:
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
        page.pk: page
        for model in (Article, PlainPage)
        for page in model.objects.filter(pk__in=wanted).only("body", "locale", "latest_revision")
    }


def link_bodies(pages: Sequence[BasePage], *, hosts: set[str]) -> set[int]:
    """Put page links into the stored bodies; returns the keys of the pages that had any."""
    bodies = {page.pk: list(page.body.raw_data) for page in pages}
    targets = pages_at(
        {
            old_path(url)
            for blocks in bodies.values()
            for url in links_in(blocks)
            if is_internal(url, hosts=hosts)
        }
    )
    changed = [page for page in pages if linked(bodies[page.pk], hosts=hosts, targets=targets)]
    for page in changed:
        page.body = json.dumps(bodies[page.pk])
    for model in (Article, PlainPage):
        update_each(
            model, "body", [(page.pk, page.body) for page in changed if isinstance(page, model)]
        )
    return {page.pk for page in changed}


def write_revisions(pages: Sequence[BasePage], *, joined: set[int]) -> None:
    """The one revision of each page is what the page is now."""
    contents = dict(
        Revision.objects.filter(pk__in=[page.latest_revision_id for page in pages]).values_list(
            "pk", "content"
        )
    )
    for page in pages:
        content = contents[page.latest_revision_id]
        content["body"] = json.dumps(list(page.body.raw_data))
        for name in JOINED if page.pk in joined else ():
            content[name] = [
                get_serializable_data_for_fields(child) for child in getattr(page, name).all()
            ]
    update_each(Revision, "content", list(contents.items()))


def update_each(model: type[Model], name: str, rows: Sequence[tuple[int, Any]]) -> None:
    """Give one column of each row a value of its own, without signals."""
    field: Field[Any, Any] = model._meta.get_field(name)  # type: ignore[assignment]  # no relation
    table, column, key = (
        connection.ops.quote_name(str(found))
        for found in (model._meta.db_table, field.column, model._meta.pk.column)
    )
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE {table} SET {column} = %s WHERE {key} = %s",  # noqa: S608  # our own names
            [(field.get_db_prep_save(value, connection), pk) for pk, value in rows],
        )


def links_in(blocks: list[Any]) -> list[str]:
    return [
        unescape(url)
        for block in blocks
        if block["type"] in RICH_TEXT
        for url in LINK.findall(block["value"])
    ]


def is_internal(url: str, *, hosts: set[str]) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in {"", "http", "https"} and (
        not parts.netloc or parts.netloc.lower() in hosts
    )


def linked(blocks: list[Any], *, hosts: set[str], targets: dict[str, int]) -> bool:
    """Put page links into the blocks; whether there were any."""
    changed = False

    def link(match: re.Match[str]) -> str:
        nonlocal changed
        url = unescape(match[1])
        target = targets.get(old_path(url)) if is_internal(url, hosts=hosts) else None
        if target is None:
            return match[0]
        changed = True
        return f'<a linktype="page" id="{target}">'

    for block in blocks:
        if block["type"] in RICH_TEXT and LINK.search(block["value"]):
            block["value"] = LINK.sub(link, block["value"])
    return changed
