"""Who it is that is signed in, for pages that are the same for everybody; and signing out."""

from allauth.account.internal.flows.logout import logout
from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from rotativa.readers.rules import may_enter_desk
from rotativa.readers.signed_in import forget

HOME = "/"


@require_safe
def me(request: HttpRequest) -> JsonResponse:
    """Asked by a script of pages that are the same for everybody; for nobody's eyes but the reader's."""
    response = JsonResponse(who_is_signed_in(request))
    response.headers["Cache-Control"] = "no-store"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    patch_vary_headers(response, ["Cookie"])
    if not request.user.is_authenticated:
        forget(request, response)
    return response


def who_is_signed_in(request: HttpRequest) -> dict[str, object]:
    if not request.user.is_authenticated:
        return {"signed_in": False}
    return {
        "signed_in": True,
        "name": str(request.user),
        "desk": desk_of(request),
        "token": get_token(request),
    }


def desk_of(request: HttpRequest) -> str | None:
    """The desk's address, for whoever may enter."""
    return reverse("wagtailadmin_home") if may_enter_desk(request.user) else None


def already_signed_in(request: HttpRequest) -> HttpResponseBase:
    """Told by a page: whoever has no script sees "Sign in" everywhere."""
    context = {
        "next": wanted_page(request),
        "desk": desk_of(request),
        "is_closed": "closed" in request.GET,
    }
    return TemplateResponse(request, "readers/signed_in.html", context)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponseBase:
    back = wanted_page(request)
    logout(request, show_message=False)
    return redirect(back)


def wanted_page(request: HttpRequest) -> str:
    """Where somebody came from, if that is a page of ours; the front page if not."""
    wanted = request.POST.get("next") or request.GET.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure())
    return wanted if is_ours else HOME
