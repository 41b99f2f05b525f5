"""The newsletter that every paper has."""

from typing import Any

from django.db import migrations


def add_daily(apps: Any, schema_editor: Any) -> None:
    apps.get_model("newsletters", "Newsletter").objects.get_or_create(slug="daily")


class Migration(migrations.Migration):
    dependencies = [("newsletters", "0001_initial")]

    operations = [migrations.RunPython(add_daily, migrations.RunPython.noop)]
