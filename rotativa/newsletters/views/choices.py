"""What the link in each mail opens: confirming, choosing, pausing, leaving. Only a POST changes anything.

Whoever has the link needs no token of a form: nobody else can know its address. Since mails are passed on,
it opens the choices for a while only; leaving by it, and having a new one sent, it always does.
"""

from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone, translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from rotativa.lib.attempts import TooManyAttempts
from rotativa.newsletters import actions
from rotativa.newsletters.consent import names_of, words_for, words_of_counting
from rotativa.newsletters.forms import KEEP, PAUSES, ChoicesForm, language_to_read
from rotativa.newsletters.limits import seen_from, take_places_for_mail
from rotativa.newsletters.marks import confirms, link_of, number_in
from rotativa.newsletters.models import Newsletter, Subscriber
from rotativa.newsletters.models.subscriber import LINKS_OPEN, Standing
from rotativa.newsletters.views.letters import kept_by_nobody, link_with
from rotativa.newsletters.views.subscribing import write_if_due
from rotativa.newsletters.wanted import Wanted, wanted_by
from rotativa.pages.middleware import too_many

METHODS = ["GET", "HEAD", "POST"]
FRAME = {"canonical": "", "translations": [], "has_newsletter_form": True}


@csrf_exempt
@require_http_methods(METHODS)
@kept_by_nobody
def confirm(request: HttpRequest, token: str) -> HttpResponseBase:
    """The mail may be passed on as well: pressed again, it opens what a letter of that hour opens."""
    found = to_confirm(token)
    if found is None:
        return opens_nothing(request)
    subscriber, wanted = found
    names = names_of(wanted.newsletters)
    words = words_for(names, language=wanted.language)
    if request.method != "POST":
        context = {"subscriber": subscriber, "words": words, "names": names, **FRAME}
        return TemplateResponse(request, "newsletters/confirm.html", context)
    if not actions.confirm_subscription(
        subscriber, words=words, seen_from=seen_from(request), at=timezone.now()
    ):
        return opens_nothing(request)
    of_choices = address_of_choices(subscriber, at=subscriber.confirmed_at or wanted.asked_at)
    context = {"choices_url": of_choices, **FRAME}
    return TemplateResponse(request, "newsletters/confirmed.html", context)


def opens_nothing(request: HttpRequest) -> HttpResponseBase:
    return TemplateResponse(request, "newsletters/too_late.html", FRAME, status=410)


def to_confirm(token: str) -> tuple[Subscriber, Wanted] | None:
    """None once the address is forgotten, or something else was asked for since."""
    number = number_in(token)
    if number is None:
        raise Http404
    subscriber = Subscriber.objects.filter(pk=number).first()
    if subscriber is None:
        return None
    wanted = wanted_by(subscriber)
    return (subscriber, wanted) if confirms(token, number, wanted.asked_at) else None


@csrf_exempt
@require_http_methods(METHODS)
@kept_by_nobody
def choices(request: HttpRequest, token: str) -> HttpResponseBase:
    """In the subscriber's language, whichever the link was in; with the same link, which grows no younger."""
    link = link_with(token)
    subscriber = get_object_or_404(Subscriber, pk=link.subscriber_id)
    if subscriber.state == Standing.UNCONFIRMED:
        return redirect("newsletters:link")
    language = language_to_read(subscriber.language)
    if request.method != "POST" and language != translation.get_language():
        return redirect(choices_by(token, language=language))
    if not subscriber.is_opened_by(link.made_at, at=timezone.now()):
        return by_old_link(request, subscriber, token)
    if request.method == "POST":
        actions.end_earlier_links(subscriber, by=link)
        return taken(request, subscriber, token)
    if "forget" in request.GET:
        context = {"subscriber": subscriber, **FRAME}
        return TemplateResponse(request, "newsletters/forget.html", context)
    return choices_page(request, subscriber, has_saved="saved" in request.GET)


