"""The database itself refuses to change what moderators have decided."""

from typing import Any

from django.db import migrations

COLUMNS = '"comment_id", "deed", "reason", "note", "at"'
SQLITE = f"""
CREATE TRIGGER comments_decision_written_once BEFORE UPDATE OF {COLUMNS} ON comments_decision
BEGIN SELECT RAISE(ABORT, 'Such rows are written once.'); END
"""
POSTGRESQL = f"""
CREATE OR REPLACE FUNCTION comments_written_once() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'Such rows are written once.'
USING ERRCODE = 'integrity_constraint_violation'; END $$;
CREATE TRIGGER comments_decision_written_once BEFORE UPDATE OF {COLUMNS} ON comments_decision
FOR EACH ROW EXECUTE FUNCTION comments_written_once()
"""


def add_trigger(apps: Any, schema_editor: Any) -> None:
    schema_editor.execute(
        {"sqlite": SQLITE, "postgresql": POSTGRESQL}[schema_editor.connection.vendor]
    )


def take_trigger(apps: Any, schema_editor: Any) -> None:
    on = " ON comments_decision" if schema_editor.connection.vendor == "postgresql" else ""
    schema_editor.execute(f"DROP TRIGGER comments_decision_written_once{on}")


class Migration(migrations.Migration):
    dependencies = [("comments", "0001_initial")]

    operations = [migrations.RunPython(add_trigger, take_trigger)]
