from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("newsletters", "0015_endings")]

    operations = [
        migrations.AddIndex(
            "subscriber",
            models.Index(
                fields=["id"],
                condition=models.Q(counting_agreed_at__isnull=False),
                name="subscriber_counted",
            ),
        ),
    ]
