"""The database itself refuses to change what a look at a source told."""

from django.db import migrations

from rotativa.lib.append_only import writes_once


class Migration(migrations.Migration):
    dependencies = [("evidence", "0003_checks")]

    operations = [
        writes_once(
            "evidence_check", "source_id", "at", "state", "status", "url", "likeness", "detail"
        ),
    ]
