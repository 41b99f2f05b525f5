"""The database itself refuses to change what is written once."""

from typing import Any

from django.db import migrations

COLUMNS = {
    "articles_claimstatus": ("claim_id", "status", "date", "source_id", "at"),
    "articles_claimnote": ("status_id", "locale_id", "text"),
    "articles_correction": ("article_id", "kind", "text", "at"),
}
SQLITE = """
CREATE TRIGGER {table}_written_once BEFORE UPDATE OF {columns} ON {table}
BEGIN SELECT RAISE(ABORT, 'Such rows are written once.'); END
"""
POSTGRESQL = """
CREATE OR REPLACE FUNCTION articles_written_once() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'Such rows are written once.'
USING ERRCODE = 'integrity_constraint_violation'; END $$;
CREATE TRIGGER {table}_written_once BEFORE UPDATE OF {columns} ON {table}
FOR EACH ROW EXECUTE FUNCTION articles_written_once()
"""


def add_triggers(apps: Any, schema_editor: Any) -> None:
    sql = {"sqlite": SQLITE, "postgresql": POSTGRESQL}[schema_editor.connection.vendor]
    for table, columns in COLUMNS.items():
        names = ", ".join(f'"{column}"' for column in columns)
        schema_editor.execute(sql.format(table=table, columns=names))


def take_triggers(apps: Any, schema_editor: Any) -> None:
    on = " ON {table}" if schema_editor.connection.vendor == "postgresql" else ""
    for table in COLUMNS:
        schema_editor.execute(f"DROP TRIGGER {table}_written_once{on.format(table=table)}")


class Migration(migrations.Migration):
    dependencies = [("articles", "0007_evidence")]

    operations = [migrations.RunPython(add_triggers, take_triggers)]
