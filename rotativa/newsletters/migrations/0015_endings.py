from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("newsletters", "0014_held")]

    operations = [
        migrations.AlterField(
            "issue",
            "stage",
            models.CharField(
                choices=[
                    ("draft", "Not sent"),
                    ("sending", "Being sent"),
                    ("paused", "Stopped"),
                    ("ending", "Stopped for good"),
                    ("done", "Sent"),
                    ("skipped", "Left out"),
                ],
                default="draft",
                max_length=8,
                verbose_name="state",
            ),
        ),
    ]
