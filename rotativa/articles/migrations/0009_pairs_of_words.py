from django.db import migrations

TABLES = ("articles_searchentry", "articles_draftentry")


def add_pairs(apps, schema_editor):
    """Those of before have none until their words are made anew, which the clock asks for."""
    if schema_editor.connection.vendor != "postgresql":
        return
    for table in TABLES:
        schema_editor.execute(f'ALTER TABLE "{table}" ADD pairs tsvector')
        schema_editor.execute(
            f'CREATE INDEX "{table}_pairs" ON "{table}" USING gin (pairs) WITH (fastupdate = off)'
        )


def drop_pairs(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for table in TABLES:
            schema_editor.execute(f'ALTER TABLE "{table}" DROP pairs')


class Migration(migrations.Migration):
    """Which word follows which: else PostgreSQL reads whole articles for each phrase."""

    dependencies = [("articles", "0008_written_once")]

    operations = [migrations.RunPython(add_pairs, drop_pairs)]
