"""Why an article was published without good copies; the database itself refuses to change it."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from rotativa.lib.append_only import writes_once


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
        writes_once("articles_waiver", "article_id", "sources", "reason", "at"),
    ]
