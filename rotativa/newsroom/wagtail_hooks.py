"""What the newsroom adds to Wagtail's admin."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.models import Page
from wagtail.snippets.models import register_snippet

from rotativa.newsroom.viewsets.articles import ArticleListing
from rotativa.newsroom.viewsets.groups import PaperGroup

register_snippet(PaperGroup)


@hooks.register("register_admin_viewset")
def register_article_listing() -> ArticleListing:
    return ArticleListing()


@hooks.register("before_unpublish_page")
def authors_withdraw_only_their_own(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Wagtail lets whoever may publish anything withdraw everything."""
    permissions = page.permissions_for_user(request.user)
    if not permissions.can_edit():
        messages.error(request, _("You may withdraw only articles of your own."))
        return redirect("wagtailadmin_home")
    return None


@hooks.register("before_bulk_action")
def bulk_actions_keep_to_that(
    request: HttpRequest, action_type: str, objects: list[Any], action: Any
) -> None:
    if action_type == "unpublish" and not all(
        page.permissions_for_user(request.user).can_edit() for page in objects
    ):
        raise PermissionDenied