def by_old_link(request: HttpRequest, subscriber: Subscriber, token: str) -> HttpResponseBase:
    """What it still does."""
    at = timezone.now()
    if "leave" in request.POST:
        actions.leave_all(subscriber, at=at, seen_from=seen_from(request))
        return redirect(choices_by(token, language=subscriber.language))
    if "send" in request.POST:
        try:
            take_places_for_mail(request, subscriber.address, at=at)
        except TooManyAttempts as refused:
            return too_many(request, seconds=refused.seconds)
        write_if_due(actions.ask_for_link(subscriber.address, at=at, has_letter=True))
        return redirect("newsletters:sent")
    context = {
        "subscriber": subscriber,
        "has_left": not subscriber.is_here,
        "days": LINKS_OPEN.days,
        **FRAME,
    }
    return TemplateResponse(request, "newsletters/old_link.html", context)


def taken(request: HttpRequest, subscriber: Subscriber, token: str) -> HttpResponseBase:
    at, place, was_here = timezone.now(), seen_from(request), subscriber.is_here
    if "forget" in request.POST:
        actions.delete_subscriber(subscriber)
        return TemplateResponse(request, "newsletters/forgotten.html", FRAME)
    if "leave" in request.POST:
        left = actions.leave_all(subscriber, at=at, seen_from=place)
        return saved(left, token, has_just_left=was_here and not left.is_here, at=at)
    form = ChoicesForm(request.POST, of=subscriber)
    if not form.is_valid():
        return choices_page(request, subscriber, form=form)
    given = form.cleaned_data
    choice = actions.Choice(
        given["newsletters"],
        given["language"],
        form.paused_until(at=at, until=subscriber.paused_until),
    )
    chosen = actions.choose(subscriber, choice, at=at, seen_from=place)
    words = words_of_counting()
    actions.let_count(chosen, agrees=given["lets_count"], words=words, at=at, seen_from=place)
    return saved(chosen, token, has_just_left=was_here and not chosen.is_here, at=at)


def saved(
    subscriber: Subscriber, token: str, *, has_just_left: bool, at: datetime
) -> HttpResponseBase:
    """Leaving ends all links: also the one that they left by, and may want to be deleted by."""
    fresh = link_of(subscriber.pk, at) if has_just_left else token
    return redirect(f"{choices_by(fresh, language=subscriber.language)}?saved")


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
        "language": language_to_read(subscriber.language),
        "pause": KEEP if subscriber.paused_until else "",
        "lets_count": subscriber.counting_agreed_at is not None,
    }
    form = form or ChoicesForm(initial=initial, of=subscriber)
    context = {
        "subscriber": subscriber,
        "form": form,
        "is_in_vain": subscriber.is_here and subscriber.language not in form.languages,
        "newsletters": [
            (each, each.slug in chosen) for each in Newsletter.objects.offered_to(subscriber)
        ],
        "pauses": PAUSES.items(),
        "words_of_counting": words_of_counting() if may_be_counted(subscriber) else "",
        "has_saved": has_saved,
        "is_suppressed": subscriber.state == Standing.SUPPRESSED,
        "has_left": subscriber.state == Standing.LEFT,
        "may_choose": subscriber.is_here,
        **FRAME,
    }
    return TemplateResponse(request, "newsletters/choices.html", context)


def address_of_choices(subscriber: Subscriber, *, at: datetime) -> str:
    """By a link of that moment, at which somebody has shown who they are."""
    return choices_by(link_of(subscriber.pk, at), language=subscriber.language)


def choices_by(token: str, *, language: str) -> str:
    with translation.override(language_to_read(language)):
        return reverse("newsletters:choices", args=[token])


def may_be_counted(subscriber: Subscriber) -> bool:
    """Nobody is asked for what no newsletter does; who has agreed can always take it back."""
    counts = Newsletter.objects.filter(counts_clicks=True).exists()
    return counts or subscriber.counting_agreed_at is not None
