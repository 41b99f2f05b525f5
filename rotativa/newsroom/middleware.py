"""A one-time password opens one page only: the one where another is chosen. Long searches are given up."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from rotativa.articles.search.wanted import TooLong

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


class TellOfLongSearch:
    """Lists ask for what they show at any moment, while they are written even: one door for all."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, TooLong) or not request.path.startswith(DESK):
            return None
        words = _("This took too long. Please ask again with other or fewer words.")
        if request.headers.get("X-Requested-With") == "XMLHttpRequest":
            # In place of the results; a script would pass over an error, and leave the old ones there.
            return HttpResponse(format_html('<p role="status">{}</p>', words))
        return render(request, "newsroom/too_long.html", {"words": words}, status=503)
