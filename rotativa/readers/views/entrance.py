"""Signing in and registering: allauth's views, with what they show and remember our way."""

from typing import Any

from allauth.account import views as account
from allauth.account.internal.flows.email_verification_by_code import EmailVerificationProcess
from allauth.mfa.webauthn import views as webauthn
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.generic.edit import FormView

from rotativa.lib.attempts import TooManyAttempts, give_back
from rotativa.pages.middleware import too_many
from rotativa.readers.actions import may_confirm, name_reader
from rotativa.readers.adapter import STAYS
from rotativa.readers.forms import REGISTRATION
from rotativa.readers.limits import take_guess
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


class Guessed(FormView[Form]):
    """Counts guesses at the code that was sent."""

    _action: str
    _process: Any
    _place = ""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self._action == "verify":
            try:
                self._place = take_guess(request, at_code=str(self._process.state["at"]))
            except TooManyAttempts as refused:
                return too_many(request, seconds=refused.seconds)
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: Form) -> HttpResponse:
        give_back([self._place] if self._place else [])
        return super().form_valid(form)


class ConfirmCode(Guessed, account.ConfirmLoginCodeView):
    def form_valid(self, form: Form) -> HttpResponse:
        note_stay(self.request)
        return super().form_valid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        stays = self.request.session.get(STAYS, False)
        return super().get_context_data(stays=stays, **kwargs)


class ConfirmAddress(Guessed, account.ConfirmEmailVerificationCodeView):
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """All in one transaction: no account is deleted while somebody confirms it."""
        with transaction.atomic():
            process = EmailVerificationProcess.resume(request)
            if process and "user_id" in process.state and not may_confirm(process.user):
                process.abort()
                messages.warning(
                    request, _("This code opens nothing any more. Please begin again.")
                )
                return redirect("account_signup")
            return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: Form) -> HttpResponse:
        note_stay(self.request)
        return super().form_valid(form)

    def _verify_form_valid(self, form: Form) -> HttpResponse:
        wanted = self.request.session.pop(REGISTRATION, None)
        is_named = wanted is None or name_reader(self._process.user, **wanted)
        answer = super()._verify_form_valid(form)
        if is_named:
            return answer
        messages.warning(
            self.request, _("Somebody took this name meanwhile. Please choose another.")
        )
        return redirect("account")


class PasskeySignIn(webauthn.LoginWebAuthnView):
    def form_valid(self, form: Form) -> HttpResponse:
        note_stay(self.request)
        return super().form_valid(form)


def note_stay(request: HttpRequest) -> None:
    """Whether the session is to outlive the browser; kept until the last step of signing in."""
    request.session.set_expiry(settings.ACCOUNT_LOGIN_TIMEOUT)
    if request.POST.get("action") != "resend":
        request.session[STAYS] = "remember" in request.POST


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """Where Wagtail sends readers of a page that is not open to all."""
    asked = {"next": request.GET.get("next", "/"), "closed": "yes"}
    return redirect(f"{reverse('account_login')}?{urlencode(asked)}")
