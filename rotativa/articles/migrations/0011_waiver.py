"""Why an article was published without good copies; the database itself refuses to change it."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

TABLE = "articles_waiver"
COLUMNS = '"article_id", "sources", "reason", "at"'
SQLITE = f"""
CREATE TRIGGER {TABLE}_written_once BEFORE UPDATE OF {COLUMNS} ON {TABLE}
BEGIN SELECT RAISE(ABORT, 'Such rows are written once.'); END
"""
POSTGRESQL = f"""
CREATE TRIGGER {TABLE}_written_once BEFORE UPDATE OF {COLUMNS} ON {TABLE}
FOR EACH ROW EXECUTE FUNCTION articles_written_once()
"""


def add_trigger(apps, schema_editor):
    sql = {"sqlite": SQLITE, "postgresql": POSTGRESQL}[schema_editor.connection.vendor]
    schema_editor.execute(sql)


def take_trigger(apps, schema_editor):
    on = f" ON {TABLE}" if schema_editor.connection.vendor == "postgresql" else ""
    schema_editor.execute(f"DROP TRIGGER {TABLE}_written_once{on}")


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0010_listed_month"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Waiver",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sources", models.JSONField()),
                ("reason", models.TextField(max_length=2000)),
                ("at", models.DateTimeField()),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="waivers",
                        to="articles.article",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "publication without good copies",
                "verbose_name_plural": "publications without good copies",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="waived_for_a_reason",
                    )
                ],
            },
        ),
        migrations.RunPython(add_trigger, take_trigger),
    ]
