"""Who is signed in, and how."""

import time

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.utils import is_mfa_enabled
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest

from rotativa.people.models import User

SECOND_FACTOR = "readers_second_factor"
SIGNED_IN_AT = "readers_signed_in_at"
RECENT = 5 * 60


def note_signing_in(request: HttpRequest) -> None:
    request.session[SIGNED_IN_AT] = time.time()


def note_second_factor(request: HttpRequest, user: User) -> None:
    """For this account only: the session may still be somebody else's, who gives up half-way."""
    request.session[SECOND_FACTOR] = user.pk


def has_second_factor(request: HttpRequest) -> bool:
    """Shown in this session, and still there: it may have been removed since, here or elsewhere."""
    shown = bool(request.session.get(SECOND_FACTOR) == request.user.pk)
    return shown and is_mfa_enabled(request.user)


def has_signed_in_just_now(request: HttpRequest) -> bool:
    """Or has confirmed since that it is them, within the last minutes: no reason to ask again."""
    moments = [step["at"] for step in get_authentication_records(request, request.user)]
    moments.append(request.session.get(SIGNED_IN_AT, 0))
    return request.user.is_authenticated and time.time() - max(moments) < RECENT


def may_enter_desk(user: User | AnonymousUser) -> bool:
    return bool(user.has_perm("wagtailadmin.access_admin"))
