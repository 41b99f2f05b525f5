"""Stands in `INSTALLED_APPS` for Wagtail's app of accounts, whose views it replaces."""

from wagtail.users.apps import WagtailUsersAppConfig


class AccountsConfig(WagtailUsersAppConfig):
    user_viewset = "rotativa.newsroom.viewsets.accounts.AccountViewSet"
