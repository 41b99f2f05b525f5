"""Accounts, as administrators make and change them."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.users.forms import UserCreationForm, UserEditForm, UserForm

from rotativa.people.models import User

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
        return user


class NewAccountForm(AccountForm, UserCreationForm):
    pass


class ChangeAccountForm(AccountForm, UserEditForm):
    pass
