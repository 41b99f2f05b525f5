from django.db import migrations
from django.db.models import OuterRef, Subquery


def list_articles(apps, schema_editor):
    """Say of each article what `Article.save` says of those to come."""
    page = apps.get_model("wagtailcore", "Page").objects.filter(pk=OuterRef("pk"), live=True)
    page = page.exclude(first_published_at=None)
    restrictions = apps.get_model("wagtailcore", "PageViewRestriction").objects
    for path in restrictions.values_list("page__path", flat=True):
        page = page.exclude(path__startswith=path)
    apps.get_model("articles", "Article").objects.update(
        listed_in=Subquery(page.values("locale")),
        listed_at=Subquery(page.values("first_published_at")),
    )


class Migration(migrations.Migration):

    dependencies = [
        ("articles", "0003_listed"),
    ]

    operations = [
        migrations.RunPython(list_articles, migrations.RunPython.noop),
    ]
