"""What the link in each mail opens: confirming, choosing, pausing, leaving. Only a POST changes anything.

Whoever has the link needs no token of a form: nobody else can know its address.
"""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.crypto import constant_time_compare
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from rotativa.newsletters import actions
from rotativa.newsletters.consent import names_of, words_for
from rotativa.newsletters.forms import KEEP, PAUSES, ChoicesForm
from rotativa.newsletters.limits import seen_from
from rotativa.newsletters.marks import confirmation_of, number_in, token_of
from rotativa.newsletters.models import Newsletter, Subscriber
from rotativa.newsletters.models.subscriber import Standing
from rotativa.newsletters.views.letters import kept_by_nobody, subscriber_with
from rotativa.newsletters.wanted import Wanted, wanted_by

METHODS = ["GET", "HEAD", "POST"]
FRAME = {"canonical": "", "translations": [], "has_newsletter_form": True}


@csrf_exempt
@require_http_methods(METHODS)
@kept_by_nobody
def confirm(request: HttpRequest, token: str) -> HttpResponseBase:
    subscriber, wanted = subscriber_to_confirm(token)
    names = names_of(wanted.newsletters)
    words = words_for(names, language=wanted.language)
    context: dict[str, Any] = {"subscriber": subscriber, "words": words, "names": names, **FRAME}
    if request.method != "POST":
        return TemplateResponse(request, "newsletters/confirm.html", context)
    context["is_confirmed"] = actions.confirm_subscription(
        subscriber, words=words, seen_from=seen_from(request), at=timezone.now()
    )
    context["choices_url"] = address_of_choices(subscriber)
    return TemplateResponse(request, "newsletters/confirmed.html", context)


def subscriber_to_confirm(token: str) -> tuple[Subscriber, Wanted]:
    subscriber = get_object_or_404(Subscriber, pk=number_in(token))
    wanted = wanted_by(subscriber)
    if not constant_time_compare(token, confirmation_of(subscriber.pk, wanted.asked_at)):
        raise Http404
    return subscriber, wanted


@csrf_exempt
@require_http_methods(METHODS)
@kept_by_nobody
def choices(request: HttpRequest, token: str) -> HttpResponseBase:
    """In the subscriber's language, whichever the link was in."""
    subscriber = subscriber_with(token)
    if subscriber.state == Standing.UNCONFIRMED:
        return redirect("newsletters:link")
    if request.method != "POST" and subscriber.language != translation.get_language():
        return redirect(address_of_choices(subscriber))
    if request.method == "POST":
        return taken(request, subscriber)
    return choices_page(request, subscriber, has_saved="saved" in request.GET)


def taken(request: HttpRequest, subscriber: Subscriber) -> HttpResponseBase:
    at, place = timezone.now(), seen_from(request)
    if "forget" in request.POST:
        actions.delete_subscriber(subscriber)
        return TemplateResponse(request, "newsletters/forgotten.html", FRAME)
    if "leave" in request.POST:
        actions.leave_all(subscriber, at=at, seen_from=place)
        return redirect(f"{address_of_choices(subscriber)}?saved")
    form = ChoicesForm(request.POST)
    if not form.is_valid():
        return choices_page(request, subscriber, form=form)
    given = form.cleaned_data
    choice = actions.Choice(
        given["newsletters"],
        given["language"],
        form.paused_until(at=at, until=subscriber.paused_until),
    )
    chosen = actions.choose(subscriber, choice, at=at, seen_from=place)
    return redirect(f"{address_of_choices(chosen)}?saved")


def choices_page(
    request: HttpRequest,
    subscriber: Subscriber,
    *,
    form: ChoicesForm | None = None,
    has_saved: bool = False,
) -> HttpResponse:
    chosen = set(subscriber.newsletters.values_list("slug", flat=True))
    initial = {
        "newsletters": list(chosen),
        "language": subscriber.language,
        "pause": KEEP if subscriber.paused_until else "",
    }
    context = {
        "subscriber": subscriber,
        "form": form or ChoicesForm(initial=initial),
        "newsletters": [(each, each.slug in chosen) for each in Newsletter.objects.order_by("pk")],
        "pauses": PAUSES.items(),
        "has_saved": has_saved,
        "is_suppressed": subscriber.state == Standing.SUPPRESSED,
        "has_left": subscriber.state == Standing.LEFT,
        "may_choose": subscriber.is_here,
        **FRAME,
    }
    return TemplateResponse(request, "newsletters/choices.html", context)


def address_of_choices(subscriber: Subscriber) -> str:
    with translation.override(subscriber.language):
        return reverse("newsletters:choices", args=[token_of(subscriber.pk)])
