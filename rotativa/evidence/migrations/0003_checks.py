import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

STATES = [
    ("alive", "There"),
    ("quote", "The words relied on are missing"),
    ("changed", "Changed"),
    ("gone", "Gone"),
    ("blocked", "Lets no machine in"),
    ("unreachable", "Cannot be reached"),
    ("usurped", "Another’s page stands there"),
]


class Migration(migrations.Migration):
    dependencies = [
        ("evidence", "0002_captures"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AskedSite",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=2000, unique=True)),
                ("free_at", models.DateTimeField()),
            ],
        ),
        migrations.AddField(
            model_name="source",
            name="bad_in_row",
            field=models.PositiveSmallIntegerField(default=0, editable=False),
        ),
        migrations.AddField(
            model_name="source",
            name="bad_since",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="source",
            name="checked_at",
            field=models.DateTimeField(
                blank=True, editable=False, null=True, verbose_name="checked"
            ),
        ),
        migrations.AddField(
            model_name="source",
            name="excused",
            field=models.CharField(blank=True, choices=STATES, editable=False, max_length=12),
        ),
        migrations.AddField(
            model_name="source",
            name="next_check_at",
            field=models.DateTimeField(blank=True, db_index=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="source",
            name="state",
            field=models.CharField(
                blank=True, choices=STATES, editable=False, max_length=12, verbose_name="state"
            ),
        ),
        migrations.AddField(
            model_name="source",
            name="state_since",
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name="since"),
        ),
        migrations.AddField(
            model_name="source",
            name="told_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddIndex(
            model_name="source",
            index=models.Index(fields=["state", "-told_at", "-id"], name="source_told"),
        ),
        migrations.CreateModel(
            name="Check",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="when")),
                ("state", models.CharField(choices=STATES, max_length=12, verbose_name="state")),
                (
                    "status",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="answer"),
                ),
                ("url", models.CharField(blank=True, max_length=2000)),
                ("likeness", models.FloatField(blank=True, null=True)),
                ("detail", models.TextField(blank=True)),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="checks",
                        to="evidence.source",
                    ),
                ),
            ],
            options={
                "verbose_name": "check",
                "verbose_name_plural": "checks",
                "indexes": [models.Index(fields=["source", "-at", "-id"], name="check_of_source")],
            },
        ),
    ]
