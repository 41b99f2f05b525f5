from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("evidence", "0007_words_of_sources")]

    operations = [
        migrations.AddField("difference", "whole", models.JSONField(default=list)),
        migrations.AddField("difference", "whole_is_cut", models.BooleanField(default=False)),
    ]
