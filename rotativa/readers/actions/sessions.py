"""Signing an account out, wherever it is signed in."""

from datetime import datetime

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session

from rotativa.people.models import User

CLEARED_AT_ONCE = 1_000


def clear_sessions(*, at: datetime) -> int:
    """Some of those whose time is over, the oldest first, and what the list of sessions says of them."""
    over = Session.objects.filter(expire_date__lt=at).order_by("expire_date")
    keys = list(over.values_list("pk", flat=True)[:CLEARED_AT_ONCE])
    UserSession.objects.filter(session_key__in=keys).delete()
    return Session.objects.filter(pk__in=keys, expire_date__lt=at).delete()[0]


def end_sessions(user: User, *, but: str | None = None) -> int:
    """All of them, or all but the one with this key; how many there were."""
    ended = 0
    for session in UserSession.objects.filter(user=user).exclude(session_key=but):
        session.end()
        ended += 1
    return ended
