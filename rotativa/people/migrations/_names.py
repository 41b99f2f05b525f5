"""For migrations that follow a change of what makes two names one."""

from typing import Any

from django.db import migrations

from rotativa.people.rules import name_key

AT_ONCE = 1_000


def compare_anew(apps: Any, schema_editor: Any) -> None:
    """Whoever came first keeps the name to themselves."""
    users = apps.get_model("people", "User").objects.exclude(shown_name="")
    users.update(name_key=None)
    taken: set[str] = set()
    named = []
    for user in users.only("shown_name").order_by("pk").iterator(AT_ONCE):
        key = name_key(user.shown_name)
        if key and key not in taken:
            taken.add(key)
            user.name_key = key
            named.append(user)
    users.model.objects.bulk_update(named, ["name_key"], batch_size=AT_ONCE)
