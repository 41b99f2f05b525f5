"""Who asks, where it is known."""

from django.http import HttpRequest

from rotativa.people.models import User


class DeskRequest(HttpRequest):
    """Of somebody who is signed in."""

    user: User
