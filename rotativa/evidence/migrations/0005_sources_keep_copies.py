import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("evidence", "0004_checks_written_once")]

    operations = [
        migrations.AlterField(
            model_name="capture",
            name="source",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="captures",
                to="evidence.source",
                verbose_name="source",
            ),
        ),
    ]
