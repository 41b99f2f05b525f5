import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('newsletters', '0018_said_of_sender'),
    ]

    operations = [
        migrations.AddField(
            model_name='newsletter',
            name='seen_period',
            field=models.CharField(blank=True, default='', editable=False, max_length=20),
        ),
        migrations.CreateModel(
            name='Miss',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(blank=True, max_length=20)),
                ('period', models.CharField(blank=True, max_length=20)),
                ('kind', models.CharField(choices=[('planning', 'the clock cannot tell when it is due'), ('composing', 'it could not be composed'), ('sending', 'it could not be sent'), ('late', 'the clock did not run at its hour, nor for long after it')], max_length=10)),
                ('last_error', models.TextField(blank=True)),
                ('began_at', models.DateTimeField()),
                ('latest_at', models.DateTimeField()),
                ('told_at', models.DateTimeField(null=True)),
                ('newsletter', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='misses', to='newsletters.newsletter')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('newsletter', 'language', 'period'), name='one_miss_a_number')],
            },
        ),
    ]
