from typing import Any

from django.db import migrations, models
from django.db.models import Min


def keep_the_first(apps: Any, _schema_editor: Any) -> None:
    """The oldest of several rules for one thing was the one that held."""
    modes = apps.get_model("comments", "OtherMode").objects
    for name in ("section", "article"):
        rows = modes.exclude(**{name: None})
        first = rows.values(name).annotate(first=Min("pk")).values_list("first", flat=True)
        rows.exclude(pk__in=list(first)).delete()


class Migration(migrations.Migration):
    dependencies = [("articles", "0014_words_of_questions"), ("comments", "0003_claims")]

    operations = [
        migrations.AlterField(
            model_name='decision',
            name='deed',
            field=models.CharField(choices=[('approved', 'approved'), ('rejected', 'rejected'), ('spam', 'put to the spam'), ('ban', 'banned the reader'), ('lift', 'lifted the ban'), ('note', 'noted')], max_length=10, verbose_name='what was done'),
        ),
        migrations.RunPython(keep_the_first, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name='othermode',
            constraint=models.UniqueConstraint(fields=('section',), name='other_mode_once_a_section', violation_error_message='There is a rule for it already.'),
        ),
        migrations.AddConstraint(
            model_name='othermode',
            constraint=models.UniqueConstraint(fields=('article',), name='other_mode_once_an_article', violation_error_message='There is a rule for it already.'),
        ),
    ]
