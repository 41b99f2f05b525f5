from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("newsletters", "0013_clicks")]

    operations = [
        migrations.RemoveIndex("delivery", "delivery_held"),
        migrations.AddIndex(
            "delivery",
            models.Index(
                fields=["shift"],
                condition=models.Q(settled_at__isnull=True, shift__isnull=False),
                name="delivery_held",
            ),
        ),
    ]
