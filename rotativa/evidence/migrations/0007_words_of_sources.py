from typing import Any

from django.db import migrations, models

from rotativa.lib.folding import folded

AT_ONCE = 500
SAID = ("title", "publisher", "speaker", "url")


def fill(apps: Any, schema_editor: Any) -> None:
    """Of the sources that are there, so many at a time that any number of them fits."""
    sources = apps.get_model("evidence", "Source").objects
    last = 0
    while rows := list(sources.filter(pk__gt=last).order_by("pk").only("pk", *SAID)[:AT_ONCE]):
        for row in rows:
            row.said = folded(" ".join(filter(None, (getattr(row, name) for name in SAID))))
        sources.bulk_update(rows, ["said"])
        last = rows[-1].pk


class Migration(migrations.Migration):
    dependencies = [("evidence", "0006_difference")]

    operations = [
        migrations.AddField(
            model_name="source",
            name="said",
            field=models.TextField(blank=True, default="", editable=False),
            preserve_default=False,
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
