from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('newsletters', '0007_comebacks'),
    ]

    operations = [
        migrations.AddField(
            model_name='issue',
            name='figures',
            field=models.JSONField(blank=True, default=dict, editable=False),
        ),
    ]
