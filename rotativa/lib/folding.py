"""Letters without case and accents, as people type them who look for something: in Python and in queries."""

import re
import unicodedata
from typing import Any

from django.db.models import F, Func, TextField, Value
from django.db.models.functions import Concat

MOST_WORDS = 10
NAME = "ROTATIVA_FOLDED"
ACCENTS = re.compile("[\u0300-\u036f]")


def folded(text: str) -> str:
    if text.isascii():
        return text.lower()
    return ACCENTS.sub("", unicodedata.normalize("NFKD", text.lower()))


class Folded(Func):
    """The same in the database. SQLite asks us; PostgreSQL needs no extension for it."""

    output_field = TextField()

    def as_sqlite(self, compiler: Any, connection: Any, **more: Any) -> Any:
        connection.ensure_connection()
        connection.connection.create_function(NAME, 1, folded, deterministic=True)
        return self.as_sql(compiler, connection, function=NAME, **more)

    def as_postgresql(self, compiler: Any, connection: Any, **more: Any) -> Any:
        template = (
            "regexp_replace(normalize(lower(%(expressions)s), NFKD), '[\u0300-\u036f]', '', 'g')"
        )
        return self.as_sql(compiler, connection, template=template, **more)


def words_of(text: str) -> list[str]:
    """Those that are looked for, of what somebody types."""
    return folded(text).split()[:MOST_WORDS]


def having_words(rows: Any, words: str, *fields: str) -> Any:
    """Those that have each of the words somewhere in these fields, with accents or without."""
    said: list[F | Value] = []
    for field in fields:
        said += (F(field), Value(" "))
    rows = rows.alias(said=Folded(Concat(*said, output_field=TextField())))
    for word in words_of(words):
        rows = rows.filter(said__contains=word)
    return rows
