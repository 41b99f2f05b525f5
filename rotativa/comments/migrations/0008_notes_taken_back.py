import django.db.models.deletion
from django.db import migrations, models

from rotativa.lib.append_only import writes_once

COLUMNS = ("comment_id", "deed", "reason", "note", "at")
before = writes_once("comments_decision", *COLUMNS)


class Migration(migrations.Migration):
    dependencies = [("comments", "0007_checked")]

    operations = [
        migrations.AlterField(
            model_name="decision",
            name="deed",
            field=models.CharField(choices=[("approved", "approved"), ("rejected", "rejected"), ("spam", "put to the spam"), ("ban", "banned the reader"), ("lift", "lifted the ban"), ("note", "noted"), ("pin", "pinned"), ("unpin", "unpinned"), ("pick", "picked"), ("unpick", "no longer picked"), ("unnote", "deleted the note")], max_length=10, verbose_name="what was done"),
        ),
        migrations.AddField(
            model_name="decision",
            name="takes_back",
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name="ends", to="comments.decision"),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.UniqueConstraint(condition=models.Q(("takes_back__isnull", False)), fields=("takes_back",), name="taken_back_once"),
        ),
        migrations.RunPython(before.reverse_code, before.code),
        writes_once("comments_decision", *COLUMNS, "takes_back_id"),
    ]
