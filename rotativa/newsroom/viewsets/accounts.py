"""Accounts at the desk: Wagtail's, with forms that know who fills them in."""

from typing import Any

from django.db.models import Q, QuerySet
from django.forms import ModelForm
from wagtail.users.views.users import CreateView, EditView, IndexView, UserViewSet

from rotativa.newsroom.forms import ChangeAccountForm, NewAccountForm
from rotativa.people.models import User

OF_DESK = Q(is_superuser=True) | Q(is_staff=True) | Q(groups__isnull=False)


class Accounts(IndexView):
    """What readers have not made public, such as their addresses, is for administrators only."""

    def get_base_queryset(self) -> QuerySet[User]:
        found: QuerySet[User] = super().get_base_queryset()
        if self.request.user.has_perm("people.change_user"):
            return found
        return found.filter(pk__in=User.objects.filter(OF_DESK).values("pk"))


class NewAccount(CreateView):
    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "by": self.request.user}


class ChangeAccount(EditView):
    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "by": self.request.user}


class AccountViewSet(UserViewSet):
    index_view_class = Accounts
    add_view_class = NewAccount
    edit_view_class = ChangeAccount

    def get_form_class(self, for_update: bool = False) -> type[ModelForm[Any]]:
        return ChangeAccountForm if for_update else NewAccountForm
