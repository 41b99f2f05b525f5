"""PostgreSQL's full text: `tsvector` with weights and positions, made of our words, under a GIN index."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import islice

from django.db import OperationalError, connection, transaction
from psycopg.errors import QueryCanceled

from rotativa.articles.models.search_entry import Entry
from rotativa.articles.search.query import Query, Term
from rotativa.articles.search.statements import fetched, keys, narrowing, places
from rotativa.articles.search.wanted import (
    HALF_AGE,
    MOST_SECONDS,
    WEIGHTS,
    Text,
    TooLong,
    Wanted,
)
from rotativa.articles.search.words import indexed

LAST_POSITION = 16_383  # the highest that a tsvector holds
MOST_WORDS = 30_000
"""Of one article: a tsvector holds a megabyte."""
RANKS = "{" + ", ".join(str(weight / WEIGHTS[0]) for weight in (0, *reversed(WEIGHTS))) + "}"


class PostgresText:
    most_weighed = 300

    @contextmanager
    def bounded(self) -> Iterator[None]:
        """By the index, since the planner thinks too little of it."""
        is_within = connection.in_atomic_block
        try:
            with transaction.atomic():
                run(
                    "SET LOCAL enable_seqscan = off; "
                    f"SET LOCAL statement_timeout = {int(MOST_SECONDS * 1000)}"
                )
                yield
                if is_within:
                    run(
                        "SET LOCAL enable_seqscan TO DEFAULT; SET LOCAL statement_timeout TO DEFAULT"
                    )
        except OperationalError as error:
            if isinstance(error.__cause__, QueryCanceled):
                raise TooLong from error
            raise

    def put(self, kind: type[Entry], texts: Sequence[Text]) -> None:
        with connection.cursor() as cursor:
            cursor.executemany(
                f"""UPDATE {kind._meta.db_table}
                    SET head = %s::tsvector, words = %s::tsvector, text = %s WHERE page_id = %s""",  # noqa: S608  # our own name
                [(*vectors(text), text.body.replace("\0", " "), text.page_id) for text in texts],
            )

    def cells(self, kind: type[Entry], query: Query, *, locale_id: int) -> list[str]:
        sql = f"""
            SELECT STRING_AGG(cell, ';') FROM {kind._meta.db_table}
            WHERE words @@ %s::tsquery AND locale_id = %s
        """  # noqa: S608  # our own name
        ((joined,),) = fetched(sql, [tsquery(query), locale_id])
        return joined.split(";") if joined else []

    def weighed(self, kind: type[Entry], wanted: Wanted, *, most: int) -> list[int]:
        where, given = narrowing(wanted.narrowed)
        fresh = f"(1 + 1.0 / (1 + GREATEST(0, {int(wanted.today)} - day) / {HALF_AGE}.0))"
        sql = f"""
            SELECT page_id FROM {kind._meta.db_table}
            WHERE words @@ %s::tsquery AND locale_id = %s AND {where}
            ORDER BY ts_rank('{RANKS}', words, %s::tsquery) * {fresh} DESC, day DESC, page_id DESC
            LIMIT %s
        """  # noqa: S608  # our own names and numbers; what is typed is given as values
        said = tsquery(wanted.query)
        return keys(sql, [said, wanted.locale_id, *given, said, most])

    def newest(
        self, kind: type[Entry], wanted: Wanted, *, most: int, in_head: bool = False
    ) -> list[int]:
        where, given = narrowing(wanted.narrowed)
        sql = f"""
            SELECT page_id FROM {kind._meta.db_table}
            WHERE {"head" if in_head else "words"} @@ %s::tsquery AND locale_id = %s AND {where}
            ORDER BY day DESC, page_id DESC LIMIT %s
        """  # noqa: S608  # our own names; what is typed is given as values
        return keys(sql, [tsquery(wanted.query), wanted.locale_id, *given, most])

    def matches(self, kind: type[Entry], query: Query, *, most: int) -> list[int]:
        sql = f"""
            SELECT page_id FROM {kind._meta.db_table} WHERE words @@ %s::tsquery
            ORDER BY head @@ %s::tsquery DESC, day DESC, page_id DESC LIMIT %s
        """  # noqa: S608  # our own name
        return keys(sql, [tsquery(query), tsquery(query), most])

    def bodies(self, kind: type[Entry], pages: Sequence[int]) -> dict[int, str]:
        sql = f"SELECT page_id, text FROM {kind._meta.db_table} WHERE page_id IN ({places(pages)})"  # noqa: S608  # our own name
        return dict(fetched(sql, list(pages)))

    def count(self, kind: type[Entry]) -> int:
        sql = f"SELECT COUNT(*) FROM {kind._meta.db_table} WHERE words IS NOT NULL"  # noqa: S608  # our own name
        ((count,),) = fetched(sql, [])
        return int(count)


def run(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


def vectors(text: Text) -> tuple[str, str]:
    """Of headline and deck alone, and of all; a stem stands where its word does."""
    parts = (("A", text.title), ("B", text.deck), ("C", text.body))
    found: dict[str, list[str]] = {}
    head = ""
    position = 0
    for weight, part in parts:
        for form, stem in islice(indexed(part, text.language), MOST_WORDS):
            position += 1
            place = f"{min(position, LAST_POSITION)}{weight}"
            found.setdefault(form, []).append(place)
            if stem:
                found.setdefault(stem, []).append(place)
        position += 1  # a phrase does not go on from one part into the next
        if weight == "B":
            head = literal(found)
    return head, literal(found)


def literal(words: dict[str, list[str]]) -> str:
    """Words hold only letters and digits, so that quotes keep them from being syntax."""
    return " ".join(f"'{word}':{','.join(places[:255])}" for word, places in words.items())


def tsquery(query: Query) -> str:
    return " & ".join(f"({met(term)})" for term in query.terms)


def met(term: Term) -> str:
    if len(term.words) > 1:
        return " <-> ".join(f"'{word}'" for word in term.words)
    (word,) = term.words
    star = ":*" if term.is_beginning else ""
    return " | ".join([f"'{word}'{star}", *(f"'{stem}'" for stem in term.stems)])
