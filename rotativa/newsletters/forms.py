"""What those who want newsletters fill in."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils.translation import get_language, gettext_lazy

from rotativa.articles.sitemaps import languages_shown
from rotativa.newsletters.addresses import LONGEST, NotAnAddress, normal_address
from rotativa.newsletters.models import Newsletter, Subscriber
from rotativa.newsletters.models.newsletter import DAILY
from rotativa.pages.languages import title_of

PAUSES = {
    "": gettext_lazy("No, keep sending"),
    "14": gettext_lazy("For two weeks"),
    "60": gettext_lazy("For two months"),
}
KEEP = "keep"
"""The pause that is under way."""
TRAP = "website"
"""A field that no person sees."""


class AddressField(forms.CharField):
    """As machines write it."""

    default_error_messages = {
        "required": gettext_lazy("Write your address first."),
        "invalid": gettext_lazy("This is no e-mail address to which we can write."),
    }

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.EmailInput(attrs={"autocomplete": "email"})
        super().__init__(max_length=LONGEST, widget=widget, **kwargs)

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        try:
            return normal_address(text)
        except NotAnAddress as error:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from error


def languages_of_issues() -> list[str]:
    """Those in which issues come: of a front page that readers can open."""
    return languages_shown() or languages_of_site()


def languages_of_site() -> list[str]:
    return list(dict(settings.LANGUAGES))


def language_to_read(chosen: str) -> str:
    """The main one in place of one that the site has no more."""
    known = languages_of_site()
    return chosen if chosen in known else known[0]


def language_to_get(chosen: str, *, of: Sequence[str]) -> str:
    """The main one in place of one in which no issue comes."""
    return chosen if chosen in of else of[0]


def language_field(of: Sequence[str], *, kept: str = "") -> forms.ChoiceField:
    """With the one that somebody has, also while none comes in it."""
    is_added = kept in languages_of_site() and kept not in of
    codes = [*of, kept] if is_added else of
    return forms.ChoiceField(
        choices=[(code, title_of(code)) for code in codes],
        widget=forms.RadioSelect,
        error_messages={
            "invalid_choice": gettext_lazy("No newsletter comes in that language. Choose another.")
        },
    )


class NewslettersField(forms.ModelMultipleChoiceField["Newsletter"]):
    def __init__(self, *, of: Subscriber | None = None, **kwargs: Any) -> None:
        super().__init__(
            Newsletter.objects.offered_to(of),
            to_field_name="slug",
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": gettext_lazy("Choose a newsletter.")},
            **kwargs,
        )


class LinkForm(forms.Form):
    address = AddressField()


class SubscribeForm(LinkForm):
    newsletters = NewslettersField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.languages = languages_of_issues()
        self.fields["language"] = language_field(self.languages)
        self.fields["language"].initial = language_to_get(get_language() or "", of=self.languages)
        self.fields["newsletters"].initial = [DAILY]

    @classmethod
    def posted(cls, data: QueryDict) -> "SubscribeForm":
        """The form of every page has the address only: it means the daily, in the page's language."""
        given = data.copy()
        given.setdefault("language", get_language() or "")
        if is_of_any_page(data):
            given["newsletters"] = DAILY
        return cls(given)

    @property
    def asks_for_language(self) -> bool:
        return len(self.languages) > 1


def is_of_any_page(data: QueryDict) -> bool:
    return {"language", "newsletters"}.isdisjoint(data)


class ChoicesForm(forms.Form):
    pause = forms.ChoiceField(choices=[*PAUSES.items(), (KEEP, "")], required=False)
    lets_count = forms.BooleanField(required=False)

    def __init__(self, *args: Any, of: Subscriber, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["newsletters"] = NewslettersField(of=of, required=False)
        self.languages = languages_of_issues()
        self.fields["language"] = language_field(self.languages, kept=of.language)

    def paused_until(self, *, at: datetime, until: datetime | None) -> datetime | None:
        """A pause that is under way goes on, unless another is chosen."""
        chosen = self.cleaned_data["pause"]
        if chosen == KEEP:
            return until
        return at + timedelta(days=int(chosen)) if chosen else None


class AccountForm(forms.Form):
    def __init__(self, *args: Any, of: Subscriber | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["newsletters"] = NewslettersField(of=of, required=False)
