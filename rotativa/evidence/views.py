"""The files of copies, for readers. Whoever has the folder's name has been led there."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from rotativa.evidence.models import Capture, Stamp
from rotativa.evidence.serving import MINUTES, OF_STAMPS, behind_policy, part_of


@require_safe
def part(request: HttpRequest, folder: str, name: str) -> HttpResponseBase:
    """Gone, not unknown, is what was withdrawn."""
    copies = Capture.objects.relied_on().select_related("source")
    capture = get_object_or_404(copies, folder=folder)
    if not capture.is_shown:
        return HttpResponse(status=410)
    response = part_of(capture, name, request)
    response.headers["Cache-Control"] = MINUTES
    return response


@require_safe
def stamp(_request: HttpRequest, folder: str, pk: int, kind: str) -> HttpResponseBase:
    """The token as it came (`tsr`), or the root that vouches for it (`pem`)."""
    copies = Capture.objects.relied_on()
    found = get_object_or_404(
        Stamp.objects.good(), pk=pk, capture__folder=folder, capture__in=copies
    )
    if kind not in OF_STAMPS:
        raise Http404(kind)
    response = HttpResponse(found.content(kind), content_type=OF_STAMPS[kind])
    response.headers["Content-Disposition"] = f'attachment; filename="{found.file_name(kind)}"'
    response.headers["Cache-Control"] = MINUTES
    return behind_policy(response)
