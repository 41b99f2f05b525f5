"""The desk as a member of one of the four groups sees it."""

from typing import Any

from django.contrib.auth.models import Group
from django.test import Client
from wagtail.users.models import UserProfile

from rotativa.people.models import User

REFUSED = "/desk/"


def desk_of(group: str) -> Client:
    user = User.objects.create_user(f"{group.lower()}@paper.example", "a password 5")
    user.groups.add(Group.objects.get(name=group))
    client = Client()
    client.force_login(user)
    return client


def set_language(client: Client, language: str) -> None:
    user = User.objects.get(pk=client.session["_auth_user_id"])
    UserProfile.objects.update_or_create(user=user, defaults={"preferred_language": language})


def may(answer: Any) -> bool:
    """Wagtail answers what is refused with a redirect to the desk's first page."""
    return not (answer.status_code == 302 and answer.headers["Location"] == REFUSED)
