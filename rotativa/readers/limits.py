"""How often the forms of accounts may be tried; docs/run/sign-in.md has the table."""

from allauth.core.internal import ratelimit
from allauth.mfa.totp.internal import auth as totp
from django.core.cache import caches
from django.http import HttpRequest
from django.utils.connection import ConnectionProxy

from rotativa.lib.attempts import CACHE, Limit
from rotativa.pages.middleware import FORMS, HOUR, QUARTER, Form

SIGN_IN = Form(
    Limit("sign-in-account", 10, QUARTER), Limit("sign-in-address", 30, QUARTER), "login", 302
)
CODE = Form(Limit("code-account", 6, HOUR), Limit("code-address", 30, HOUR), "login", 200)
REGISTER = Form(
    Limit("register-account", 6, HOUR), Limit("register-address", 20, HOUR), "email", 200
)


def of_sign_in(request: HttpRequest) -> Form:
    return SIGN_IN if request.POST.get("password") else CODE


def bound_forms() -> None:
    FORMS.update(account_login=of_sign_in, account_signup=lambda _request: REGISTER)


def share_limits() -> None:
    """Have allauth count where all processes see it: its own choice is the default cache, one in each.

    It does so for codes of all kinds, and remembers there which codes of an app were used already.
    """
    ratelimit.cache = totp.cache = ConnectionProxy(caches, CACHE)
