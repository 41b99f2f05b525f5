"""What the links in a letter open. Looking at one changes nothing: machines follow links."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from rotativa.newsletters import actions
from rotativa.newsletters.marks import subscriber_of
from rotativa.newsletters.models import Newsletter, Subscriber


@csrf_exempt  # a mail program posts here without having been here (RFC 8058); the token is the proof
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, newsletter: str, token: str) -> HttpResponse:
    series = get_object_or_404(Newsletter, slug=newsletter)
    subscriber = subscriber_with(token)
    has_left = request.method == "POST"
    if has_left:
        actions.leave_newsletter(subscriber, series, at=timezone.now())
    context = {"canonical": "", "newsletter": series, "has_left": has_left}
    response = TemplateResponse(request, "newsletters/leave.html", context)
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"  # the address lets its holder in
    return response


def subscriber_with(token: str) -> Subscriber:
    number = subscriber_of(token)
    if number is None:
        raise Http404
    return get_object_or_404(Subscriber, pk=number)
