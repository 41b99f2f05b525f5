from typing import Any

from django.db import migrations, models

TRIGGER = "CREATE TRIGGER articles_reminder_written_once BEFORE UPDATE OF inquiry_id, date, at"
SQLITE = f"""
{TRIGGER} ON articles_reminder BEGIN SELECT RAISE(ABORT, 'Such rows are written once.'); END
"""
POSTGRESQL = f"""
{TRIGGER} ON articles_reminder FOR EACH ROW EXECUTE FUNCTION articles_written_once()
"""


def add_trigger(apps: Any, schema_editor: Any) -> None:
    schema_editor.execute(
        {"sqlite": SQLITE, "postgresql": POSTGRESQL}[schema_editor.connection.vendor]
    )


def take_trigger(apps: Any, schema_editor: Any) -> None:
    on = " ON articles_reminder" if schema_editor.connection.vendor == "postgresql" else ""
    schema_editor.execute(f"DROP TRIGGER articles_reminder_written_once{on}")


class Migration(migrations.Migration):
    """And the database itself refuses to change on which days a question was asked again."""

    dependencies = [("articles", "0013_fill_inquiries")]

    operations = [
        migrations.RemoveField(model_name="question", name="answer"),
        migrations.RemoveField(model_name="question", name="answered_by"),
        migrations.RemoveField(model_name="question", name="answered_on"),
        migrations.AlterField(
            model_name="question",
            name="asked_on",
            field=models.DateField(
                blank=True,
                help_text="Once it is published, the day is changed under Evidence, Questions.",
                null=True,
                verbose_name="asked on",
            ),
        ),
        migrations.RunPython(add_trigger, take_trigger),
    ]
