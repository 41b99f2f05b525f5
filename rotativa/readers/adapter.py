"""What allauth does our way: words, mails, where it leads back to, whose address a visitor has."""

import base64
import hashlib
import logging
from collections.abc import Mapping
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from rotativa.lib.site_keys import trusted_keys
from rotativa.lib.visitors import address_of
from rotativa.pages.models import Paper
from rotativa.people.models import User
from rotativa.readers import mails
from rotativa.readers.actions import vouch_for
from rotativa.readers.rules import has_signed_in_just_now, note_signing_in

logger = logging.getLogger(__name__)

STAYS = "readers_stays_signed_in"
TOLD = {
    "account/messages/password_changed.txt": _("Your password is changed."),
    "account/messages/password_set.txt": _("Your password is set."),
    "mfa/messages/totp_activated.txt": _("Your app is set up."),
    "mfa/messages/totp_deactivated.txt": _("Your app is no longer asked for."),
    "mfa/messages/webauthn_added.txt": _("Your passkey is set up."),
    "mfa/messages/webauthn_removed.txt": _("The passkey is removed."),
    "usersessions/messages/sessions_logged_out.txt": _("You are signed out everywhere else."),
}
WAYS = {
    "reauthenticate": _("Use my password"),
    "reauthenticate_by_code": _("Send me a code"),
    "mfa_reauthenticate": _("Use a code of my app, or a recovery code"),
    "mfa_reauthenticate:webauthn": _("Use a passkey"),
}


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("This account is closed."),
        "email_password_mismatch": _(
            "No account has this address and this password. Please try again."
        ),
        "enter_current_password": _("This is not your password."),
        "incorrect_code": _("This is not the code, or it has been used."),
        "incorrect_password": _("This is not your password."),
        "rate_limited": _("Too many attempts. Please wait a while."),
        "too_many_login_attempts": _("Too many attempts. Please wait a while."),
    }

    def is_safe_url(self, url: str | None) -> bool:
        """Pages of the host that was asked, and of no other: not even one that we answer to as well."""
        request = context.request
        return url_has_allowed_host_and_scheme(
            url, {request.get_host()}, require_https=request.is_secure()
        )

    def is_ajax(self, request: HttpRequest) -> bool:
        """Our script asks for what a passkey is to sign; all else is a page, whatever a header says."""
        match = request.resolver_match
        wanted = match is not None and match.url_name == "mfa_login_webauthn"
        return wanted and request.method == "GET" and super().is_ajax(request)

    def get_client_ip(self, request: HttpRequest) -> str:
        visitor = address_of(request, proxies=settings.TRUSTED_PROXIES)
        return visitor.partition("/")[0] or "::"

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("security")

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return bool(settings.ACCOUNTS.registration == "open")

    def save_user(self, request: HttpRequest, user: User, form: Form, commit: bool = True) -> User:
        """Without a name: whoever confirms the address brings it."""
        user.language = form.cleaned_data["language"]
        return super().save_user(request, user, form, commit=commit)

    def respond_email_verification_sent(
        self, request: HttpRequest, user: User | None
    ) -> HttpResponseBase:
        """Whoever does not go on leaves no session for a month."""
        request.session.set_expiry(settings.ACCOUNT_LOGIN_TIMEOUT)
        return super().respond_email_verification_sent(request, user)

    def pre_login(self, request: HttpRequest, user: User, **hook: Any) -> HttpResponse | None:
        vouch_for(user)
        return super().pre_login(request, user, **hook)

    def post_login(self, request: HttpRequest, user: User, **hook: Any) -> HttpResponse:
        note_signing_in(request)
        stays = request.session.pop(STAYS, False)
        request.session.set_expiry(settings.SESSION_COOKIE_AGE if stays else 0)
        return super().post_login(request, user, **hook)

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        return not has_signed_in_just_now(context.request)

    def get_reauthentication_methods(self, user: User) -> list[dict[str, Any]]:
        ways = super().get_reauthentication_methods(user)
        return [{**way, "description": WAYS[way["id"]]} for way in ways]

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Only what the next page does not say by itself, in words of ours."""
        words = message or TOLD.get(message_template or "")
        if words:
            messages.add_message(request, level, words, extra_tags=extra_tags)

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """What it tells of is done, whether or not it can be sent."""
        try:
            super().send_notification_mail(*args, **kwargs)
        except ImmediateHttpResponse:
            logger.warning("News of an account could not be sent", exc_info=True)

    def send_mail(self, template_prefix: str, email: str, context: Mapping[str, Any]) -> None:
        mail = mails.MAILS[template_prefix.rpartition("/")[2]](context)
        self.send(mail, to=email)

    def send_account_already_exists_mail(self, email: str) -> None:
        self.send(mails.already_there(), to=email)

    def send(self, mail: mails.Mail, *, to: str) -> None:
        """In the language of the page; whoever waits for it is told when it cannot be sent."""
        try:
            mails.send(mail, to=to)
        except OSError as error:
            request = context.request
            answer = render(request, "readers/no_mail.html", {"canonical": ""}, status=503)
            raise ImmediateHttpResponse(answer) from error


class FactorAdapter(DefaultMFAAdapter):
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("This is not the code, or it has been used."),
        "cannot_generate_recovery_codes": _("Set up a passkey or an app first."),
        "unverified_email": _("Confirm your address first."),
    }

    def encrypt(self, text: str) -> str:
        """Whoever gets hold of the database alone must not be able to make codes."""
        return box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return box().decrypt(encrypted_text.encode()).decode()

    def get_totp_issuer(self) -> str:
        return self._get_site_name()

    def _get_site_name(self) -> str:
        paper = Paper.objects.in_language(get_language() or settings.LANGUAGE_CODE)
        return paper.name if paper else str(settings.WAGTAIL_SITE_NAME)

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:  # allauth's
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return gettext("Passkey %(number)d") % {"number": number}


def box() -> MultiFernet:
    return MultiFernet([Fernet(key_from(secret)) for secret in trusted_keys()])


def key_from(secret: str) -> bytes:
    digest = hashlib.sha256(b"rotativa.readers.factors" + secret.encode()).digest()
    return base64.urlsafe_b64encode(digest)
