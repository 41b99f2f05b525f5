"""The desk has no door of its own: editors sign in where readers do."""

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse


def to_sign_in(request: HttpRequest) -> HttpResponseBase:
    """Where the address of Wagtail's own form was; what is wanted is looked at when it is gone to."""
    wanted = request.GET.get("next") or reverse("wagtailadmin_home")
    return redirect_to_login(wanted, settings.WAGTAILADMIN_LOGIN_URL)
