"""What readers are called, and addresses in small letters."""

import rotativa.people.models
from django.db import migrations, models


def put_in_small_letters(apps, schema_editor):
    """Addresses that differ only in case are one already: none can collide."""
    users = apps.get_model("people", "User").objects.using(schema_editor.connection.alias)
    for pk, email in users.values_list("pk", "email").iterator():
        if email != email.lower():
            users.filter(pk=pk).update(email=email.lower())


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0002_attempts'),
    ]

    operations = [
        migrations.RunPython(put_in_small_letters, migrations.RunPython.noop),
        migrations.AlterField(
            model_name='user',
            name='email',
            field=rotativa.people.models.AddressField(error_messages={'unique': 'There is already an account with this e-mail address.'}, max_length=254, unique=True, verbose_name='e-mail address'),
        ),
        migrations.AddField(
            model_name='user',
            name='shown_name',
            field=models.CharField(blank=True, default='', editable=False, max_length=50, verbose_name='name shown with comments'),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='user',
            name='name_key',
            field=models.CharField(editable=False, max_length=100, null=True, unique=True),
        ),
        migrations.AddField(
            model_name='user',
            name='named_at',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='user',
            name='language',
            field=models.CharField(blank=True, default='', editable=False, max_length=20, verbose_name='language of mails'),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='user',
            name='portrait',
            field=models.ImageField(blank=True, editable=False, upload_to='readers', verbose_name='picture'),
        ),
    ]
