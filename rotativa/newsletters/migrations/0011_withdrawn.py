from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("newsletters", "0010_intakes"),
    ]

    operations = [
        migrations.AddField(
            model_name="issue",
            name="withdrawn_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddIndex(
            model_name="issue",
            index=models.Index(
                condition=models.Q(("frozen_at__isnull", False), ("withdrawn_at", None)),
                fields=["language", "period", "stage"],
                name="issue_readable",
            ),
        ),
    ]
