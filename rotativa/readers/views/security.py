"""How a reader signs in: password, passkeys, an app, recovery codes."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.fields import SetPasswordField
from allauth.account.internal import flows
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn import views as webauthn
from allauth.mfa.webauthn.internal import auth
from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _

from rotativa.people.models import User
from rotativa.readers.guards import ReaderRequest, signed_in_recently


class PasswordForm(forms.Form):
    password1 = SetPasswordField(label="")

    def __init__(self, *args: Any, reader: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["password1"]
        field.user = reader


@login_required
def security(request: ReaderRequest) -> HttpResponseBase:
    factors = Authenticator.objects.filter(user=request.user).order_by("created_at", "pk")
    context = {
        "passkeys": [each for each in factors if each.type == Authenticator.Type.WEBAUTHN],
        "has_app": any(each.type == Authenticator.Type.TOTP for each in factors),
        "has_codes": any(each.type == Authenticator.Type.RECOVERY_CODES for each in factors),
    }
    return TemplateResponse(request, "readers/security.html", context)


@signed_in_recently
def password(request: ReaderRequest) -> HttpResponseBase:
    """Set, changed or removed alike: whoever has just signed in need not know the old one."""
    reader = request.user
    if request.method == "POST" and "remove" in request.POST:
        reader.set_unusable_password()
        reader.save(update_fields=["password"])
        flows.password_change.logout_on_password_change(request, reader)
        get_adapter(request).send_notification_mail("password_removed", reader)
        messages.success(request, _("Your password is removed. You sign in with a code."))
        return redirect("security")
    form = PasswordForm(request.POST or None, reader=reader)
    if request.method == "POST" and form.is_valid():
        had_one = reader.has_usable_password()
        flows.password_change.change_password(reader, form.cleaned_data["password1"])
        finish = "change" if had_one else "set"
        getattr(flows.password_change, f"finalize_password_{finish}")(request, reader)
        return redirect("security")
    return TemplateResponse(request, "readers/password.html", {"form": form})


@method_decorator(signed_in_recently, name="dispatch")
class AddPasskey(webauthn.AddWebAuthnView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        options = auth.begin_registration(self.request.user, passwordless=True)
        return {**context, "js_data": {"creation_options": options}}
