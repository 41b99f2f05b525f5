"""What editors do at the desk with sources that are gone, or are not what they were."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.auth import permission_required
from wagtail.admin.utils import get_valid_next_url_from_request

from rotativa.evidence import actions
from rotativa.evidence.actions import CannotExcuse
from rotativa.evidence.models import Source
from rotativa.evidence.tasks import wake_captures, wake_check
from rotativa.people.requests import DeskRequest

VIEW, CHANGE = "evidence.view_source", "evidence.change_source"
LIST = "source_states:index"


@require_POST
@permission_required(CHANGE)
def check_again(request: DeskRequest, pk: int) -> HttpResponse:
    source = get_object_or_404(Source, pk=pk)
    if actions.request_check(source, at=timezone.now()):
        wake_check(source)
    messages.success(request, _("%(source)s is being looked at again.") % {"source": source})
    return back(request)


@require_POST
@permission_required("evidence.change_capture")
def capture_again(request: DeskRequest, pk: int) -> HttpResponse:
    source = get_object_or_404(Source, pk=pk)
    wake_captures(actions.request_capture(source, by=request.user, at=timezone.now()))
    messages.success(request, _("Another copy will be taken of %(source)s.") % {"source": source})
    return back(request)


@require_POST
@permission_required(CHANGE)
def excuse(request: DeskRequest, pk: int) -> HttpResponse:
    """Whoever says so has looked; a state that came up meanwhile is not excused with it."""
    source = get_object_or_404(Source, pk=pk)
    if (seen := request.POST.get("state")) is not None:
        source.state = seen
    try:
        actions.excuse_source(source, by=request.user, at=timezone.now())
    except CannotExcuse as error:
        messages.error(request, str(error))
    else:
        words = _("Told as it should be: %(source)s. You are reminded when it changes again.")
        messages.success(request, words % {"source": source})
    return back(request)


def back(request: DeskRequest) -> HttpResponse:
    return redirect(get_valid_next_url_from_request(request) or LIST)
