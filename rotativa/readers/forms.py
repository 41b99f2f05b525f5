"""What readers fill in."""

import secrets
from typing import Any

from allauth.account.fields import EmailField
from allauth.account.forms import LoginForm, SignupForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.conf import settings
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rotativa.articles.models import Author
from rotativa.pages.languages import title_of
from rotativa.pages.models import Paper
from rotativa.people.models import User
from rotativa.people.rules import clean_name, look_alike_key, name_key
from rotativa.readers.actions import begin_again, unconfirmed
from rotativa.readers.portraits import portrait_of

REGISTRATION = "readers_registration"


class SignInForm(LoginForm):
    """Without a password, a code is sent."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"] = forms.CharField(
            required=False, strip=False, max_length=4096, widget=forms.PasswordInput
        )

    @property
    def is_password_wrong(self) -> bool:
        return bool(self.non_field_errors()) and bool(self.data.get("password"))


def language_field() -> forms.ChoiceField:
    return forms.ChoiceField(choices=[(code, title_of(code)) for code, _ in settings.LANGUAGES])


class RegisterForm(SignupForm):
    field_order = ("email", "shown_name", "language")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["shown_name"] = forms.CharField(max_length=100)
        self.fields["language"] = language_field()
        self.fields["language"].initial = get_language()

    def clean_shown_name(self) -> str:
        return free_name(self.cleaned_data["shown_name"])

    def validate_unique_email(self, value: str) -> str:
        """An address that nobody has confirmed yet is still to be had."""
        if unconfirmed().filter(email=value).exists():
            return value
        return super().validate_unique_email(value)

    def save(self, request: HttpRequest) -> User:
        """Name and language wait in the session of whoever asks: until a code is entered there, they
        are nobody's, and whoever begins for somebody else's address changes nothing for its owner.
        """
        email, at = self.cleaned_data["email"], timezone.now()
        request.session[REGISTRATION] = {
            "name": self.cleaned_data["shown_name"],
            "language": self.cleaned_data["language"],
        }
        try:
            with transaction.atomic():
                return begin_again(email, at=at) or super().save(request)
        except IntegrityError:  # the same address twice in one moment
            begun = begin_again(email, at=at)
            if begun is None:
                raise
            return begun

    def custom_signup(self, request: HttpRequest, user: User) -> None:
        """Nothing but what the adapter takes from this form."""


def free_name(text: str, *, of: User | None = None) -> str:
    name = clean_name(text)
    owner = User.objects.filter(name_key=name_key(name)).first()
    if owner is not None and owner != of:
        raise forms.ValidationError(_("Somebody comments under this name already."))
    if look_alike_key(name) in papers_own(but=of):
        raise forms.ValidationError(_("This is the name of an author or of the paper."))
    return name


def papers_own(*, but: User | None) -> set[str]:
    """Names of the paper, of its authors and of who enters the desk, as what looks alike is compared."""
    at_desk = User.objects.filter(Q(is_staff=True) | Q(is_superuser=True) | Q(groups__isnull=False))
    if but is not None and at_desk.filter(pk=but.pk).exists():
        return set()
    names = [
        name for user in at_desk.distinct() for name in (user.get_full_name(), user.shown_name)
    ]
    names += Paper.objects.values_list("name", flat=True)
    authors = Author.objects.exclude(account=but) if but else Author.objects.all()
    names += authors.values_list("name", flat=True).distinct()
    return {look_alike_key(name) for name in names if name}


class PasskeyForm(AddWebAuthnForm):
    """Each passkey is one that its owner must unlock: it opens the account by itself."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("passwordless", None)
        self.fields["name"].max_length = 60

    def clean(self) -> dict[str, Any]:
        self.cleaned_data["passwordless"] = True
        return super().clean()


class ProfileForm(forms.Form):
    shown_name = forms.CharField(max_length=100)
    language = forms.ChoiceField()
    picture = forms.FileField(required=False)
    without_picture = forms.BooleanField(required=False)

    def __init__(self, *args: Any, reader: User, may_rename: bool, **kwargs: Any) -> None:
        initial = {"shown_name": reader.public_name, "language": reader.language or get_language()}
        kwargs["initial"] = initial
        super().__init__(*args, **kwargs)
        self.reader = reader
        self.fields["language"] = language_field()
        self.fields["shown_name"].disabled = not may_rename

    def clean_shown_name(self) -> str:
        if self.fields["shown_name"].disabled:
            return self.reader.shown_name
        return free_name(self.cleaned_data["shown_name"], of=self.reader)

    def clean_picture(self) -> ContentFile[bytes] | None:
        given = self.cleaned_data["picture"]
        if given is None:
            return None
        return ContentFile(portrait_of(given), name=f"{secrets.token_urlsafe(16)}.webp")


class AddressForm(forms.Form):
    email = EmailField(max_length=254)

    def __init__(self, *args: Any, reader: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reader = reader

    def clean_email(self) -> str:
        wanted = str(self.cleaned_data["email"])
        if wanted == self.reader.email.lower():
            raise forms.ValidationError(_("This is your address already."))
        return wanted


class CodesForm(forms.Form):
    """The code that went to the old address, and the one that went to the new."""

    old_code = forms.CharField(max_length=20)
    new_code = forms.CharField(max_length=20)


class LeaveForm(forms.Form):
    words = forms.ChoiceField(choices=[("stay", ""), ("go", "")])
    when = forms.ChoiceField(choices=[("tomorrow", ""), ("now", "")])
