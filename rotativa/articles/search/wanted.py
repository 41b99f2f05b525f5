"""What is asked of the full text, whichever database keeps it, and what comes back."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Protocol

from rotativa.articles.models.search_entry import Entry
from rotativa.articles.search.query import Query

WEIGHTS = (8.0, 3.0, 1.0)
"""Of headline, deck and body."""
STEM_WEIGHT = 0.6
"""What a word counts that is another form of the one asked for."""
HALF_AGE = 180
"""Days after which half of what speaks for a new article is gone."""

MOST_SECONDS = 3.0
SAME = 4
"""Texts of which the words are kept: a draft is stored, and then published as it is."""


class TooLong(Exception):
    """An answer takes more time than a question is worth: others want the database, too."""


@dataclass(frozen=True, slots=True)
class Text:
    """What the words of one article are made of."""

    page_id: int
    language: str
    locale_id: int
    title: str
    deck: str
    body: str


@dataclass(frozen=True, slots=True)
class Narrowed:
    """By what the results are narrowed; each is empty where it is not."""

    sections: tuple[int, ...] = ()
    authors: tuple[int, ...] = ()
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    query: Query
    locale_id: int | None
    """None for all languages."""
    today: int
    """Counted as Python counts days: new articles stand before old ones that say as much."""
    narrowed: Narrowed = Narrowed()


class FullText(Protocol):
    """One database's full text of one kind of entries. What it tells of are keys of articles."""

    most_weighed: int
    """How many hits may be weighed by all they say within a few milliseconds."""

    def bounded(self) -> AbstractContextManager[None]:
        """Whatever is asked inside ends with `TooLong` after some seconds."""

    def put(self, kind: type[Entry], rows: Sequence[Entry], texts: Sequence[Text]) -> None:
        """Entries, and beside each its words; in place of those that are there already."""

    def cells(self, kind: type[Entry], query: Query, *, locale_id: int | None) -> list[str]:
        """Of all that meet the query, however it is narrowed."""

    def weighed(self, kind: type[Entry], wanted: Wanted, *, most: int) -> list[int]:
        """The best first."""

    def newest(
        self, kind: type[Entry], wanted: Wanted, *, most: int, in_head: bool = False
    ) -> list[int]:
        """The newest first; `in_head`: of those that have all the words in headline and deck."""

    def found(
        self, kinds: Sequence[type[Entry]], query: Query, *, in_head: bool = False
    ) -> tuple[str, list[Any]]:
        """A statement for all that meet the query, in whatever language, and its values."""

    def best(
        self, kinds: Sequence[type[Entry]], query: Query, *, among: Sequence[int]
    ) -> list[int]:
        """Of these few, the best first; those of a later kind come after those of an earlier one."""

    def bodies(self, kind: type[Entry], pages: Sequence[int]) -> dict[int, str]:
        """The text of bodies, to show where words stand in it."""

    def count(self, kind: type[Entry]) -> int:
        """How many entries have words."""
