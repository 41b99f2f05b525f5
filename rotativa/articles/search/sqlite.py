"""SQLite's full text (FTS5). The tokenizer `ascii` leaves our words as they are."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

from django.db import OperationalError, connection

from rotativa.articles.models.search_entry import Entry
from rotativa.articles.search.query import Query, Term
from rotativa.articles.search.statements import fetched, keys, narrowing, places
from rotativa.articles.search.wanted import (
    HALF_AGE,
    MOST_SECONDS,
    SAME,
    STEM_WEIGHT,
    WEIGHTS,
    Text,
    TooLong,
    Wanted,
)
from rotativa.articles.search.words import indexed

STEPS_BETWEEN_LOOKS = 20_000
"""Of SQLite's machine, at the clock."""
PARTS = ("title", "deck", "body")
WORDS = (*PARTS, *(f"{part}_stems" for part in PARTS))
HEAD = ("title", "deck", "title_stems", "deck_stems")
COLUMNS = (*WORDS, "language")
RANKS = (*WEIGHTS, *(weight * STEM_WEIGHT for weight in WEIGHTS), 0.0)


def table_of(kind: type[Entry]) -> str:
    return f"{kind._meta.db_table}_words"


def hits(kind: type[Entry], *, also: str = "0") -> str:
    """The entries that a MATCH finds, in this order of reading: the full text first."""
    table = table_of(kind)
    return f"""
        (SELECT rowid AS id, {also} AS score FROM {table} WHERE {table} MATCH %s) AS found
        CROSS JOIN {kind._meta.db_table} AS entry ON entry.page_id = found.id
    """  # noqa: S608  # our own names


class SqliteText:
    most_weighed = 2000

    @contextmanager
    def bounded(self) -> Iterator[None]:
        connection.ensure_connection()
        deadline = time.monotonic() + MOST_SECONDS
        raw = connection.connection
        raw.set_progress_handler(lambda: time.monotonic() > deadline, STEPS_BETWEEN_LOOKS)
        try:
            yield
        except OperationalError as error:
            if time.monotonic() > deadline:
                raise TooLong from error
            raise
        finally:
            raw.set_progress_handler(None, 0)

    def put(self, kind: type[Entry], rows: Sequence[Entry], texts: Sequence[Text]) -> None:
        table = table_of(kind)
        kind._default_manager.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["page"],
            update_fields=[
                field.name for field in kind._meta.local_fields if not field.primary_key
            ],
        )
        with connection.cursor() as cursor:
            cursor.executemany(
                f"DELETE FROM {table} WHERE rowid = %s",  # noqa: S608  # our own name
                [(text.page_id,) for text in texts],
            )
            words = [row_of(text) for text in texts]
            cursor.executemany(
                f"INSERT INTO {table} (rowid, {', '.join(COLUMNS)}, text) VALUES ({places(words[0])})",  # noqa: S608  # our own names
                words,
            )

    def cells(self, kind: type[Entry], query: Query, *, locale_id: int | None) -> list[str]:
        sql = f"SELECT GROUP_CONCAT(entry.cell, ';') FROM {hits(kind)}"  # noqa: S608  # our own names
        ((joined,),) = fetched(sql, [match(query, language=locale_id)])
        return joined.split(";") if joined else []

    def weighed(self, kind: type[Entry], wanted: Wanted, *, most: int) -> list[int]:
        where, given = narrowing(wanted.narrowed)
        score = f"bm25({table_of(kind)}, {ranks()})"
        fresh = f"(1 + 1.0 / (1 + MAX(0, {int(wanted.today)} - entry.day) / {HALF_AGE}.0))"
        sql = f"""
            SELECT entry.page_id FROM {hits(kind, also=score)} WHERE {where}
            ORDER BY found.score * {fresh}, entry.day DESC, entry.page_id DESC LIMIT %s
        """  # noqa: S608  # our own names and numbers; what is typed is given as values
        return keys(sql, [match(wanted.query, language=wanted.locale_id), *given, most])

    def newest(
        self, kind: type[Entry], wanted: Wanted, *, most: int, in_head: bool = False
    ) -> list[int]:
        where, given = narrowing(wanted.narrowed)
        sql = f"""
            SELECT entry.page_id FROM {hits(kind)} WHERE {where}
            ORDER BY entry.day DESC, entry.page_id DESC LIMIT %s
        """  # noqa: S608  # our own names; what is typed is given as values
        columns = HEAD if in_head else WORDS
        matched = match(wanted.query, language=wanted.locale_id, columns=columns)
        return keys(sql, [matched, *given, most])

    def found(
        self, kinds: Sequence[type[Entry]], query: Query, *, in_head: bool = False
    ) -> tuple[str, list[Any]]:
        said = match(query, language=None, columns=HEAD if in_head else WORDS)
        tables = [table_of(kind) for kind in kinds]
        sql = " UNION ".join(
            f"SELECT rowid FROM {table} WHERE {table} MATCH %s"  # noqa: S608  # our own name
            for table in tables
        )
        return sql, [said] * len(tables)

    def best(
        self, kinds: Sequence[type[Entry]], query: Query, *, among: Sequence[int]
    ) -> list[int]:
        """With a plus, since else the full text would be asked once for each of the pages."""
        said, parts = match(query, language=None), list[str]()
        for place, table in enumerate(map(table_of, kinds)):
            parts.append(
                f"SELECT rowid AS id, {place} AS place, bm25({table}, {ranks()}) AS score "  # noqa: S608  # our own names and numbers
                f"FROM {table} WHERE {table} MATCH %s AND +rowid IN ({places(among)})"
            )
        sql = f"SELECT id FROM ({' UNION ALL '.join(parts)}) ORDER BY place, score"  # noqa: S608  # as above
        return keys(sql, [said, *among] * len(parts))

    def bodies(self, kind: type[Entry], pages: Sequence[int]) -> dict[int, str]:
        sql = f"SELECT rowid, text FROM {table_of(kind)} WHERE rowid IN ({places(pages)})"  # noqa: S608  # our own names
        return dict(fetched(sql, list(pages)))

    def count(self, kind: type[Entry]) -> int:
        # The shadow table has a row for each: the full text itself would read them all.
        ((count,),) = fetched(f"SELECT COUNT(*) FROM {table_of(kind)}_docsize", [])  # noqa: S608  # our own name
        return int(count)


@lru_cache(maxsize=SAME)
def row_of(text: Text) -> tuple[str | int, ...]:
    parts = [indexed(part, text.language) for part in (text.title, text.deck, text.body)]
    forms = [" ".join(form for form, _stem in part) for part in parts]
    stems = [" ".join(stem for _form, stem in part if stem) for part in parts]
    return text.page_id, *forms, *stems, language_word(text.locale_id), text.body


def language_word(locale_id: int) -> str:
    return f"l{locale_id}"


def match(query: Query, *, language: int | None, columns: Sequence[str] = WORDS) -> str:
    """FTS5's own language; a term holds only letters and digits, so quotes keep it from being syntax."""
    wanted = " AND ".join(f"({met(term)})" for term in query.terms)
    said = f"{{{' '.join(columns)}}} : ({wanted})"
    return said if language is None else f'language : "{language_word(language)}" AND {said}'


def met(term: Term) -> str:
    if len(term.words) > 1:
        return f'{{{" ".join(PARTS)}}} : "{" ".join(term.words)}"'
    (word,) = term.words
    star = "*" if term.is_beginning else ""
    return " OR ".join([f'"{word}"{star}', *(f'"{stem}"' for stem in term.stems)])


def ranks() -> str:
    return ", ".join(map(str, RANKS))
