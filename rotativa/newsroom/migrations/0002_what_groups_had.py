from django.db import migrations

VERBS = ("add", "change", "delete", "view")
WRITES = ["wagtailadmin.access_admin", "simple_translation.submit_translation"]
TAGS = ["articles.add_tag", "articles.change_tag", "articles.view_tag"]
DESK = [
    *(f"articles.{verb}_{noun}" for verb in VERBS for noun in ("section", "author", "tag")),
    *(f"wagtailredirects.{verb}_redirect" for verb in VERBS),
]
HOUSE = [
    "pages.write_html",
    *(f"pages.{verb}_paper" for verb in VERBS),
    *(f"people.{verb}_user" for verb in VERBS),
    *(f"auth.{verb}_group" for verb in VERBS),
    *(f"wagtailcore.{verb}_{noun}" for verb in VERBS
      for noun in ("locale", "site", "workflow", "task")),
]
FIRST = {
    "Administrator": [*WRITES, *DESK, *HOUSE],
    "Editor": [*WRITES, *DESK],
    "Author": [*WRITES, *TAGS],
    "Contributor": WRITES,
}


def remember(apps, schema_editor):
    """Groups that are there were made with these: what they lack of them was taken away."""
    given = apps.get_model("newsroom", "Given").objects
    for group in apps.get_model("auth", "Group").objects.filter(name__in=FIRST):
        for permission in FIRST[group.name]:
            given.get_or_create(group=group, permission=permission)


class Migration(migrations.Migration):

    dependencies = [
        ("newsroom", "0001_given"),
    ]

    operations = [
        migrations.RunPython(remember, migrations.RunPython.noop),
    ]
