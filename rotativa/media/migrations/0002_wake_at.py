import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('media', '0001_initial'),
    ]

    operations = [
        migrations.AlterField(
            model_name='renditionrequest',
            name='due_at',
            field=models.DateTimeField(),
        ),
        migrations.AddField(
            model_name='renditionrequest',
            name='wake_at',
            field=models.DateTimeField(db_index=True, default=django.utils.timezone.now),
            preserve_default=False,
        ),
    ]
