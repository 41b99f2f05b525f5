"""The database itself refuses to change what is written once."""

from django.db import migrations

from rotativa.lib.append_only import writes_once


class Migration(migrations.Migration):
    dependencies = [("articles", "0007_evidence")]

    operations = [
        writes_once("articles_claimstatus", "claim_id", "status", "date", "source_id", "at"),
        writes_once("articles_claimnote", "status_id", "locale_id", "text"),
        writes_once("articles_correction", "article_id", "kind", "text", "at"),
    ]
