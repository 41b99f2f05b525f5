"""The one action that stores what readers of other systems yield.

All records are read first and spooled to disk: a source that cannot be read to its end, or that
speaks a language the paper lacks, is refused before anything is stored. Then sections, tags and
authors are stored, pictures and files, and articles in batches, each batch whole or not at all. A
second run finds what the first stored, so a run that was killed goes on where it stood.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from itertools import chain

from django.utils.translation import gettext as _
from wagtail.contrib.redirects.models import Redirect

from rotativa.importers.actions.comments import CommentStore
from rotativa.importers.actions.groups import Groups
from rotativa.importers.actions.items import ItemStore
from rotativa.importers.actions.links import follow_links
from rotativa.importers.actions.media import MediaStore
from rotativa.importers.identities import as_kept
from rotativa.importers.languages import Languages
from rotativa.importers.models import ImportedThing
from rotativa.importers.plan import Plan
from rotativa.importers.records import (
    Author,
    ImportRefused,
    Item,
    Media,
    Notice,
    Record,
    Source,
)
from rotativa.importers.report import Report
from rotativa.importers.spool import Spools
from rotativa.pages.keys import crowd_of_changes

BATCH = 300


Progress = Callable[[str, int, int], None]
"""Told of each step: its name, how many are done, of how many."""


def no_progress(step: str, done: int, total: int) -> None:
    """For callers that show none."""


def store(
    records: Iterable[Record], *, plan: Plan, at: datetime, progress: Progress = no_progress
) -> Report:
    """Store all records and say what became of each. Raises `ImportRefused` with nothing stored."""
    report = Report(is_dry_run=plan.is_dry_run)
    languages = Languages(plan.languages, default=plan.language)
    with Spools() as spools:
        source = spool_all(
            records, spools=spools, languages=languages, report=report, progress=progress
        )
        if plan.is_dry_run:
            tally(spools, source=source, report=report, at=at)
            return report
        with crowd_of_changes():
            store_spooled(
                spools,
                source=source,
                plan=plan,
                languages=languages,
                report=report,
                at=at,
                progress=progress,
            )
    return report


def store_spooled(
    spools: Spools,
    *,
    source: Source,
    plan: Plan,
    languages: Languages,
    report: Report,
    at: datetime,
    progress: Progress,
) -> None:
    """Groups first, then media and texts, which name them; links between texts at the end."""
    groups = Groups(source, languages=languages, report=report)
    groups.store(spools.groups)
    media = MediaStore(source, plan=plan, report=report, at=at)
    media.store(list(spools.media), progress=lambda done, total: progress("media", done, total))
    groups.set_portraits(media.find)
    redirects = Redirect.objects.count()
    items = ItemStore(source, languages=languages, groups=groups, media=media, report=report, at=at)
    done = 0
    for batch in batches(spools.items, size=BATCH):
        items.store(batch)
        done += len(batch)
        progress("items", done, spools.items.count)
    report.linked_translations = items.count_pairs()
    report.redirects = Redirect.objects.count() - redirects
    follow_links(source, report=report)


def spool_all(
    records: Iterable[Record],
    *,
    spools: Spools,
    languages: Languages,
    report: Report,
    progress: Progress,
) -> Source:
    source: Source | None = None
    for record in records:
        match record:
            case Source():
                source = record
            case Notice():
                report.note(record)
            case _:
                if isinstance(record, Item):
                    languages.meet(record.language)
                report.note(*(record.notices if isinstance(record, Item | Media) else ()))
                spools.add(as_kept(record) if isinstance(record, Item | Media) else record)
                expected = (source.expected if source else None) or 0
                progress("reading", spools.count, max(expected, spools.count))
    if source is None:
        raise ImportRefused(_("Nothing to import was found."))
    languages.refuse_unknown(source.title or source.identity)
    return source


def batches(items: Iterable[Item], *, size: int) -> Iterable[list[Item]]:
    batch: list[Item] = []
    for item in items:
        batch.append(item)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch


def tally(spools: Spools, *, source: Source, report: Report, at: datetime) -> None:
    """What a real run would store."""
    comments = CommentStore(source, report=report, at=at)
    known = set(
        ImportedThing.objects.of_source(source.system, source.identity).values_list(
            "kind", "identity"
        )
    )
    for record in chain(spools.groups, spools.media, spools.items):
        kind = "author" if isinstance(record, Author) else kind_of(record)
        is_known = (kind, getattr(record, "identity", "")) in known
        (report.unchanged if is_known else report.stored)[kind] += 1
        if isinstance(record, Item) and record.comments:
            comments.count(record)
            if not is_known:
                comments.tell_of_left(record)


def kind_of(record: Record) -> str:
    return "media" if isinstance(record, Media) else str(getattr(record, "kind", ""))
