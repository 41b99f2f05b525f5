import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("evidence", "0005_sources_keep_copies")]

    operations = [
        migrations.CreateModel(
            name="Difference",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("seen_at", models.DateTimeField()),
                ("passages", models.JSONField(default=list)),
                ("removed", models.PositiveIntegerField()),
                ("added", models.PositiveIntegerField()),
                ("is_cut", models.BooleanField(default=False)),
                (
                    "capture",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="evidence.capture",
                    ),
                ),
                (
                    "source",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="difference",
                        to="evidence.source",
                    ),
                ),
            ],
            options={"verbose_name": "difference", "verbose_name_plural": "differences"},
        ),
    ]
