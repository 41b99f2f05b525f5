from django.db import migrations, models

from rotativa.lib.append_only import writes_once


class Migration(migrations.Migration):
    """And the database itself refuses to change on which days a question was asked again."""

    dependencies = [("articles", "0013_fill_inquiries")]

    operations = [
        migrations.RemoveField(model_name="question", name="answer"),
        migrations.RemoveField(model_name="question", name="answered_by"),
        migrations.RemoveField(model_name="question", name="answered_on"),
        migrations.AlterField(
            model_name="question",
            name="asked_on",
            field=models.DateField(
                blank=True,
                help_text="Once it is published, the day is changed under Evidence, Questions.",
                null=True,
                verbose_name="asked on",
            ),
        ),
        writes_once("articles_reminder", "inquiry_id", "date", "at"),
    ]
