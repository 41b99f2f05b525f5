"""What the press adds to Wagtail's admin."""

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.log_actions import LogActionRegistry
from wagtail.models import Page

from rotativa.press.models import Printing
from rotativa.press.views import PrintMany
from rotativa.press.viewsets.printings import VIEW, PrintedPages

hooks.register("register_bulk_action", PrintMany)


@hooks.register("register_admin_viewset")
def register_printed_pages() -> PrintedPages:
    return PrintedPages()


@hooks.register("register_permissions")
def register_printing_permissions() -> QuerySet[Permission]:
    """Lets administrators give them to a group at the desk."""
    return Permission.objects.filter(
        content_type__app_label="press", codename__in=["view_printing", "change_printing"]
    )


@hooks.register("register_log_actions")
def register_printing_actions(actions: LogActionRegistry) -> None:
    actions.register_action("press.print", _("Print again"), _("Had the page printed again"))
    actions.register_action("press.reprint", _("Print all"), _("Had everything printed again"))
    actions.register_action("press.stop", _("Stop printing"), _("Stopped printing everything"))


@hooks.register("before_edit_page")
def tell_that_it_fails(request: HttpRequest, page: Page) -> None:
    """Whoever wrote the page can mend it sooner than whoever reads the log."""
    failing = Printing.objects.failing_at(page) if request.method == "GET" else None
    if failing is None:
        return
    lists = messages.button(reverse("printed_pages:index"), _("Printed pages"))
    buttons = [lists] if request.user.has_perm(VIEW) else []
    messages.error(request, f"{readers_get(failing)} {failing.last_error}", buttons=buttons)


def readers_get(failing: Printing) -> str:
    if failing.printed_at is None:
        return gettext("This page cannot be printed, and readers may not be able to open it.")
    moment = date_format(localtime(failing.printed_at), "SHORT_DATETIME_FORMAT")
    return gettext("Readers get this page as it was on %(moment)s, since it cannot be printed.") % {
        "moment": moment
    }
