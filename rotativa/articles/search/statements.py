"""What the statements of both databases have in common."""

from collections.abc import Sequence
from typing import Any

from django.db import connection

from rotativa.articles.search.wanted import Narrowed

Value = str | int


def narrowing(narrowed: Narrowed) -> tuple[str, list[Value]]:
    """What is true of the hits that are wanted, and the values for it."""
    said, given = ["1 = 1"], list[Value]()
    if narrowed.sections:
        said.append(f"section IN ({places(narrowed.sections)})")
        given += narrowed.sections
    if narrowed.authors:
        said.append("(" + " OR ".join(["authors LIKE %s"] * len(narrowed.authors)) + ")")
        given += [f"% {author} %" for author in narrowed.authors]
    if narrowed.year is not None:
        said.append("year = %s")
        given.append(narrowed.year)
    return " AND ".join(said), given


def places(values: Sequence[object]) -> str:
    return ", ".join(["%s"] * len(values))


def keys(sql: str, given: Sequence[Any]) -> list[int]:
    """The first of each row."""
    return [row[0] for row in fetched(sql, given)]


def fetched(sql: str, given: Sequence[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        return cursor.fetchall()
