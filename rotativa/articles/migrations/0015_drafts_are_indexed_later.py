from django.db import migrations

INDEXES = ("words", "head", "pairs")
MOST_WAITING = 256
"""Kilobytes of words that a search in drafts reads one by one, before they are put where they belong."""


def index_later(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for name in INDEXES:
            schema_editor.execute(
                f'ALTER INDEX "articles_draftentry_{name}" '
                f"SET (fastupdate = on, gin_pending_list_limit = {MOST_WAITING})"
            )


def index_at_once(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for name in INDEXES:
            schema_editor.execute(
                f'ALTER INDEX "articles_draftentry_{name}" SET (fastupdate = off)'
            )


class Migration(migrations.Migration):
    """Each draft that is saved is indexed, and soon another takes its place: only the desk looks there."""

    dependencies = [("articles", "0014_words_of_questions")]

    operations = [migrations.RunPython(index_later, index_at_once)]
