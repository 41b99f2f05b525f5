from django.db import migrations, models


def begin_anew(apps, schema_editor):
    """Where a file had come to was counted in rows; what is stored already is known then."""
    intakes = apps.get_model("newsletters", "Intake").objects.filter(rows_read__gt=0)
    intakes.filter(state__in=["waiting", "working"]).update(rows_read=0, counts={}, faults=[])


class Migration(migrations.Migration):
    dependencies = [("newsletters", "0016_counted")]

    operations = [
        migrations.AddField("intake", "lines_read", models.PositiveIntegerField(default=0)),
        migrations.RunPython(begin_anew, migrations.RunPython.noop),
    ]
