import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Leaving',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('keeps_words', models.BooleanField(verbose_name='what they wrote stays')),
                ('asked_at', models.DateTimeField(verbose_name='asked')),
                ('due_at', models.DateTimeField(db_index=True, verbose_name='due')),
                ('reader', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='leaving', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'deletion of an account',
                'verbose_name_plural': 'deletions of accounts',
            },
        ),
    ]
