"""The database itself refuses to change what a look at a source told."""

from typing import Any

from django.db import migrations

COLUMNS = '"source_id", "at", "state", "status", "url", "likeness", "detail"'
SQLITE = f"""
CREATE TRIGGER evidence_check_written_once BEFORE UPDATE OF {COLUMNS} ON evidence_check
BEGIN SELECT RAISE(ABORT, 'Such rows are written once.'); END
"""
POSTGRESQL = f"""
CREATE OR REPLACE FUNCTION evidence_written_once() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'Such rows are written once.'
USING ERRCODE = 'integrity_constraint_violation'; END $$;
CREATE TRIGGER evidence_check_written_once BEFORE UPDATE OF {COLUMNS} ON evidence_check
FOR EACH ROW EXECUTE FUNCTION evidence_written_once()
"""


def add_trigger(apps: Any, schema_editor: Any) -> None:
    schema_editor.execute(
        {"sqlite": SQLITE, "postgresql": POSTGRESQL}[schema_editor.connection.vendor]
    )


def take_trigger(apps: Any, schema_editor: Any) -> None:
    on = " ON evidence_check" if schema_editor.connection.vendor == "postgresql" else ""
    schema_editor.execute(f"DROP TRIGGER evidence_check_written_once{on}")


class Migration(migrations.Migration):
    dependencies = [("evidence", "0003_checks")]

    operations = [migrations.RunPython(add_trigger, take_trigger)]
