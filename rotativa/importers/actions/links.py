"""Links within the old site become links to pages; earlier coverage is joined up.

Both need every item to be stored, so they come last; a run that was killed before goes on here.
Pages are followed up a batch at a time: what a batch names is looked up in a few queries.
"""

import json
import re
from collections.abc import Iterable, Sequence
from html import unescape
from typing import Any
from urllib.parse import urlsplit

from django.db import transaction
from modelcluster.models import get_serializable_data_for_fields
from wagtail.models import Revision

from rotativa.articles.models import Article
from rotativa.articles.tasks import index_pages
from rotativa.importers.actions.others import JOINED, Names, join_others
from rotativa.importers.actions.redirects import old_path, pages_at
from rotativa.importers.actions.stored import Stored, untouched_pages
from rotativa.importers.models import ImportedThing
from rotativa.importers.records import Block, Source
from rotativa.importers.report import Report
from rotativa.lib.rows import update_rows
from rotativa.pages import keys
from rotativa.pages.models import PlainPage

BATCH = 200
LINK = re.compile(r'<a href="([^"]+)">')
RICH_TEXT = {"paragraph", "list"}


def follow_links(source: Source, *, report: Report) -> None:
    """Follow up the links of each page that still needs it. Safe to run again."""
    hosts = hosts_of(source)
    things = ImportedThing.objects.of_source(source.system, source.identity)
    names = Names(
        things.filter(kind=ImportedThing.Kind.ARTICLE, page__isnull=False).values_list(
            "identity", "page_id"
        )
    )
    while batch := list(things.to_link().order_by("pk")[:BATCH]):
        with transaction.atomic():
            changed = follow(batch, hosts=hosts, names=names, report=report)
            things.filter(pk__in=[thing.pk for thing in batch]).update(is_linked=True)
            if changed:
                keys.announce(keys.SITE)


def follow(
    things: Sequence[ImportedThing], *, hosts: set[str], names: Names, report: Report
) -> set[int]:
    """Returns the keys of the pages that say something else by now."""
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
    return joined | changed


def link_bodies(pages: Sequence[Stored], *, hosts: set[str]) -> set[int]:
    """Put page links into the stored bodies; returns the keys of the pages that had any."""
    targets = pages_at(
        {old_path(url) for page in pages for url in links_in(page.body, hosts=hosts)}
    )
    changed = [page for page in pages if linked(page.body, hosts=hosts, targets=targets)]
    for model in (Article, PlainPage):
        update_rows(
            model, ["body"], [(page.pk, [page.body]) for page in changed if page.model is model]
        )
    return {page.pk for page in changed}


def write_revisions(pages: Sequence[Stored], *, joined: set[int]) -> None:
    """The one revision of each page is what the page is now."""
    contents: dict[int, dict[str, Any]] = dict(
        Revision.objects.filter(pk__in=[page.revision for page in pages]).values_list(
            "pk", "content"
        )
    )
    articles = Article.objects.only("pk").in_bulk(joined)
    for page in pages:
        content = contents[page.revision]
        content["body"] = json.dumps(page.body)
        for name in JOINED if page.pk in joined else ():
            content[name] = [
                get_serializable_data_for_fields(child)
                for child in getattr(articles[page.pk], name).all()
            ]
    update_rows(Revision, ["content"], [(pk, [content]) for pk, content in contents.items()])


def hosts_of(source: Source) -> set[str]:
    """The old site's names, by which a link within it is known."""
    return {urlsplit(url).netloc.lower() for url in source.base_urls}


def links_in(blocks: Iterable[Block], *, hosts: set[str]) -> list[str]:
    """Addresses within the old site to which raw blocks lead."""
    return [
        url
        for block in blocks
        if block["type"] in RICH_TEXT and "<a " in block["value"]
        for url in map(unescape, LINK.findall(block["value"]))
        if is_internal(url, hosts=hosts)
    ]


def is_internal(url: str, *, hosts: set[str]) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in {"", "http", "https"} and (
        not parts.netloc or parts.netloc.lower() in hosts
    )


def linked(blocks: list[Block], *, hosts: set[str], targets: dict[str, int]) -> bool:
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
