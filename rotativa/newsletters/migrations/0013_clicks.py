import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("newsletters", "0012_trials"),
    ]

    operations = [
        migrations.AddField(
            model_name="newsletter",
            name="counts_clicks",
            field=models.BooleanField(
                default=False,
                help_text="Off: all links are plain. On: in the letters of subscribers who have agreed to it, links lead over this site, which counts how often each is followed; never by whom, and never who opens a letter.",
                verbose_name="count clicks of those who agree",
            ),
        ),
        migrations.AddField(
            model_name="subscriber",
            name="counting_agreed_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AlterField(
            model_name="step",
            name="deed",
            field=models.CharField(
                choices=[
                    ("asked", "Asked for it"),
                    ("confirmed", "Confirmed the address"),
                    ("chose", "Changed the choices"),
                    ("paused", "Paused"),
                    ("left", "Left"),
                    ("moved", "Went along to another address"),
                    ("imported", "Brought in from a file"),
                    ("suppressed", "Gets no mail any more"),
                    ("lifted", "May get mail again"),
                    ("agreed", "Agreed to the counting of clicks"),
                    ("withdrew", "Took that back"),
                ],
                max_length=10,
                verbose_name="what",
            ),
        ),
        migrations.CreateModel(
            name="Link",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("place", models.PositiveSmallIntegerField()),
                ("path", models.CharField(max_length=1000)),
                ("followed", models.PositiveIntegerField(default=0)),
                (
                    "issue",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="links",
                        to="newsletters.issue",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("issue", "place"), name="link_has_its_place")
                ],
            },
        ),
    ]
