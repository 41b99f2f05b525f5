"""What editors do with comments and with those who write them."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.http import HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.auth import permission_required
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.views.bulk_action import BulkAction
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.permission_policies import ModelPermissionPolicy

from rotativa.comments.actions import add_note, decide_on, mark_comment, take_back_note
from rotativa.comments.models import Comment, Decision, Deed
from rotativa.comments.rules import PEOPLES, Reason
from rotativa.people.requests import DeskRequest

MODERATE = "comments.moderate_comment"
CHANGED = gettext_lazy("It was changed or deleted meanwhile: read it again.")
HOME = "comments_desk:pending"
REASONS = [(each.value, each.label) for each in PEOPLES]
MARKS = {Deed.PIN, Deed.UNPIN, Deed.PICK, Deed.UNPICK}


class ReasonForm(forms.Form):
    reason = forms.ChoiceField(
        label=gettext_lazy("Reason"), choices=REASONS, initial=Reason.OTHER.value
    )
    note = forms.CharField(
        label=gettext_lazy("Note for other editors"), max_length=500, required=False
    )


@require_POST
@permission_required(MODERATE)
def decide(request: DeskRequest, pk: int) -> HttpResponse:
    comment = get_object_or_404(Comment, pk=pk)
    deed = request.POST.get("deed", "")
    if deed in MARKS:
        return mark(request, comment, Deed(deed))
    reason = request.POST.get("reason", "")
    if deed not in {Deed.APPROVE, Deed.REJECT, Deed.SPAM} or reason not in {"", *dict(REASONS)}:
        return HttpResponseBadRequest()
    given = reason if deed == Deed.REJECT else ""
    seen = {pk: request.POST.get("seen", "")}
    now = timezone.now()
    if decide_on([comment], Deed(deed), by=request.user, at=now, reason=given, seen=seen):
        words = _("%(name)s: %(deed)s.") % {"name": comment.name, "deed": Deed(deed).label}
        messages.success(request, words)
    else:
        messages.warning(request, str(CHANGED))
    return redirect(get_valid_next_url_from_request(request) or HOME)


def mark(request: DeskRequest, comment: Comment, deed: Deed) -> HttpResponse:
    if mark_comment(comment, deed, by=request.user, at=timezone.now()):
        messages.success(
            request, _("%(name)s: %(deed)s.") % {"name": comment.name, "deed": deed.label}
        )
    return redirect(get_valid_next_url_from_request(request) or HOME)


class NoteForm(forms.Form):
    note = forms.CharField(label=gettext_lazy("Note for other editors"), max_length=500)


@require_POST
@permission_required(MODERATE)
def note(request: DeskRequest, pk: int) -> HttpResponse:
    comment = get_object_or_404(Comment, pk=pk)
    form = NoteForm(request.POST)
    if form.is_valid():
        add_note(form.cleaned_data["note"], by=request.user, at=timezone.now(), about=comment)
    return redirect(get_valid_next_url_from_request(request) or HOME)


@require_POST
@permission_required(MODERATE)
def take_back(request: DeskRequest, pk: int) -> HttpResponse:
    """One's own note only."""
    note = get_object_or_404(Decision, pk=pk, deed=Deed.NOTE, by=request.user)
    take_back_note(note, by=request.user, at=timezone.now())
    return redirect(get_valid_next_url_from_request(request) or HOME)


class DecideOnMany(PermissionCheckedMixin, BulkAction):
    """The comments that are ticked."""

    deed: ClassVar[Deed]
    template_name = "comments/desk/decide_many.html"
    models = [Comment]
    permission_policy = ModelPermissionPolicy(Comment)
    permission_required = "moderate"

    def check_perm(self, _comment: Comment) -> bool:
        return bool(self.request.user.has_perm(MODERATE))

    def get_all_objects_in_listing_query(self, _parent: str | None) -> list[int]:
        return []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "title": self.display_name}

    def get_execution_context(self) -> dict[str, Any]:
        given = self.cleaned_form.cleaned_data if self.cleaned_form else {}
        told = {name: given.get(name, "") for name in ("reason", "note")}
        return {"by": self.request.user, "deed": self.deed, "seen": self.seen(), **told}

    def seen(self) -> dict[int, str]:
        """What stood on the page on which the editor has said yes."""
        given = self.request.POST.items()
        return {
            int(name[5:]): str(version)
            for name, version in given
            if name.startswith("seen-") and name[5:].isdecimal() and len(name) < 24
        }

    @classmethod
    def execute_action(
        cls, objects: Sequence[Comment], *, deed: Deed, **told: Any
    ) -> tuple[int, int]:
        wanted = {name: told[name] for name in ("by", "reason", "note", "seen")}
        number = decide_on(objects, deed, at=timezone.now(), **wanted)
        return number, len(objects) - number

    def get_success_message(self, count: int, left: int) -> str:
        words = ngettext("%(count)s comment is decided.", "%(count)s comments are decided.", count)
        told = words % {"count": count}
        return f"{told} {CHANGED} ({left})" if left else told


class ApproveMany(DecideOnMany):
    deed = Deed.APPROVE
    display_name = gettext_lazy("Approve")
    action_type = "approve"
    aria_label = gettext_lazy("Approve the selected comments")
    action_priority = 10


class RejectMany(DecideOnMany):
    deed = Deed.REJECT
    display_name = gettext_lazy("Reject")
    action_type = "reject"
    aria_label = gettext_lazy("Reject the selected comments")
    form_class = ReasonForm
    action_priority = 20


class SpamMany(DecideOnMany):
    deed = Deed.SPAM
    display_name = gettext_lazy("Spam")
    action_type = "spam"
    aria_label = gettext_lazy("Put the selected comments to the spam")
    action_priority = 30
