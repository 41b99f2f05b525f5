"""What editors do with printed pages at the desk."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_list_or_404, get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.auth import permission_required
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.views.bulk_action import BulkAction
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.permission_policies import ModelPermissionPolicy

from rotativa.people.models import User
from rotativa.people.requests import DeskRequest
from rotativa.press.actions import request_prints, request_reprint, stop_reprints
from rotativa.press.models import Printing

CHANGE = "press.change_printing"
LIST = "printed_pages:index"


@require_POST
@permission_required(CHANGE)
def print_again(request: DeskRequest, pk: int) -> HttpResponse:
    printing = get_object_or_404(Printing, pk=pk)
    request_prints([printing], by=request.user, at=timezone.now())
    messages.success(request, _("%(path)s will be printed again.") % {"path": printing.path})
    return redirect(get_valid_next_url_from_request(request) or LIST)


@require_POST
@permission_required(CHANGE)
def print_all(request: DeskRequest) -> HttpResponse:
    request_reprint(by=request.user, at=timezone.now())
    messages.success(request, _("Everything will be printed again, after the news."))
    return redirect(LIST)


@require_POST
@permission_required(CHANGE)
def stop(request: DeskRequest) -> HttpResponse:
    stop_reprints(by=request.user, at=timezone.now())
    messages.success(request, _("Stopped. What was not printed again stays as it was."))
    return redirect(LIST)


class PrintMany(PermissionCheckedMixin, BulkAction):
    """The rows that are ticked; for all of them there is `print_all`."""

    display_name = gettext_lazy("Print again")
    action_type = "print"
    aria_label = gettext_lazy("Print the selected pages again")
    template_name = "press/print_many.html"
    models = [Printing]
    permission_policy = ModelPermissionPolicy(Printing)
    permission_required = "change"

    def get_all_objects_in_listing_query(self, _parent: str | None) -> list[int]:
        return []

    @classmethod
    def get_queryset(cls, model: type[Printing], object_ids: Sequence[int]) -> list[Printing]:
        """In the order of the list, from which they come."""
        return get_list_or_404(model.objects.troubles_first(), pk__in=object_ids)

    def get_execution_context(self) -> dict[str, Any]:
        return {"by": self.request.user}

    @classmethod
    def execute_action(cls, objects: Sequence[Printing], *, by: User, **_: Any) -> tuple[int, int]:
        return request_prints(objects, by=by, at=timezone.now()), 0

    def get_success_message(self, count: int, _children: int) -> str:
        return ngettext(
            "%(count)s page will be printed again.", "%(count)s pages will be printed again.", count
        ) % {"count": count}
