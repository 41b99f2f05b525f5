"""What the links in a letter open. Looking at one changes nothing: machines follow links."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone, translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from rotativa.newsletters import actions
from rotativa.newsletters.forms import language_to_read
from rotativa.newsletters.limits import seen_from
from rotativa.newsletters.marks import Link, link_in, link_refuser_of, refuser_of
from rotativa.newsletters.models import Newsletter, Subscriber
from rotativa.newsletters.models.subscriber import Standing


def kept_by_nobody(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Its address lets its holder in."""

    @wraps(view)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        response.headers["Cache-Control"] = "no-store"
        response.headers["Referrer-Policy"] = "no-referrer"
        return response

    return shown


def in_main_language(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A page of a letter whose language the site has no more: nobody is held by that."""

    @wraps(view)
    def shown(request: HttpRequest, former: str, **kwargs: Any) -> HttpResponseBase:
        translation.activate(language_to_read(former))
        return view(request, **kwargs)

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


@csrf_exempt  # as above
@require_http_methods(["GET", "HEAD", "POST"])
@kept_by_nobody
def refuse(request: HttpRequest, token: str) -> HttpResponseBase:
    """By the mail that asks to confirm: somebody else may have asked for it, and go on asking."""
    return end_of_mail(request, subscriber_by(refuser_of(token)))


@csrf_exempt  # as above
@require_http_methods(["GET", "HEAD", "POST"])
@kept_by_nobody
def refuse_links(request: HttpRequest, token: str) -> HttpResponseBase:
    """By the mail that brings a link. Nobody who gets newsletters loses one for what others do."""
    subscriber = subscriber_by(link_refuser_of(token))
    if subscriber is None or not subscriber.is_here:
        return end_of_mail(request, subscriber)
    if request.method == "POST":
        actions.refuse_links(subscriber, at=timezone.now(), seen_from=seen_from(request))
    context = {
        "canonical": "",
        "subscriber": subscriber,
        "is_over": request.method == "POST" or subscriber.links_refused_at,
        "has_newsletter_form": True,
    }
    return TemplateResponse(request, "newsletters/refuse_links.html", context)


def subscriber_by(number: int | None) -> Subscriber | None:
    """As a mark names them; whoever is forgotten is nobody."""
    if number is None:
        raise Http404
    return Subscriber.objects.filter(pk=number).first()


def end_of_mail(request: HttpRequest, subscriber: Subscriber | None) -> HttpResponseBase:
    was_here = subscriber is not None and subscriber.is_here
    if subscriber and request.method == "POST":
        actions.refuse_mail(subscriber, at=timezone.now(), seen_from=seen_from(request))
    context = {
        "canonical": "",
        "subscriber": subscriber,
        "was_here": was_here,
        "is_over": request.method == "POST"
        or (subscriber and subscriber.state == Standing.SUPPRESSED),
        "has_newsletter_form": True,
    }
    return TemplateResponse(request, "newsletters/refuse.html", context)


def link_with(token: str) -> Link:
    link = link_in(token)
    if link is None:
        raise Http404
    return link
