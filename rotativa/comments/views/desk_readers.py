"""What editors do with those who write comments."""

from datetime import datetime, timedelta

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages
from wagtail.admin.auth import permission_required

from rotativa.comments.actions import Why, add_note, ban_reader, lift_ban, reject_all
from rotativa.comments.models import Standing
from rotativa.comments.models.standing import FOR_GOOD
from rotativa.comments.views.desk import MODERATE, NoteForm, ReasonForm
from rotativa.people.models import User
from rotativa.people.requests import DeskRequest
from rotativa.readers.rules import may_enter_desk

TERMS = {
    "1": gettext_lazy("a day"),
    "7": gettext_lazy("a week"),
    "30": gettext_lazy("a month"),
    "": gettext_lazy("for good"),
}


class BanForm(ReasonForm):
    days = forms.ChoiceField(
        label=gettext_lazy("Term"), choices=list(TERMS.items()), initial="7", required=False
    )
    hides_all = forms.BooleanField(
        label=gettext_lazy("Also reject everything that this reader has written"), required=False
    )

    def until(self, at: datetime) -> datetime:
        days = self.cleaned_data["days"]
        return at + timedelta(days=int(days)) if days else FOR_GOOD


@permission_required(MODERATE)
def ban(request: DeskRequest, pk: int) -> HttpResponse:
    reader = get_object_or_404(User, pk=pk)
    now = timezone.now()
    standing = Standing.objects.filter(reader=reader).first()
    is_banned = standing is not None and standing.is_banned(at=now)
    form = BanForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        if "lift" in request.POST:
            lift_ban(reader, by=request.user, at=now)
            return redirect("comments_desk:reader", pk)
        if may_enter_desk(reader):
            form.add_error(None, _("Somebody of the desk cannot be banned."))
        if form.is_valid():
            ban_as_told(request, reader, form, at=now)
            return redirect("comments_desk:reader", pk)
    context = {
        "page_title": _("Ban"),
        "header_title": reader.public_name,
        "header_icon": "lock",
        "form": form,
        "standing": standing,
        "is_banned": is_banned,
    }
    return TemplateResponse(request, "comments/desk/ban.html", context)


def ban_as_told(request: DeskRequest, reader: User, form: BanForm, *, at: datetime) -> None:
    given = form.cleaned_data
    told = {"reason": given["reason"], "note": given["note"], "by": request.user, "at": at}
    ban_reader(reader, until=form.until(at), **told)
    if given["hides_all"]:
        reject_all(reader, Why(**told))
    messages.success(request, _("%(name)s cannot write for now.") % {"name": reader.public_name})


@permission_required(MODERATE)
def hide(request: DeskRequest, pk: int) -> HttpResponse:
    """All that they have written; what they write next is another matter."""
    reader = get_object_or_404(User, pk=pk)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        number = reject_all(reader, Why(by=request.user, at=timezone.now(), **form.cleaned_data))
        words = ngettext(
            "%(count)s comment is rejected.", "%(count)s comments are rejected.", number
        )
        messages.success(request, words % {"count": number})
        return redirect("comments_desk:reader", pk)
    return ask(request, reader, form, title=_("Reject everything"), button=_("Reject"))


@permission_required(MODERATE)
def note(request: DeskRequest, pk: int) -> HttpResponse:
    reader = get_object_or_404(User, pk=pk)
    form = NoteForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        add_note(form.cleaned_data["note"], by=request.user, at=timezone.now(), about=reader)
        return redirect("comments_desk:reader", pk)
    return ask(request, reader, form, title=_("Note"), button=_("Save"))


def ask(
    request: DeskRequest, reader: User, form: forms.Form, *, title: str, button: str
) -> HttpResponse:
    context = {
        "page_title": title,
        "header_title": f"{title}: {reader.public_name}",
        "header_icon": "comment",
        "form": form,
        "button": button,
    }
    return TemplateResponse(request, "comments/desk/ask.html", context)
