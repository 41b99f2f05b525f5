"""What the links in a letter open. Looking at one changes nothing: machines follow links."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from rotativa.newsletters import actions
from rotativa.newsletters.limits import seen_from
from rotativa.newsletters.marks import Link, link_in
from rotativa.newsletters.models import Newsletter, Subscriber


def kept_by_nobody(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Its address lets its holder in."""

    @wraps(view)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        response.headers["Cache-Control"] = "no-store"
        response.headers["Referrer-Policy"] = "no-referrer"
        return response

    return shown


@csrf_exempt  # a mail program posts here without having been here (RFC 8058); the token is the proof
@require_http_methods(["GET", "HEAD", "POST"])
@kept_by_nobody
def leave(request: HttpRequest, newsletter: str, token: str) -> HttpResponseBase:
    """Whoever is not there any more has left: a program that asks for it is told no fault."""
    series = get_object_or_404(Newsletter, slug=newsletter)
    subscriber = Subscriber.objects.filter(pk=link_with(token).subscriber_id).first()
    if subscriber and request.method == "POST":
        actions.leave_newsletter(
            subscriber, series, at=timezone.now(), seen_from=seen_from(request)
        )
    context = {
        "canonical": "",
        "newsletter": series,
        "has_left": subscriber is None or not subscriber.newsletters.contains(series),
        "token": token if subscriber else "",
        "has_newsletter_form": True,
    }
    return TemplateResponse(request, "newsletters/leave.html", context)


def link_with(token: str) -> Link:
    link = link_in(token)
    if link is None:
        raise Http404
    return link
