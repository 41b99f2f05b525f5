"""Links within the old site become links to pages; earlier coverage is joined up.

Both need every item to be stored, so they come last; a run that was killed before goes on here.
"""

import json
import re
from typing import Any
from urllib.parse import urlsplit

from django.db import transaction
from wagtail.contrib.redirects.models import Redirect

from rotativa.articles.models import Article, EarlierCoverage
from rotativa.importers.actions.redirects import old_path
from rotativa.importers.models import ImportedThing
from rotativa.importers.records import Notice, Source
from rotativa.importers.report import Report

BATCH = 100
LINK = re.compile(r'<a href="([^"]+)">')
RICH_TEXT = {"paragraph", "list"}


def follow_links(source: Source, *, report: Report) -> None:
    """Follow up the links of each page that still needs it. Safe to run again."""
    hosts = {urlsplit(url).netloc.lower() for url in source.base_urls}
    things = ImportedThing.objects.of_source(source.system, source.identity)
    articles = dict(
        things.filter(kind=ImportedThing.Kind.ARTICLE, page__isnull=False).values_list(
            "identity", "page_id"
        )
    )
    while batch := list(things.to_link().select_related("page__locale").order_by("pk")[:BATCH]):
        with transaction.atomic():
            for thing in batch:
                follow(thing, hosts=hosts, known=articles, report=report)
            things.filter(pk__in=[thing.pk for thing in batch]).update(is_linked=True)


def follow(thing: ImportedThing, *, hosts: set[str], known: dict[str, int], report: Report) -> None:
    page = thing.page.specific if thing.page else None
    if page is None or page.revisions.count() > 1:
        return  # an editor has been here since: what stands is theirs
    blocks = list(page.body.raw_data)
    paths = {old_path(url) for url in links_in(blocks) if is_internal(url, hosts=hosts)}
    targets = dict(
        Redirect.objects.filter(old_path__in=paths - {""}).values_list("old_path", "redirect_page")
    )
    changed = linked(blocks, hosts=hosts, targets=targets)
    joined = join_others(page, thing, known=known, report=report)
    if not changed and not joined:
        return
    page.body = json.dumps(blocks)
    page.save(update_fields=["body"], clean=False)
    revision = page.latest_revision
    revision.content = type(page).objects.get(pk=page.pk).serializable_data()
    revision.save(update_fields=["content"])


def links_in(blocks: list[Any]) -> list[str]:
    return [
        url
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
        url = match[1]
        target = targets.get(old_path(url)) if is_internal(url, hosts=hosts) else None
        if target is None:
            return match[0]
        changed = True
        return f'<a linktype="page" id="{target}">'

    for block in blocks:
        if block["type"] in RICH_TEXT:
            block["value"] = LINK.sub(link, block["value"])
    return changed


def join_others(page: Any, thing: ImportedThing, *, known: dict[str, int], report: Report) -> bool:
    """Join the articles that the source named by identity, slug or address."""
    if not isinstance(page, Article):
        return False
    found: list[int] = []
    for name in thing.kept.get("earlier", []):
        target = page_named(name, page, known=known)
        if target is None:
            report.note(not_found(name, thing))
        elif target != page.pk and target not in found:
            found.append(target)
    EarlierCoverage.objects.bulk_create(
        EarlierCoverage(article=page, earlier_id=target, sort_order=order)
        for order, target in enumerate(found)
    )
    return join_answers(page, thing, known=known, report=report) or bool(found)


def join_answers(
    page: Article, thing: ImportedThing, *, known: dict[str, int], report: Report
) -> bool:
    joined = False
    names = thing.kept.get("answered_by", [])
    for question, name in zip(page.questions.order_by("sort_order"), names, strict=False):
        if not name:
            continue
        target = page_named(name, page, known=known)
        if target is None:
            report.note(not_found(name, thing))
            continue
        question.answered_by_id = target
        question.save(update_fields=["answered_by"])
        joined = True
    return joined


def not_found(name: str, thing: ImportedThing) -> Notice:
    return Notice("skipped", name, "no article of that name was found", thing.identity)


def page_named(name: str, page: Article, *, known: dict[str, int]) -> int | None:
    articles = Article.objects.filter(locale=page.locale)
    return (
        known.get(name)
        or articles.filter(slug=name).values_list("pk", flat=True).first()
        or Redirect.objects.filter(old_path=old_path(name), redirect_page__in=Article.objects.all())
        .values_list("redirect_page", flat=True)
        .first()
    )
