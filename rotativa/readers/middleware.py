"""Where the site asks for a second factor, the desk is closed without one."""

from collections.abc import Callable
from urllib.parse import urlencode

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from rotativa.readers.rules import has_second_factor

DESK = "/desk/"


def ask_for_second_factor(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    def middleware(request: HttpRequest) -> HttpResponse:
        if request.path.startswith(DESK) and is_lacking(request):
            messages.warning(request, _("The desk asks for a second factor."))
            back = urlencode({"next": request.get_full_path()})
            page = "mfa_reauthenticate" if is_mfa_enabled(request.user) else "security"
            return redirect(f"{reverse(page)}?{back}")
        return get_response(request)

    return middleware


def is_lacking(request: HttpRequest) -> bool:
    open_still = {
        reverse(f"wagtailadmin_{name}")
        for name in ("account", "logout", "javascript_catalog", "sprite")
    }
    return (
        settings.ACCOUNTS.second_factor == "desk"
        and request.user.is_authenticated
        and request.path not in open_still
        and not has_second_factor(request)
    )
