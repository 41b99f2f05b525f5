"""The newsletters themselves: what each is of, and when it goes out."""

from typing import Any

from django.forms import ModelForm
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy

from rotativa.newsletters.desk_forms import WEEKDAYS, NewsletterForm
from rotativa.newsletters.models import Newsletter
from rotativa.newsletters.viewsets.issues import IssuesViewSet
from rotativa.newsletters.viewsets.subscribers import SubscribersViewSet

NAMES = dict(WEEKDAYS)


class NeverDeleted(ModelPermissionPolicy):
    """Its subscribers and its archive would go with it; it is switched off instead."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action != "delete" and bool(super().user_has_permission(user, action))

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)


def days_of(newsletter: Newsletter) -> str:
    if len(newsletter.days) == len(NAMES):
        return str(_("Every day"))
    return ", ".join(str(NAMES[day]) for day in newsletter.days)


class NewsletterViewSet(ModelViewSet):
    model = Newsletter
    icon = "mail"
    menu_order = 20
    menu_label = _("Newsletters and hours")
    copy_view_enabled = False
    inspect_view_enabled = False
    ordering = ["pk"]
    list_display = [
        "__str__",
        Column("days", label=_("Days"), accessor=days_of),
        "hour",
        Column("going", label=_("How it goes out"), accessor="get_going_display"),
    ]

    def get_form_class(self, for_update: bool = False) -> type[ModelForm[Any]]:  # noqa: ARG002  # Wagtail's signature
        return NewsletterForm


class NewslettersGroup(ViewSetGroup):
    items = (IssuesViewSet, NewsletterViewSet, SubscribersViewSet)
    menu_label = _("Newsletters")
    menu_name = "newsletters"
    menu_icon = "mail"
    menu_order = 280
    submenu_hook = "register_newsletters_menu_item"
