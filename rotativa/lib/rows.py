"""Rows by the thousand: one statement for all of them, which the database compiles once.

For archives that come in. No signals and no `save()`, but each field prepares its values as it does for
a single row. Keys that the database gives are not known afterwards: look them up by what is unique.
"""

from collections.abc import Iterable, Sequence
from operator import attrgetter
from typing import Any

from django.db import connection
from django.db.models import (
    BooleanField,
    CharField,
    Field,
    ForeignKey,
    IntegerField,
    Model,
    TextField,
)

NATIVE: dict[type[Field[Any, Any]], type] = {
    CharField: str,
    TextField: str,
    BooleanField: bool,
    IntegerField: int,
    ForeignKey: int,
}
"""What a database takes as it is, by the kind of its field: nearly all values of a row."""


def insert_rows(
    rows: Sequence[Model], *, into: type[Model] | None = None, skips_conflicts: bool = False
) -> None:
    """Insert rows of one model, or what they have in common `into` the table of its parent."""
    if not rows:
        return
    model = into or type(rows[0])
    fields = [field for field in fields_of(model) if not is_given_by_database(field, rows[0])]
    columns = [prepared(field, read(field, rows)) for field in fields]
    insert(model, fields, zip(*columns, strict=True), skips_conflicts=skips_conflicts)


def insert_values(
    model: type[Model], names: Sequence[str], values: Sequence[Sequence[Any]]
) -> None:
    """Insert rows of which these fields are all that there is, as of a table between two others."""
    fields = fields_named(model, names)
    insert(model, fields, zip(*prepared_columns(fields, values), strict=True))


def update_rows(
    model: type[Model], names: Sequence[str], values: Sequence[tuple[int, Sequence[Any]]]
) -> None:
    """Give some fields of each row, named by its primary key, values of its own."""
    fields = fields_named(model, names)
    columns = prepared_columns(fields, [new for _key, new in values])
    places = ", ".join(f"{quoted(field.column)} = %s" for field in fields)
    table, key = quoted(model._meta.db_table), quoted(model._meta.pk.column)
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE {table} SET {places} WHERE {key} = %s",  # noqa: S608  # our own names
            list(zip(*columns, (key for key, _new in values), strict=True)),
        )


def insert(
    model: type[Model],
    fields: Sequence[Field[Any, Any]],
    rows: Iterable[Sequence[Any]],
    *,
    skips_conflicts: bool = False,
) -> None:
    names = ", ".join(quoted(field.column) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    ending = " ON CONFLICT DO NOTHING" if skips_conflicts else ""
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {quoted(model._meta.db_table)} ({names}) VALUES ({places}){ending}",  # noqa: S608  # our own names
            list(rows),
        )


def fields_of(model: type[Model]) -> list[Field[Any, Any]]:
    """Those with a column in the model's own table."""
    return [field for field in model._meta.local_concrete_fields if not field.generated]


def fields_named(model: type[Model], names: Sequence[str]) -> list[Field[Any, Any]]:
    by_name = {field.name: field for field in fields_of(model)}
    return [by_name[name] for name in names]


def is_given_by_database(field: Field[Any, Any], row: Model) -> bool:
    return field.primary_key and getattr(row, field.attname) is None


def read(field: Field[Any, Any], rows: Sequence[Model]) -> list[Any]:
    """The field's values, after what it does before a row is saved (`auto_now`)."""
    if type(field).pre_save is Field.pre_save:
        return list(map(attrgetter(field.attname), rows))
    return [field.pre_save(row, add=True) for row in rows]


def prepared_columns(
    fields: Sequence[Field[Any, Any]], values: Sequence[Sequence[Any]]
) -> list[list[Any]]:
    return [prepared(field, [row[place] for row in values]) for place, field in enumerate(fields)]


def prepared(field: Field[Any, Any], values: list[Any]) -> list[Any]:
    """The values as the field would save them; most columns hold nothing to prepare."""
    native = next((native for kind, native in NATIVE.items() if isinstance(field, kind)), None)
    if set(map(type, values)) <= {native, type(None)}:
        return values
    return [
        None if value is None else field.get_db_prep_save(value, connection) for value in values
    ]


def quoted(name: str | None) -> str:
    return connection.ops.quote_name(str(name))
