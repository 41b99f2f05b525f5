"""By what results can be narrowed: section, author and year, with how many would be left."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple
from uuid import UUID

from wagtail.models import Locale

from rotativa.articles.models import Author, Section
from rotativa.articles.search.wanted import Narrowed

MOST_AUTHORS = 50


@dataclass(frozen=True, slots=True)
class Cell:
    """How many of all that meet a query are alike in these."""

    section: int
    """0 for none."""
    year: int
    authors: tuple[int, ...]
    count: int


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    """As it stands in the address."""
    words: str
    count: int
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Choices:
    sections: list[Choice]
    authors: list[Choice]
    years: list[Choice]


class Row(NamedTuple):
    """A section or an author in one language, without all that a model brings along."""

    pk: int
    key: UUID
    parent: UUID | None
    slug: str
    name: str
    locale_id: int


class Sections:
    """Of all languages; each shows its own articles, and those of its parts."""

    def __init__(self, locale: Locale) -> None:
        rows = Section.objects.order_by("position", "name").values_list(
            "pk", "translation_key", "parent__translation_key", "slug", "name", "locale_id"
        )
        self.rows = [Row(*row) for row in rows]
        self.named = named_in(locale, self.rows)
        self.keys = {row.pk: {row.key, row.parent} for row in self.rows}

    def called(self, slug: str) -> tuple[int, ...]:
        """Keys of the rows that a section of this language stands for; empty where there is none."""
        named = next((row for row in self.named if slug and row.slug == slug), None)
        if named is None:
            return ()
        return tuple(pk for pk, keys in self.keys.items() if named.key in keys)

    def choices(self, cells: Iterable[Cell], *, chosen: str) -> list[Choice]:
        by_row = Counter[int]()
        for cell in cells:
            by_row[cell.section] += cell.count
        counts = Counter[UUID | None]()
        for pk, count in by_row.items():
            for key in self.keys.get(pk, ()):
                counts[key] += count
        return [
            Choice(row.slug, row.name, counts[row.key], row.slug == chosen)
            for row in self.named
            if counts[row.key] or row.slug == chosen
        ]


def named_in(locale: Locale, rows: Iterable[Row]) -> list[Row]:
    """Each once, as the language calls it, or another where it has no name for it."""
    found: dict[UUID, Row] = {}
    for row in rows:
        if row.key not in found or row.locale_id == locale.pk:
            found[row.key] = row
    return list(found.values())


def authors_called(slug: str) -> tuple[int, ...]:
    """Keys of the rows of an author, in whatever language somebody is called so."""
    if not slug:
        return ()
    keys = Author.objects.filter(slug=slug).values("translation_key")
    return tuple(Author.objects.filter(translation_key__in=keys).values_list("pk", flat=True))


def choices_of_authors(cells: Iterable[Cell], *, chosen: str, locale: Locale) -> list[Choice]:
    """Those with the most, in the order of their names."""
    by_row = Counter[int]()
    for cell in cells:
        for pk in cell.authors:
            by_row[pk] += cell.count
    most = Author.objects.filter(pk__in=[pk for pk, _ in by_row.most_common(MOST_AUTHORS)])
    alike = Author.objects.filter(translation_key__in=most.values("translation_key"))
    rows = [
        Row(pk, key, None, slug, name, locale_id)
        for pk, key, slug, name, locale_id in alike.order_by("pk").values_list(
            "pk", "translation_key", "slug", "name", "locale_id"
        )
    ]
    counts = Counter[UUID]()
    for row in rows:
        counts[row.key] += by_row[row.pk]
    found = [
        Choice(row.slug, row.name, counts[row.key], row.slug == chosen)
        for row in named_in(locale, rows)
    ]
    return sorted(found, key=lambda choice: choice.words)


def choices_of_years(cells: Iterable[Cell], *, chosen: int | None) -> list[Choice]:
    counts = Counter[int]()
    for cell in cells:
        counts[cell.year] += cell.count
    years = sorted({*counts, *([chosen] if chosen else [])}, reverse=True)
    return [Choice(str(year), str(year), counts[year], year == chosen) for year in years]


def cells_of(told: Iterable[str]) -> list[Cell]:
    return [Cell(*parts_of(cell), count) for cell, count in Counter(told).items()]


@lru_cache(maxsize=20_000)
def parts_of(cell: str) -> tuple[int, int, tuple[int, ...]]:
    section, year, authors = cell.split("/")
    return int(section or 0), int(year), tuple(map(int, authors.split()))


def within(cells: list[Cell], narrowed: Narrowed, *, but: str = "") -> list[Cell]:
    """The cells that are left when all that narrows the results, but for one thing, does so."""
    sections = narrowed.sections if but != "section" else ()
    authors = narrowed.authors if but != "author" else ()
    year = narrowed.year if but != "year" else None
    if not sections and not authors and year is None:
        return cells
    return [
        cell
        for cell in cells
        if (not sections or cell.section in sections)
        and (not authors or not set(authors).isdisjoint(cell.authors))
        and (year is None or cell.year == year)
    ]
