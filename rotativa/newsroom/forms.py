"""Accounts, as administrators make and change them; translations, as writers begin and join them."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale, Page
from wagtail.users.forms import UserCreationForm, UserEditForm, UserForm

from rotativa.articles.choosers import ArticleChooser
from rotativa.articles.models import Article
from rotativa.pages.languages import title_of
from rotativa.pages.models import BasePage
from rotativa.people.models import User
from rotativa.readers.actions import put_address

ONE_TIME = _("Tell it to the person: the desk asks for another before anything else.")


class AccountForm(UserForm):
    """Only a superuser makes a superuser; a password that somebody else chose is for one time."""

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        if "is_superuser" in self.fields:
            self.limit_superuser()
        if self.by != self.instance:
            self.fields["password2"].help_text = ONE_TIME

    def limit_superuser(self) -> None:
        field = self.fields["is_superuser"]
        field.label = _("Superuser")
        field.help_text = _("No group limits this account. Only a superuser makes another.")
        field.disabled = not self.by.is_superuser

    def save(self, commit: bool = True) -> User:
        user: User = super().save(commit=False)
        if self.cleaned_data["password1"] and self.by != user:
            user.has_one_time_password = True
        if commit:
            user.save()
            self.save_m2m()
            if "email" in self.changed_data:
                put_address(user)
        return user


class NewAccountForm(AccountForm, UserCreationForm):
    pass


class ChangeAccountForm(AccountForm, UserEditForm):
    pass


class TranslationForm(forms.Form):
    """Into which language, and what the page is called there."""

    locale = forms.ModelChoiceField(
        label=_("Language"),
        queryset=Locale.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
    )
    title = forms.CharField(
        label=_("Headline in that language"),
        max_length=255,
        required=False,
        help_text=_(
            "The address follows from it. Left empty, it is that of the original until you write yours."
        ),
    )
    by_machine = forms.BooleanField(
        label=_("Have a machine draft it"),
        required=False,
        help_text=_("It takes from seconds to minutes, and is marked until an editor checks it."),
    )

    def __init__(
        self, *args: Any, languages: Sequence[Locale], has_machine: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if not has_machine:
            del self.fields["by_machine"]
        field: Any = self.fields["locale"]
        field.queryset = Locale.objects.filter(pk__in=[locale.pk for locale in languages])
        field.label_from_instance = lambda locale: title_of(locale.language_code)
        if len(languages) == 1:
            field.initial = languages[0].pk


class CheckForm(forms.Form):
    """What somebody had before their eyes who says that a translation says what its original says."""

    seen = forms.CharField(required=False, max_length=64)
    seen_revision = forms.IntegerField(required=False, min_value=0, max_value=2**63 - 1)

    @property
    def asked(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if value not in {None, ""}}


class LinkForm(forms.Form):
    """An article in another language that says the same."""

    original = forms.ModelChoiceField(
        label=_("The original"),
        queryset=Article.objects.all(),
        widget=ArticleChooser(),
        help_text=_("The article of which this one is the translation."),
    )


class PublishVersionsForm(forms.Form):
    """Which of the versions that somebody may publish are published now."""

    pages = forms.ModelMultipleChoiceField(
        label=_("Publish"),
        queryset=Page.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one.")},
    )

    def __init__(self, *args: Any, pages: Sequence[BasePage], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ready = [page.pk for page in pages]
        field: Any = self.fields["pages"]
        field.queryset = (
            Page.objects.filter(pk__in=ready).select_related("locale").order_by("locale")
        )
        field.initial = ready
        field.label_from_instance = lambda page: (
            f"{title_of(page.locale.language_code)}: {page.draft_title or page.title}"
        )
