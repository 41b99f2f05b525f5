import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Count, Max
from django.db.models.functions import TruncMonth


def count_months(apps, schema_editor):
    """Say of each month what `count_months` says of those to come."""
    month = apps.get_model("articles", "ListedMonth")
    articles = apps.get_model("articles", "Article").objects.filter(alias_of=None)
    counted = (
        articles.exclude(listed_in=None)
        .exclude(published_date=None)
        .order_by()
        .annotate(month=TruncMonth("published_date"))
        .values_list("listed_in", "month")
        .annotate(n=Count("pk"), changed_at=Max("last_published_at"))
    )
    month.objects.bulk_create(
        month(locale_id=locale, month=first, articles=number, changed_at=changed_at)
        for locale, first, number, changed_at in counted
    )


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0009_pairs_of_words'),
        ('wagtailcore', '0098_apitoken'),
    ]

    operations = [
        migrations.CreateModel(
            name='ListedMonth',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('month', models.DateField()),
                ('articles', models.PositiveIntegerField()),
                ('changed_at', models.DateTimeField(null=True)),
                ('locale', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='wagtailcore.locale')),
            ],
            options={
                'verbose_name': 'listed month',
                'verbose_name_plural': 'listed months',
                'constraints': [models.UniqueConstraint(fields=('locale', 'month'), name='one_row_per_month')],
            },
        ),
        migrations.RunPython(count_months, migrations.RunPython.noop),
    ]
