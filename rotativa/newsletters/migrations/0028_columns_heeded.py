from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('newsletters', '0027_links_refused'),
    ]

    operations = [
        migrations.AddField(
            model_name='intake',
            name='columns',
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name='intake',
            name='unheeded',
            field=models.JSONField(default=list),
        ),
    ]
