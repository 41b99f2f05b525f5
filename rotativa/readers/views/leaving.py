"""Leaving: at once or tomorrow, with what one wrote or without."""

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from rotativa.pages.templatetags.moments import long_moment
from rotativa.readers import mails
from rotativa.readers.actions import ask_to_leave, end_sessions, leave, stay
from rotativa.readers.forms import LeaveForm
from rotativa.readers.guards import ReaderRequest, signed_in_recently
from rotativa.readers.models import Leaving
from rotativa.readers.rules import may_enter_desk


@login_required
def leaving(request: ReaderRequest) -> HttpResponseBase:
    """Whoever works at the desk is let go by an administrator, who knows what hangs on the account."""
    asked = Leaving.objects.filter(reader=request.user).first()
    context = {"asked": asked, "is_of_desk": may_enter_desk(request.user), "form": LeaveForm()}
    if request.method == "POST" and not context["is_of_desk"]:
        return ask(request)
    return TemplateResponse(request, "readers/leave.html", context)


@signed_in_recently
def ask(request: ReaderRequest) -> HttpResponseBase:
    form = LeaveForm(request.POST)
    if not form.is_valid():
        return TemplateResponse(request, "readers/leave.html", {"form": form})
    keeps_words = form.cleaned_data["words"] == "stay"
    if form.cleaned_data["when"] == "now":
        return leave_now(request, keeps_words=keeps_words)
    asked = ask_to_leave(request.user, keeps_words=keeps_words, at=timezone.now())
    end_sessions(request.user, but=request.session.session_key)
    mails.tell(mails.leaving(until=long_moment(asked.due_at)), to=request.user.email)
    return redirect("leave")


def leave_now(request: ReaderRequest, *, keeps_words: bool) -> HttpResponseBase:
    reader, address = request.user, request.user.email
    leave(reader, keeps_words=keeps_words, at=timezone.now())
    logout(request)
    mails.tell(mails.left(), to=address)
    return TemplateResponse(request, "readers/left.html")


@login_required
def keep(request: ReaderRequest) -> HttpResponseBase:
    """Who was signed out meanwhile comes here from signing in, and presses the button once more."""
    if request.method != "POST":
        return redirect("leave")
    if stay(request.user):
        messages.success(request, _("Your account stays."))
    return redirect("account")
