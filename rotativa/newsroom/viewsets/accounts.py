"""Accounts at the desk: Wagtail's, with forms that know who fills them in."""

from typing import Any

from django.forms import ModelForm
from wagtail.users.views.users import CreateView, EditView, UserViewSet

from rotativa.newsroom.forms import ChangeAccountForm, NewAccountForm


class NewAccount(CreateView):
    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "by": self.request.user}


class ChangeAccount(EditView):
    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "by": self.request.user}


class AccountViewSet(UserViewSet):
    add_view_class = NewAccount
    edit_view_class = ChangeAccount

    def get_form_class(self, for_update: bool = False) -> type[ModelForm[Any]]:
        return ChangeAccountForm if for_update else NewAccountForm
