import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("newsletters", "0009_links_and_moves"),
    ]

    operations = [
        migrations.CreateModel(
            name="Intake",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="file")),
                ("system", models.CharField(max_length=20)),
                ("asked_at", models.DateTimeField(verbose_name="brought")),
                ("language", models.CharField(max_length=20)),
                ("is_trial", models.BooleanField(default=False)),
                ("may_suppress", models.BooleanField(default=False)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("working", "Being read"),
                            ("done", "Done"),
                            ("failed", "Failed"),
                            ("stopped", "Stopped"),
                        ],
                        db_index=True,
                        default="waiting",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("shift", models.PositiveIntegerField(default=0)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("due_at", models.DateTimeField()),
                ("finished_at", models.DateTimeField(null=True)),
                ("lines", models.PositiveIntegerField(default=0)),
                ("rows_read", models.PositiveIntegerField(default=0)),
                ("counts", models.JSONField(default=dict)),
                ("faults", models.JSONField(default=list)),
                ("broken_line", models.PositiveIntegerField(default=0)),
                (
                    "brought_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "newsletters",
                    models.ManyToManyField(related_name="+", to="newsletters.newsletter"),
                ),
            ],
            options={
                "verbose_name": "file of subscribers",
                "verbose_name_plural": "files of subscribers",
            },
        ),
        migrations.CreateModel(
            name="IntakeFile",
            fields=[
                (
                    "intake",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="file",
                        serialize=False,
                        to="newsletters.intake",
                    ),
                ),
                ("content", models.BinaryField()),
            ],
        ),
    ]
