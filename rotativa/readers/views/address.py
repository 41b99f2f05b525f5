"""Another address for an account, in two steps."""

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from rotativa.lib.attempts import Limit, TooManyAttempts, give_back, take_places
from rotativa.pages.middleware import HOUR, too_many
from rotativa.readers import mails
from rotativa.readers.actions import (
    AddressChange,
    AddressTaken,
    begin_change,
    end_sessions,
    finish_change,
)
from rotativa.readers.forms import AddressForm, CodesForm
from rotativa.readers.guards import ReaderRequest, signed_in_recently
from rotativa.readers.limits import take_guess

KEPT = "readers_address_change"
BY_READER = Limit("address-account", 5, HOUR)
BY_WANTED = Limit("address-wanted", 5, HOUR)


@signed_in_recently
def change_address(request: ReaderRequest) -> HttpResponseBase:
    form = AddressForm(request.POST or None, reader=request.user)
    if request.method != "POST" or not form.is_valid():
        return TemplateResponse(request, "readers/address.html", {"form": form})
    wanted, at = form.cleaned_data["email"], timezone.now()
    try:
        take_places([(BY_READER, str(request.user.pk)), (BY_WANTED, wanted)], at=at.timestamp())
    except TooManyAttempts as refused:
        return too_many(request, seconds=refused.seconds)
    change = begin_change(request.user, wanted=wanted, at=at)
    send_codes(request, change)
    request.session[KEPT] = change.as_stored()
    return redirect("confirm_address")


def send_codes(request: ReaderRequest, change: AddressChange) -> None:
    adapter = get_adapter(request)
    told = mails.new_address_code(change.new_code) if change.new_code else mails.address_taken()
    adapter.send(
        mails.old_address_code(change.old_code, wanted=change.wanted), to=request.user.email
    )
    adapter.send(told, to=change.wanted)


@signed_in_recently
def confirm_address(request: ReaderRequest) -> HttpResponseBase:
    stored = request.session.get(KEPT)
    change = AddressChange(**stored) if stored else None
    if change is None or not change.is_open(request.user, at=timezone.now()):
        request.session.pop(KEPT, None)
        messages.warning(request, _("These codes open nothing any more. Please ask for new ones."))
        return redirect("account_email")
    form = CodesForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            place = take_guess(request, at_code=str(change.until))
        except TooManyAttempts as refused:
            return too_many(request, seconds=refused.seconds)
        if change.is_confirmed_by(**form.cleaned_data):
            give_back([place])
            return finished(request, change)
        change.tries += 1
        request.session[KEPT] = change.as_stored()
        form.add_error(None, _("One of the codes is not right."))
    context = {"form": form, "wanted": change.wanted, "old": request.user.email}
    return TemplateResponse(request, "readers/confirm_address.html", context)


def finished(request: ReaderRequest, change: AddressChange) -> HttpResponseBase:
    """Whoever was signed in elsewhere, perhaps by the old address, is signed out there."""
    del request.session[KEPT]
    before = request.user.email
    try:
        told = finish_change(request.user, change, at=timezone.now())
    except AddressTaken:
        messages.error(request, _("This address cannot be had any more."))
        return redirect("account_email")
    end_sessions(request.user, but=request.session.session_key)
    mails.tell(mails.address_changed(wanted=change.wanted), to=before)
    messages.success(request, _("Your address is changed."))
    for words in told:
        messages.info(request, words)
    return redirect("account")
