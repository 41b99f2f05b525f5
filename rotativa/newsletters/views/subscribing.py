"""Asking for newsletters: by the form of every page, which is printed, and by a page of its own.

A printed form carries no token: it is the same for everybody. What it asks for needs none: no cookie
gives a right to it, and nothing comes of it before the address is confirmed. But a page elsewhere must
not ask through its visitors, whose addresses would get around the limits: so a browser has to say that
the form is ours. One that does not say is shown the form once more, with a token.
"""

from typing import Any
from urllib.parse import urlsplit

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.http.request import split_domain_port
from django.middleware.csrf import CsrfViewMiddleware
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from rotativa.lib.attempts import TooManyAttempts
from rotativa.newsletters import actions
from rotativa.newsletters.consent import (
    names_of,
    with_ticked,
    words_beside_boxes,
    words_beside_form,
)
from rotativa.newsletters.forms import TRAP, LinkForm, SubscribeForm, is_of_any_page
from rotativa.newsletters.limits import refuse_crowds, seen_from, take_places_for_mail
from rotativa.newsletters.models import Newsletter, Subscriber
from rotativa.newsletters.tasks import write_to
from rotativa.pages.languages import title_of
from rotativa.pages.middleware import too_many

READING = ["GET", "HEAD"]
REFUSALS_KEPT = 60
"""Seconds, in each process."""


class TokenCheck(CsrfViewMiddleware):
    def _reject(self, request: HttpRequest, reason: str) -> HttpResponse:  # noqa: ARG002  # Django's
        return HttpResponse(status=403)


def has_token(request: HttpRequest) -> bool:
    check = TokenCheck(allowed)
    return check.process_view(request, allowed, (), {}) is None


def allowed(_request: HttpRequest) -> HttpResponse:
    return HttpResponse()


def is_from_our_pages(request: HttpRequest) -> bool:
    """As the browser says, by headers that no page can write."""
    if site := request.headers.get("Sec-Fetch-Site"):
        return site == "same-origin"
    return urlsplit(request.headers.get("Origin", "")).netloc == request.get_host()


@csrf_exempt
@require_http_methods([*READING, "POST"])
def subscribe(request: HttpRequest) -> HttpResponseBase:
    if request.method != "POST":
        return form_page(request, SubscribeForm())
    try:
        refuse_crowds(request, at=timezone.now())
    except TooManyAttempts as error:
        return refused(request, error)
    form = SubscribeForm.posted(request.POST)
    if not form.is_valid():
        return form_page(request, form)
    if not (is_from_our_pages(request) or has_token(request)):
        return form_page(request, form, is_again=True)
    return take(request, form)


def take(request: HttpRequest, form: SubscribeForm) -> HttpResponseBase:
    """The same answer whether or not the address is known, and after the same work but for a row."""
    given, at = form.cleaned_data, timezone.now()
    try:
        take_places_for_mail(request, given["address"], at=at)
    except TooManyAttempts as error:
        return refused(request, error)
    if not request.POST.get(TRAP):
        wish = actions.Wish(
            address=given["address"],
            language=given["language"],
            newsletters=given["newsletters"],
            words=words_agreed_to(request, form),
            seen_from=seen_from(request),
        )
        write_if_due(actions.ask_to_subscribe(wish, at=at))
    return redirect("newsletters:sent")


def refused(request: HttpRequest, error: TooManyAttempts) -> HttpResponse:
    """Those who come by thousands, without a cookie, are shown a page that was made for the first of them."""
    if request.COOKIES:
        return too_many(request, seconds=error.seconds)
    host, _port = split_domain_port(request.get_host())  # which anybody may name
    key = f"newsletter-refusal:{host}:{request.path}:{-(-error.seconds // 60)}"
    page: bytes | None = cache.get(key)
    if page is None:
        page = too_many(request, seconds=error.seconds).content
        cache.set(key, page, REFUSALS_KEPT)
    headers = {"Retry-After": str(error.seconds), "Cache-Control": "no-store"}
    return HttpResponse(page, status=429, headers=headers)


def words_agreed_to(request: HttpRequest, form: SubscribeForm) -> str:
    """As they stood on the page: that of the button, or ours."""
    given = form.cleaned_data
    if is_of_any_page(request.POST):
        return words_beside_form(given["language"])
    ticked = names_of(given["newsletters"])
    if form.asks_for_language:
        ticked.append(title_of(given["language"]))
    return with_ticked(words_of_page(form), ticked)


def words_of_page(form: SubscribeForm) -> str:
    return words_beside_boxes("" if form.asks_for_language else form.languages[0])


def write_if_due(subscriber: Subscriber | None) -> None:
    if subscriber is not None:
        write_to.enqueue(subscriber.pk)


@require_http_methods([*READING, "POST"])
def send_link(request: HttpRequest) -> HttpResponseBase:
    form = LinkForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return TemplateResponse(request, "newsletters/link.html", {"form": form, **OWN_PAGE})
    address, at = form.cleaned_data["address"], timezone.now()
    try:
        take_places_for_mail(request, address, at=at)
    except TooManyAttempts as error:
        return refused(request, error)
    write_if_due(actions.ask_for_link(address, at=at))
    return redirect("newsletters:sent")


@require_safe
def sent(request: HttpRequest) -> HttpResponseBase:
    return TemplateResponse(request, "newsletters/sent.html", {**OWN_PAGE})


OWN_PAGE = {"has_newsletter_form": True}
"""Such a page needs no second form in its foot."""


def form_page(
    request: HttpRequest, form: SubscribeForm, *, is_again: bool = False
) -> HttpResponseBase:
    context: dict[str, Any] = {
        "form": form,
        "is_again": is_again,
        "newsletters": Newsletter.objects.offered_to(None),
        "words": words_of_page(form),
        **OWN_PAGE,
    }
    return TemplateResponse(request, "newsletters/subscribe.html", context)
