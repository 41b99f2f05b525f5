"""The database itself refuses to change what moderators have decided."""

from django.db import migrations

from rotativa.lib.append_only import writes_once


class Migration(migrations.Migration):
    dependencies = [("comments", "0001_initial")]

    operations = [
        writes_once("comments_decision", "comment_id", "deed", "reason", "note", "at"),
    ]
