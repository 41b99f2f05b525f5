"""A reader who is signed in chooses newsletters on the account's page: the address is confirmed already."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rotativa.newsletters import actions
from rotativa.newsletters.addresses import NotAnAddress
from rotativa.newsletters.consent import names_of, with_ticked, words_beside_boxes
from rotativa.newsletters.forms import (
    AccountForm,
    language_to_get,
    language_to_read,
    languages_of_issues,
)
from rotativa.newsletters.limits import seen_from
from rotativa.newsletters.models import Subscriber
from rotativa.pages.models import Paper
from rotativa.readers.guards import ReaderRequest


@login_required
def choose_by_account(request: ReaderRequest) -> HttpResponseBase:
    """Who was signed out meanwhile comes here from signing in, without what they chose."""
    if request.method != "POST":
        messages.error(request, _("Nothing is saved yet: you had been signed out."))
        return redirect("account")
    known = Subscriber.objects.at(request.user.email)
    form = AccountForm(request.POST, of=known)
    if form.is_valid():
        put_choice(request, form, known)
    return redirect("account")


def put_choice(request: ReaderRequest, form: AccountForm, known: Subscriber | None) -> None:
    """A pause goes on."""
    newsletters = list(form.cleaned_data["newsletters"])
    language = language_for(known)
    words = with_ticked(words_beside_boxes(language), names_of(newsletters))
    try:
        actions.choose_by_account(
            request.user.email,
            actions.Choice(newsletters, language, known.paused_until if known else None),
            words=words,
            seen_from=seen_from(request),
            at=timezone.now(),
        )
    except actions.IsSuppressed:
        messages.error(request, is_stopped())
    except NotAnAddress:
        messages.error(request, _("This is no e-mail address to which we can write."))
    else:
        messages.success(request, _("Saved."))


def is_stopped() -> str:
    if address := Paper.objects.address_in(get_language() or ""):
        words = _("Mail to your address is stopped. Please write to %(address)s.")
        return words % {"address": address}
    return _("Mail to your address is stopped.")


def language_for(known: Subscriber | None) -> str:
    """The one that was chosen before, or that of the page."""
    if known:
        return language_to_read(known.language)
    return language_to_get(get_language() or "", of=languages_of_issues())
