from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("pages", "0004_share_card")]

    operations = [
        migrations.AddField(
            model_name="translationstate",
            name="is_out",
            field=models.BooleanField(default=True),
        ),
    ]
