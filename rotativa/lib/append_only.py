"""Rows that are written once: what a paper has said in public stays said."""

from collections.abc import Iterator
from typing import Any, NoReturn

from django.db import migrations, models

SQLITE = """
CREATE TRIGGER {table}_written_once BEFORE UPDATE OF {columns} ON {table}
BEGIN SELECT RAISE(ABORT, 'Such rows are written once.'); END
"""
FUNCTION = """
CREATE OR REPLACE FUNCTION {app}_written_once() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'Such rows are written once.'
USING ERRCODE = 'integrity_constraint_violation'; END $$
"""
POSTGRESQL = """
CREATE TRIGGER {table}_written_once BEFORE UPDATE OF {columns} ON {table}
FOR EACH ROW EXECUTE FUNCTION {app}_written_once()
"""


class WrittenOnce(Exception):
    """Such a row is neither changed nor taken out; another one is added after it."""

    def __init__(self, model: type[models.Model]) -> None:
        super().__init__(f"Rows of {model._meta.label} are written once.")


class AppendOnlyQuerySet(models.QuerySet[Any]):
    def update(self, **_kwargs: Any) -> NoReturn:
        raise WrittenOnce(self.model)

    def bulk_update(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        raise WrittenOnce(self.model)

    def delete(self) -> NoReturn:
        raise WrittenOnce(self.model)


class AppendOnly(models.Model):
    """The database itself refuses to change such a row, too: its migration has `writes_once`.

    Its manager is of `AppendOnlyQuerySet`. A row goes only with what it belongs to, where that may go.
    """

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise WrittenOnce(type(self))
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        raise WrittenOnce(type(self))


def writes_once(table: str, *columns: str) -> migrations.RunPython:
    """For migrations: from now on the database refuses to change these columns of the table.

    Others may change, as whoever did something is forgotten when their account goes. A migration that
    remakes the table must do this again.
    """
    names = ", ".join(f'"{column}"' for column in columns)
    words = {"table": table, "columns": names, "app": table.partition("_")[0]}

    def add_trigger(_apps: Any, schema_editor: Any) -> None:
        for statement in statements(schema_editor.connection.vendor):
            schema_editor.execute(statement.format(**words))

    def take_trigger(_apps: Any, schema_editor: Any) -> None:
        on = f" ON {table}" if schema_editor.connection.vendor == "postgresql" else ""
        schema_editor.execute(f"DROP TRIGGER {table}_written_once{on}")

    return migrations.RunPython(add_trigger, take_trigger)


def statements(vendor: str) -> Iterator[str]:
    if vendor == "postgresql":
        yield FUNCTION
        yield POSTGRESQL
    else:
        yield SQLITE
