"""What editors do with comments and with those who write them."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
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

from rotativa.comments.actions import ban_reader, decide_on, lift_ban
from rotativa.comments.models import Comment, Deed, Standing
from rotativa.comments.rules import PEOPLES, Reason
from rotativa.people.models import User
from rotativa.readers.rules import may_enter_desk

MODERATE = "comments.moderate_comment"
HOME = "comments_desk:pending"
REASONS = [(each.value, each.label) for each in PEOPLES]
FOR_GOOD = datetime(9999, 1, 1, tzinfo=UTC)
TERMS = {
    "1": gettext_lazy("a day"),
    "7": gettext_lazy("a week"),
    "30": gettext_lazy("a month"),
    "": gettext_lazy("for good"),
}


class DeskRequest(HttpRequest):
    """Of somebody who is signed in."""

    user: User


class ReasonForm(forms.Form):
    reason = forms.ChoiceField(
        label=gettext_lazy("Reason"), choices=REASONS, initial=Reason.OTHER.value
    )
    note = forms.CharField(
        label=gettext_lazy("Note for other editors"), max_length=500, required=False
    )


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


@require_POST
@permission_required(MODERATE)
def decide(request: DeskRequest, pk: int) -> HttpResponse:
    comment = get_object_or_404(Comment, pk=pk)
    deed = request.POST.get("deed", "")
    reason = request.POST.get("reason", "")
    if deed not in {Deed.APPROVE, Deed.REJECT, Deed.SPAM} or reason not in {"", *dict(REASONS)}:
        return HttpResponseBadRequest()
    given = reason if deed == Deed.REJECT else ""
    decide_on([comment], Deed(deed), by=request.user, at=timezone.now(), reason=given)
    messages.success(
        request, _("%(name)s: %(deed)s.") % {"name": comment.name, "deed": Deed(deed).label}
    )
    return redirect(get_valid_next_url_from_request(request) or HOME)


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
        decide_on(Comment.objects.by(reader.pk).order_by("pk"), Deed.REJECT, **told)
    messages.success(request, _("%(name)s cannot write for now.") % {"name": reader.public_name})


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
        return {"by": self.request.user, "deed": self.deed, **told}

    @classmethod
    def execute_action(
        cls, objects: Sequence[Comment], *, by: User, deed: Deed, reason: str, note: str, **_: Any
    ) -> tuple[int, int]:
        at = timezone.now()
        return decide_on(objects, deed, by=by, at=at, reason=reason, note=note), 0

    def get_success_message(self, count: int, _children: int) -> str:
        return ngettext(
            "%(count)s comment is decided.", "%(count)s comments are decided.", count
        ) % {"count": count}


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
