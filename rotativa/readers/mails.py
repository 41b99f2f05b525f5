"""The mails of accounts: what each says, in the language that is active, as text and as HTML."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from email.utils import formataddr, make_msgid
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from rotativa.pages.addresses import absolute, home_url
from rotativa.pages.languages import direction
from rotativa.pages.models import Paper
from rotativa.pages.templatetags.moments import exact_moment

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Quoted:
    """What somebody has said, and where."""

    name: str
    about: str
    text: str
    language: str
    link: str
    """Absolute."""


@dataclass(frozen=True, slots=True)
class Mail:
    subject: str
    paragraphs: list[str]
    code: str = ""
    link: str = ""
    """Absolute."""
    words: str = ""
    """Of the link."""
    after: list[str] = field(default_factory=list)
    said: list[Quoted] = field(default_factory=list)
    stop: str = ""
    """Where such mails are stopped, by whoever has the address: a `POST` there is enough (RFC 8058)."""
    stop_words: str = ""

    @property
    def headers(self) -> dict[str, str]:
        if not self.stop:
            return {}
        return {
            "List-Unsubscribe": f"<{self.stop}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        }


Context = Mapping[str, Any]


def send(mail: Mail, *, to: str, is_tried_again: bool = False) -> None:
    """What is tried again by itself where it fails is waited for longer, since it may have arrived."""
    language = translation.get_language() or settings.LANGUAGE_CODE
    paper = Paper.objects.in_language(language)
    name = paper.name if paper else str(settings.WAGTAIL_SITE_NAME)
    context = {
        "mail": mail, "paper": name, "home": absolute(home_url(language)),
        "language": language, "direction": direction(language),
    }  # fmt: skip
    message = EmailMultiAlternatives(
        mail.subject,
        render_to_string("readers/emails/mail.txt", context),
        formataddr((name, settings.DEFAULT_FROM_EMAIL)),
        [to],
        headers={
            "Message-ID": make_msgid(domain=urlsplit(absolute("/")).hostname),
            "Auto-Submitted": "auto-generated",
            "Content-Language": language,
            **mail.headers,
        },
        connection=get_connection(is_patient=is_tried_again),
    )
    message.attach_alternative(render_to_string("readers/emails/mail.html", context), "text/html")
    message.send()


def tell(mail: Mail, *, to: str) -> None:
    """Of something that is done, whether or not the mail can be sent."""
    try:
        send(mail, to=to)
    except OSError:
        logger.warning("News of an account could not be sent", exc_info=True)


def page(name: str) -> str:
    return absolute(reverse(name))


def not_you() -> str:
    return _("If it was not you, you need do nothing: without the code nobody gets in.")


def was_not_you() -> str:
    return _("If it was not you, sign out everywhere and change what opens your account.")


def register_code(context: Context) -> Mail:
    return Mail(
        _("%(code)s is your code") % {"code": context["code"]},
        [_("Enter this code to finish your account. It is good for fifteen minutes.")],
        code=context["code"],
        after=[_("If it was not you, you need do nothing: the account is forgotten within a day.")],
    )


def sign_in_code(context: Context) -> Mail:
    words = _("Enter this code to sign in. It is good for fifteen minutes.")
    if context.get("reauthentication"):
        words = _("Enter this code to confirm that it is you. It is good for fifteen minutes.")
    return Mail(
        _("%(code)s is your code") % {"code": context["code"]},
        [words],
        code=context["code"],
        after=[not_you()],
    )


def already_there() -> Mail:
    return Mail(
        _("You have an account already"),
        [
            _("Somebody has asked for an account with this address. There is one already."),
            _("If it was you, sign in: we send you a code, and no password is needed."),
        ],
        link=page("account_login"),
        words=_("Sign in"),
        after=[_("If it was not you, you need do nothing.")],
    )


def unknown(_context: Context) -> Mail:
    return Mail(
        _("There is no account with this address"),
        [
            _("Somebody has tried to sign in with this address. No account has it."),
            _("If it was you, you may have used another address, or make an account."),
        ],
        link=page("account_signup"),
        words=_("Create an account"),
        after=[_("If it was not you, you need do nothing.")],
    )


def old_address_code(code: str, *, wanted: str) -> Mail:
    return Mail(
        _("%(code)s is your code") % {"code": code},
        [
            _("Your account is to have the address %(address)s instead of this one.")
            % {"address": wanted},
            _("Enter this code, and the one that went there, to confirm it."),
        ],
        code=code,
        after=[was_not_you()],
    )


def new_address_code(code: str) -> Mail:
    return Mail(
        _("%(code)s is your code") % {"code": code},
        [
            _("This address is to be that of an account. Enter this code to confirm it."),
            _("It is good for fifteen minutes."),
        ],
        code=code,
        after=[_("If it was not you, you need do nothing.")],
    )


def address_taken() -> Mail:
    return Mail(
        _("You have an account already"),
        [_("Somebody wished to give another account this address. It stays with yours.")],
        after=[_("If it was not you, you need do nothing.")],
    )


def address_changed(*, wanted: str) -> Mail:
    ours = Paper.objects.address_in(translation.get_language() or settings.LANGUAGE_CODE)
    words = _("If it was not you, please answer this mail.")
    if ours:
        words = _("If it was not you, please write to %(address)s.") % {"address": ours}
    return Mail(
        _("Your account has another address"),
        [_("You sign in with %(address)s from now on.") % {"address": wanted}],
        after=[words],
    )


def leaving(*, until: str) -> Mail:
    return Mail(
        _("Your account will be deleted"),
        [
            _("As you have asked, your account will be deleted on %(moment)s.") % {"moment": until},
            _("Until then you may sign in and keep it."),
        ],
        link=page("leave"),
        words=_("Keep my account"),
        after=[was_not_you()],
    )


def left() -> Mail:
    return Mail(
        _("Your account is deleted"),
        [_("As you have asked, your account is deleted. Thank you for having been with us.")],
    )


def news(subject: Callable[[], str]) -> Callable[[Context], Mail]:
    """Something that opens the account has changed."""

    def mail(_context: Context) -> Mail:
        what, now = subject(), exact_moment(timezone.now())
        return Mail(
            what,
            [_("%(what)s: %(moment)s.") % {"what": what, "moment": now}],
            link=page("security"),
            words=_("See how you sign in"),
            after=[was_not_you()],
        )

    return mail


MAILS: dict[str, Callable[[Context], Mail]] = {
    "email_confirmation": register_code,
    "email_confirmation_signup": register_code,
    "login_code": sign_in_code,
    "unknown_account": unknown,
    "password_changed": news(lambda: _("Your password was changed")),
    "password_set": news(lambda: _("Your account has a password now")),
    "password_removed": news(lambda: _("Your account has no password any more")),
    "totp_activated": news(lambda: _("An app was set up for your account")),
    "totp_deactivated": news(lambda: _("The app was removed from your account")),
    "webauthn_added": news(lambda: _("A passkey was added to your account")),
    "webauthn_removed": news(lambda: _("A passkey was removed from your account")),
    "recovery_codes_generated": news(lambda: _("Your account has new recovery codes")),
}
"""By the last part of the name that allauth gives a mail."""
