from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("media", "0002_wake_at")]

    operations = [
        migrations.AddField(
            model_name="picture",
            name="sight",
            field=models.CharField(blank=True, default="", editable=False, max_length=5),
            preserve_default=False,
        ),
    ]
