from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("comments", "0002_written_once")]

    operations = [
        migrations.AddField(
            model_name="comment",
            name="claim",
            field=models.CharField(blank=True, default="", editable=False, max_length=64),
            preserve_default=False,
        ),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(
                condition=models.Q(("claim", ""), _negated=True),
                fields=["claim"],
                name="comment_claim",
            ),
        ),
    ]
