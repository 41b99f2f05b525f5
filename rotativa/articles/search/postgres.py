"""PostgreSQL's full text: `tsvector` with weights and positions, made of our words, under a GIN index."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from itertools import accumulate, islice, pairwise, takewhile
from typing import Any

from django.db import OperationalError, connection
from psycopg.errors import QueryCanceled

from rotativa.articles.models.search_entry import Entry
from rotativa.articles.search.query import Query, Term
from rotativa.articles.search.statements import Value, fetched, keys, narrowing, places
from rotativa.articles.search.wanted import (
    HALF_AGE,
    MOST_SECONDS,
    SAME,
    WEIGHTS,
    Text,
    TooLong,
    Wanted,
)
from rotativa.articles.search.words import indexed

LAST_POSITION = 16_383  # the highest that a tsvector holds
MOST_WORDS = 30_000
"""Of one article: a tsvector holds a megabyte."""
MOST_IN_PAIRS = 900_000
"""Bytes of them, of one article."""
WORDS = ("head", "words", "pairs")
QUESTIONS = ("SELECT", "WITH")
BEGIN, UNDO = "SAVEPOINT question", "ROLLBACK TO question; RELEASE question"
RANKS = "{" + ", ".join(str(weight / WEIGHTS[0]) for weight in (0, *reversed(WEIGHTS))) + "}"


class PostgresText:
    most_weighed = 300

    @contextmanager
    def bounded(self) -> Iterator[None]:
        """Each question brings its limits along: they end with it, and cost no message of their own."""
        try:
            with connection.execute_wrapper(limited):
                yield
        except OperationalError as error:
            if isinstance(error.__cause__, QueryCanceled):
                raise TooLong from error
            raise

    def put(self, kind: type[Entry], rows: Sequence[Entry], texts: Sequence[Text]) -> None:
        """In one statement: written one after the other, the row would be indexed twice."""
        fields = [field.attname for field in kind._meta.local_fields]
        columns = [*(str(field.column) for field in kind._meta.local_fields), *WORDS, "text"]
        said = [*("%s" for _ in fields), *("%s::tsvector" for _ in WORDS), "%s"]
        kept = ", ".join(f"{column} = EXCLUDED.{column}" for column in columns)
        values = [
            (
                *(getattr(row, field) for field in fields),
                *vectors(text),
                text.body.replace("\0", " "),
            )
            for row, text in zip(rows, texts, strict=True)
        ]
        with connection.cursor() as cursor:
            cursor.executemany(
                f"""INSERT INTO {kind._meta.db_table} ({", ".join(columns)})
                    VALUES ({", ".join(said)})
                    ON CONFLICT (page_id) DO UPDATE SET {kept}""",  # noqa: S608  # our own names
                values,
            )

    def cells(self, kind: type[Entry], query: Query, *, locale_id: int | None) -> list[str]:
        found, said = meets(query, locale_id=locale_id)
        sql = f"SELECT STRING_AGG(cell, ';') FROM {kind._meta.db_table} WHERE {found}"  # noqa: S608  # our own names
        ((cells,),) = fetched(sql, said)
        return cells.split(";") if cells else []

    def weighed(self, kind: type[Entry], wanted: Wanted, *, most: int) -> list[int]:
        found, said = meets(wanted.query, locale_id=wanted.locale_id)
        where, given = narrowing(wanted.narrowed)
        fresh = f"(1 + 1.0 / (1 + GREATEST(0, {int(wanted.today)} - day) / {HALF_AGE}.0))"
        sql = f"""
            SELECT page_id FROM {kind._meta.db_table}
            WHERE {found} AND {where}
            ORDER BY ts_rank('{RANKS}', words, %s::tsquery) * {fresh} DESC, day DESC, page_id DESC
            LIMIT %s
        """  # noqa: S608  # our own names and numbers; what is typed is given as values
        return keys(sql, [*said, *given, tsquery(wanted.query), most])

    def newest(
        self, kind: type[Entry], wanted: Wanted, *, most: int, in_head: bool = False
    ) -> list[int]:
        column = "head" if in_head else "words"
        found, said = meets(wanted.query, column=column, locale_id=wanted.locale_id)
        where, given = narrowing(wanted.narrowed)
        sql = f"""
            SELECT page_id FROM {kind._meta.db_table} WHERE {found} AND {where}
            ORDER BY day DESC, page_id DESC LIMIT %s
        """  # noqa: S608  # our own names; what is typed is given as values
        return keys(sql, [*said, *given, most])

    def found(
        self, kinds: Sequence[type[Entry]], query: Query, *, in_head: bool = False
    ) -> tuple[str, list[Any]]:
        met, said = meets(query, column="head" if in_head else "words")
        sql = " UNION ".join(
            f"SELECT page_id FROM {kind._meta.db_table} WHERE {met}"  # noqa: S608  # our own names
            for kind in kinds
        )
        return sql, said * len(kinds)

    def best(
        self, kinds: Sequence[type[Entry]], query: Query, *, among: Sequence[int]
    ) -> list[int]:
        met, said = meets(query)
        parts = [
            f"SELECT page_id, {place} AS place, head @@ %s::tsquery AS is_in_head, day "  # noqa: S608  # our own names
            f"FROM {kind._meta.db_table} WHERE {met} AND page_id = ANY(%s)"
            for place, kind in enumerate(kinds)
        ]
        sql = f"""
            SELECT page_id FROM ({" UNION ALL ".join(parts)}) AS found
            ORDER BY place, is_in_head DESC, day DESC, page_id DESC
        """  # noqa: S608  # as above
        return keys(sql, [tsquery(query), *said, list(among)] * len(kinds))

    def bodies(self, kind: type[Entry], pages: Sequence[int]) -> dict[int, str]:
        sql = f"SELECT page_id, text FROM {kind._meta.db_table} WHERE page_id IN ({places(pages)})"  # noqa: S608  # our own name
        return dict(fetched(sql, list(pages)))

    def count(self, kind: type[Entry]) -> int:
        sql = f"SELECT COUNT(*) FROM {kind._meta.db_table} WHERE words IS NOT NULL"  # noqa: S608  # our own name
        ((count,),) = fetched(sql, [])
        return int(count)


def limited(
    execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]
) -> Any:
    """Ask by the index, of which the planner thinks too little, and for some seconds only.

    Several statements in one message are a transaction of their own, where there is none around them.
    Where there is one, a savepoint keeps it whole when an answer is given up.
    """
    if many or not sql.lstrip().startswith(QUESTIONS):
        return execute(sql, params, many, context)
    is_within = connection.in_atomic_block
    before = [BEGIN] if is_within else []
    before += [
        "SET LOCAL enable_seqscan = off",
        f"SET LOCAL statement_timeout = {int(MOST_SECONDS * 1000)}",
    ]
    after = [UNDO] if is_within else []
    try:
        answer = execute("; ".join([*before, sql, *after]), params, many, context)
    except OperationalError as error:
        if is_within and isinstance(error.__cause__, QueryCanceled):
            run(UNDO)
        raise
    for _ in before:
        context["cursor"].nextset()
    return answer


def run(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


@lru_cache(maxsize=SAME)
def vectors(text: Text) -> tuple[str, str, str]:
    """Of headline and deck alone, of all, and of which follow each other; a stem stands where its word does."""
    parts = (("A", text.title), ("B", text.deck), ("C", text.body))
    found: dict[str, list[str]] = {}
    pairs: dict[str, None] = {}
    head = before = ""
    position = 0
    for weight, part in parts:
        for form, stem in islice(indexed(part, text.language), MOST_WORDS):
            position += 1
            pairs[f"{before} {form}"] = None
            before = form
            place = f"{min(position, LAST_POSITION)}{weight}"
            found.setdefault(form, []).append(place)
            if stem:
                found.setdefault(stem, []).append(place)
        position += 1  # a phrase does not go on from one part into the next
        before = ""
        if weight == "B":
            head = literal(found)
    return head, literal(found), joined(pairs)


def literal(words: dict[str, list[str]]) -> str:
    """Words hold only letters and digits, so that quotes keep them from being syntax."""
    return " ".join(f"'{word}':{','.join(places[:255])}" for word, places in words.items())


def joined(pairs: Iterable[str]) -> str:
    """A word and the next are one word here; one without a next or a word before is none."""
    sizes = accumulate(len(pair.encode()) for pair in pairs)
    kept = takewhile(lambda each: each[1] <= MOST_IN_PAIRS, zip(pairs, sizes, strict=True))
    return " ".join(f"'{pair}'" for pair, _size in kept if pair[0] != " ")


def meets(
    query: Query, *, column: str = "words", locale_id: int | None = None
) -> tuple[str, list[Value]]:
    """What is true of those that meet a query, and the values for it.

    The index knows no order of words. Whether they stand in it is read from the articles themselves,
    thousands of them where the words are common; that is why their pairs are indexed, too.
    """
    pairs = [f"'{pair}'" for term in query.terms for pair in pairs_of(term)]
    whole = [term for term in query.terms if len(term.words) != 2 or column != "words"]
    said, given = list[str](), list[Value]()
    if pairs:
        said.append("pairs @@ %s::tsquery")
        given.append(" & ".join(pairs))
    if whole:
        said.append(f"{column} @@ %s::tsquery")
        given.append(tsquery(Query(query.text, tuple(whole))))
    if locale_id is not None:
        # Not by the index of languages, which the planner takes for cheap: it would read all articles.
        said.append("locale_id + 0 = %s")
        given.append(locale_id)
    return " AND ".join(said), given


def pairs_of(term: Term) -> list[str]:
    return [f"{first} {second}" for first, second in pairwise(term.words)]


def tsquery(query: Query) -> str:
    return " & ".join(f"({met(term)})" for term in query.terms)


def met(term: Term) -> str:
    if len(term.words) > 1:
        return " <-> ".join(f"'{word}'" for word in term.words)
    (word,) = term.words
    star = ":*" if term.is_beginning else ""
    return " | ".join([f"'{word}'{star}", *(f"'{stem}'" for stem in term.stems)])
