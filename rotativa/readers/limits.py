"""How often the forms of accounts may be tried; docs/run/sign-in.md has the table."""

from allauth.core.internal import ratelimit
from allauth.mfa.totp.internal import auth as totp
from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest
from django.utils import timezone
from django.utils.connection import ConnectionProxy
from django.utils.translation import gettext_lazy as _

from rotativa.lib.attempts import CACHE, Limit, take_places
from rotativa.lib.visitors import address_of
from rotativa.pages.middleware import FORMS, HOUR, QUARTER, Form

SIGN_IN = Form(
    Limit("sign-in-account", 10, QUARTER), Limit("sign-in-address", 30, QUARTER), "login", 302
)
CODE = Form(
    Limit("code-account", 20, HOUR),
    Limit("code-address", 30, HOUR),
    "login",
    200,
    by_both=Limit("code-account-address", 6, HOUR),
    otherwise=_("A password or a passkey opens your account all the same."),
)
REGISTER = Form(
    Limit("register-account", 20, HOUR),
    Limit("register-address", 20, HOUR),
    "email",
    200,
    by_both=Limit("register-account-address", 6, HOUR),
)
GUESSES = Limit("guess-code", 3, HOUR)
GUESSES_FROM = Limit("guess-address", 30, QUARTER)


def of_sign_in(request: HttpRequest) -> Form:
    return SIGN_IN if request.POST.get("password") else CODE


def bound_forms() -> None:
    FORMS.update(account_login=of_sign_in, account_signup=lambda _request: REGISTER)


def take_guess(request: HttpRequest, *, at_code: str) -> str:
    """Before a code is compared: what a session counts, requests at once do not see of each other.

    Gives the key of the address's place, to be given back for a guess that was right.
    """
    visitor = address_of(request, proxies=settings.TRUSTED_PROXIES)
    code = f"{request.session.session_key} {at_code}"
    wanted = [(GUESSES_FROM, visitor), (GUESSES, code)]
    place, _of_code = take_places(wanted, at=timezone.now().timestamp())
    return place


def share_limits() -> None:
    """Have allauth count where all processes see it: its own choice is the default cache, one in each.

    It does so for codes of all kinds, and remembers there which codes of an app were used already.
    """
    ratelimit.cache = totp.cache = ConnectionProxy(caches, CACHE)
