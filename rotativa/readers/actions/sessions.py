"""Signing an account out, wherever it is signed in."""

from allauth.usersessions.models import UserSession

from rotativa.people.models import User


def end_sessions(user: User, *, but: str | None = None) -> int:
    """All of them, or all but the one with this key; how many there were."""
    ended = 0
    for session in UserSession.objects.filter(user=user).exclude(session_key=but):
        session.end()
        ended += 1
    return ended
