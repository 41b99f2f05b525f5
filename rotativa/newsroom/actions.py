"""Opening a newsroom: everything that a new site needs before somebody signs in."""

from collections.abc import Mapping, Sequence

from django.core.management import call_command
from django.db import transaction

from rotativa.articles.actions import set_up_paper
from rotativa.newsroom.groups import set_up_groups
from rotativa.people.models import User


def open_newsroom(
    languages: Sequence[str],
    *,
    base_url: str,
    names: Mapping[str, str],
    email: str,
    one_time_password: str,
) -> User:
    """Tables, front pages, groups and the first editor, whose password must be changed at once."""
    call_command("migrate", verbosity=0, interactive=False)
    with transaction.atomic():
        set_up_paper(languages, base_url=base_url, names=names)
        set_up_groups()
        editor = User(email=email, is_staff=True, is_superuser=True)
        editor.set_one_time_password(one_time_password)
        editor.save()
    return editor
