"""Keeping account of what articles lean on; their text is the truth."""

from collections.abc import Iterable

from rotativa.articles.citations import Mark, marks_in, numbers_of
from rotativa.articles.models import Article, Citation, ListedSource
from rotativa.evidence.models import Source
from rotativa.evidence.signals import cited


def follow_citations(article: Article) -> bool:
    """Derive the rows from the text anew, inside the transaction that stores it; says if any changed.

    Two queries where nothing has changed, and none more however many sources there are.
    """
    stored = list(article.citations.in_order())
    marks = marks_in(article.body) if article.body else []
    wanted = rows_of(article, marks)
    if are_other(stored, wanted):  # else the rows themselves keep their sources there
        marks = known(marks)
        wanted = rows_of(article, marks)
    changed = are_other(stored, wanted)
    if changed:
        if stored:
            article.citations.all().delete()
        Citation.objects.bulk_create(wanted)
    ids = {mark.source_id for mark in marks}
    if ids and article.listed_in_id:
        ListedSource.objects.add(ids, locale=article.locale)
    if ids and changed:
        cited.send(sender=Article, source_ids=sorted(ids))
    return changed


def known(marks: list[Mark]) -> list[Mark]:
    there = set(
        Source.objects.filter(pk__in={mark.source_id for mark in marks}).values_list(
            "pk", flat=True
        )
    )
    return [mark for mark in marks if mark.source_id in there]


def rows_of(article: Article, marks: Iterable[Mark]) -> list[Citation]:
    marks = list(marks)
    numbers = numbers_of(marks)
    return [
        Citation(
            article=article,
            source_id=mark.source_id,
            place=place,
            number=numbers[mark.source_id],
            block=mark.block[:36],
            quote=mark.quote,
            locator=mark.locator,
        )
        for place, mark in enumerate(marks, start=1)
    ]


def are_other(some: list[Citation], others: list[Citation]) -> bool:
    return list(map(as_said, some)) != list(map(as_said, others))


def as_said(citation: Citation) -> tuple[object, ...]:
    said = ("source_id", "place", "number", "block", "quote", "locator")
    return tuple(getattr(citation, name) for name in said)
