"""Who may do what at the desk, as far as no permission of Wagtail says it."""

from typing import Any

from wagtail.models import Page


def adds_articles_only(front: Page, user: Any) -> bool:
    """Plain pages are written by those who may change all pages below a front page."""
    permissions = front.permissions_for_user(user)
    return bool(permissions.can_add_subpage() and not permissions.may_change_all())
