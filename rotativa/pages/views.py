"""Signing in and out on the paper's own pages, and who it is that is signed in."""

from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.middleware.csrf import get_token
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_safe

from rotativa.pages.signed_in import forget

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
    if request.user.has_perm("wagtailadmin.access_admin"):
        return reverse("wagtailadmin_home")
    return None


def sign_in(request: HttpRequest) -> HttpResponseBase:
    """The form; whoever is signed in already, and has no script to say so, is told here."""
    if request.user.is_authenticated and request.method in {"GET", "HEAD"}:
        return already_signed_in(request)
    form = LoginView.as_view(
        template_name="pages/login.html", extra_context={"canonical": "", "is_open": True}
    )
    return form(request)


def already_signed_in(request: HttpRequest) -> HttpResponse:
    wanted = request.GET.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure())
    context = {"canonical": "", "next": wanted if is_ours else HOME, "desk": desk_of(request)}
    response = TemplateResponse(request, "pages/signed_in.html", context)
    response.headers["Cache-Control"] = "no-store"
    return response
