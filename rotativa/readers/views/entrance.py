"""Signing in and registering: allauth's views, with what they show and remember our way."""

from typing import Any

from allauth.account import views as account
from allauth.mfa.webauthn import views as webauthn
from django.db import IntegrityError
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from rotativa.readers.adapter import STAYS
from rotativa.readers.views.who import already_signed_in


class SignIn(account.LoginView):
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated and request.method in {"GET", "HEAD"}:
            return already_signed_in(request)
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: Form) -> HttpResponse:
        note_stay(self.request)
        return super().form_valid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(is_closed="closed" in self.request.GET, **kwargs)


class Register(account.SignupView):
    def form_valid(self, form: Form) -> HttpResponse:
        """Of two who take one name or address in the same moment, one is asked for another."""
        try:
            return super().form_valid(form)
        except IntegrityError:
            form.add_error("shown_name", _("Somebody was faster. Please try again."))
            return self.form_invalid(form)


class ConfirmCode(account.ConfirmLoginCodeView):
    def form_valid(self, form: Form) -> HttpResponse:
        note_stay(self.request)
        return super().form_valid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        stays = self.request.session.get(STAYS, False)
        return super().get_context_data(stays=stays, **kwargs)


class ConfirmAddress(account.ConfirmEmailVerificationCodeView):
    def form_valid(self, form: Form) -> HttpResponse:
        note_stay(self.request)
        return super().form_valid(form)


class PasskeySignIn(webauthn.LoginWebAuthnView):
    def form_valid(self, form: Form) -> HttpResponse:
        note_stay(self.request)
        return super().form_valid(form)


def note_stay(request: HttpRequest) -> None:
    """Whether the session is to outlive the browser; kept until the last step of signing in."""
    if request.POST.get("action") != "resend":
        request.session[STAYS] = "remember" in request.POST


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """Where Wagtail sends readers of a page that is not open to all."""
    asked = {"next": request.GET.get("next", "/"), "closed": "yes"}
    return redirect(f"{reverse('account_login')}?{urlencode(asked)}")
