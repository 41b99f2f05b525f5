"""A one-time password opens one page only: the one where another is chosen."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

DESK = "/desk/"


def change_one_time_password(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    def middleware(request: HttpRequest) -> HttpResponse:
        if request.path.startswith(DESK) and must_change(request):
            messages.warning(request, _("Choose a password of your own first."))
            return redirect("wagtailadmin_account")
        return get_response(request)

    return middleware


def must_change(request: HttpRequest) -> bool:
    open_still = {
        reverse(f"wagtailadmin_{name}")
        for name in ("account", "logout", "javascript_catalog", "sprite")
    }
    return request.path not in open_still and bool(
        getattr(request.user, "has_one_time_password", False)
    )
