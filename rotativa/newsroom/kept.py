"""Rows that come into being with an article, and stay: nobody adds one by itself, or takes one out."""

from typing import Any

from wagtail.permission_policies import ModelPermissionPolicy


class KeptAsItIs(ModelPermissionPolicy):
    """For superusers too."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action in {"change", "view"} and bool(super().user_has_permission(user, action))

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)
