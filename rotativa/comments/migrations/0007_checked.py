import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("comments", "0006_answers_and_marks")]

    operations = [
        migrations.CreateModel(
            name="Checked",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("is_spam", models.BooleanField()),
                ("visitor", models.CharField(max_length=64)),
                ("browser", models.CharField(blank=True, max_length=500)),
                ("page", models.CharField(blank=True, max_length=1000)),
                ("at", models.DateTimeField(db_index=True)),
                ("tell_at", models.DateTimeField(null=True)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("comment", models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="comments.comment")),
            ],
            options={
                "verbose_name": "comment of which a service was asked",
                "verbose_name_plural": "comments of which a service was asked",
                "default_permissions": (),
                "indexes": [
                    models.Index(condition=models.Q(("tell_at__isnull", False)), fields=["tell_at"], name="checked_to_tell"),
                ],
            },
        ),
    ]
