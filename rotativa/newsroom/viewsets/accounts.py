"""Accounts at the desk: Wagtail's, with forms that know who fills them in."""

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.forms import ModelForm
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets.boolean_radio_select import BooleanRadioSelect
from wagtail.users.views.users import (
    CreateView,
    EditView,
    IndexView,
    UserFilterSet,
    UserViewSet,
)

from rotativa.newsroom.forms import ChangeAccountForm, NewAccountForm
from rotativa.people.models import User

OF_DESK = Q(is_superuser=True) | Q(is_staff=True) | Q(groups__isnull=False)


class AccountFilterSet(UserFilterSet):
    of_desk = django_filters.BooleanFilter(
        label=_("Of the desk"), method="filter_of_desk", widget=BooleanRadioSelect
    )

    class Meta(UserFilterSet.Meta):
        pass

    def filter_of_desk(self, rows: QuerySet[User], _name: str, value: bool) -> QuerySet[User]:
        """Those that are not are readers: of a living paper, nearly all."""
        at_desk = User.objects.filter(OF_DESK).values("pk")
        return rows.filter(pk__in=at_desk) if value else rows.exclude(pk__in=at_desk)


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
    filterset_class = AccountFilterSet
    add_view_class = NewAccount
    edit_view_class = ChangeAccount

    def get_form_class(self, for_update: bool = False) -> type[ModelForm[Any]]:
        return ChangeAccountForm if for_update else NewAccountForm
