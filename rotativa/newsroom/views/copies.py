"""What editors do with copies of sources at the desk."""

from pathlib import Path
from tempfile import NamedTemporaryFile

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST
from wagtail.admin import messages
from wagtail.admin.auth import permission_required

from rotativa.evidence import actions
from rotativa.evidence.actions import CannotDecide
from rotativa.evidence.capture.bounds import BOUNDS
from rotativa.evidence.capture.wacz.foreign import NotAccepted
from rotativa.evidence.models import Capture, Source
from rotativa.evidence.models.capture import Status, Visibility
from rotativa.evidence.serving import part_of
from rotativa.evidence.tasks import wake_captures, wake_stamps
from rotativa.lib.fetch_errors import Refused
from rotativa.people.models import User
from rotativa.people.requests import DeskRequest

VIEW, CHANGE = "evidence.view_capture", "evidence.change_capture"
LIST = "copies:index"
MOST_TEXT = 20_000


class WithdrawForm(forms.Form):
    visibility = forms.ChoiceField(
        label=gettext_lazy("Readers see"),
        choices=[each for each in Visibility.choices if each[0] != Visibility.PUBLIC],
        initial=Visibility.WITHDRAWN,
    )
    because = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=1000,
        help_text=gettext_lazy("Readers see it on the page of the source."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class UploadForm(forms.Form):
    url = forms.CharField(
        label=gettext_lazy("Address of the source"),
        help_text=gettext_lazy("Of a source that is there already."),
    )
    file = forms.FileField(
        label=gettext_lazy("WACZ file"),
        help_text=gettext_lazy("As archiving tools such as ArchiveWeb.page save it."),
    )

    def clean_url(self) -> Source:
        try:
            source = Source.objects.at_address(self.cleaned_data["url"]).first()
        except Refused as error:
            raise forms.ValidationError(str(error)) from error
        if source is None:
            raise forms.ValidationError(_("There is no source with this address."))
        return source

    def clean_file(self) -> "UploadedFile[bytes]":
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if (file.size or 0) > BOUNDS.all_bytes:
            raise forms.ValidationError(_("The file holds more than a copy may."))
        return file


@require_GET
@permission_required(VIEW)
def look(request: DeskRequest, pk: int) -> HttpResponse:
    capture = get_object_or_404(Capture.objects.select_related("source"), pk=pk)
    return looked_at(request, capture, WithdrawForm())


def looked_at(request: DeskRequest, capture: Capture, form: WithdrawForm) -> HttpResponse:
    context = {
        "capture": capture,
        "stamps": list(capture.stamps.order_by("pk")),
        "text": capture.text[:MOST_TEXT],
        "form": form,
        "may_change": request.user.has_perm(CHANGE),
        "is_doubtful": capture.status == Status.DOUBTFUL,
        "is_open": capture.status in {Status.QUEUED, Status.WORKING},
        "can_withdraw": capture.is_lying and capture.visibility == Visibility.PUBLIC,
    }
    return TemplateResponse(request, "newsroom/copies/look.html", context)


@require_GET
@permission_required(VIEW)
def part(request: DeskRequest, pk: int, name: str) -> HttpResponseBase:
    """The copy as it is, whatever its state: for those who decide about it."""
    capture = get_object_or_404(Capture.objects.select_related("source"), pk=pk)
    response = part_of(capture, name, request)
    response.headers["Cache-Control"] = "private, no-store"
    return response


@require_POST
@permission_required(CHANGE)
def again(request: DeskRequest, pk: int) -> HttpResponse:
    capture = get_object_or_404(Capture.objects.select_related("source"), pk=pk)
    wake_captures(actions.request_capture(capture.source, by=request.user, at=timezone.now()))
    messages.success(request, _("Another copy will be taken of %(source)s.") % {"source": capture})
    return redirect(LIST)


@require_POST
@permission_required(CHANGE)
def decide(request: DeskRequest, pk: int) -> HttpResponse:
    """`verdict` is `approve` or `refuse`."""
    capture = get_object_or_404(Capture.objects.select_related("source"), pk=pk)
    is_good = request.POST.get("verdict") == "approve"
    verdict = actions.approve_capture if is_good else actions.refuse_capture
    try:
        verdict(capture, by=request.user, at=timezone.now())
    except CannotDecide as error:
        messages.error(request, str(error))
    else:
        words = _("The copy of %(source)s is good.") if is_good else _("The copy is refused.")
        messages.success(request, words % {"source": capture})
    return redirect(LIST)


@require_POST
@permission_required(CHANGE)
def withdraw(request: DeskRequest, pk: int) -> HttpResponse:
    capture = get_object_or_404(Capture.objects.select_related("source"), pk=pk)
    form = WithdrawForm(request.POST)
    if not form.is_valid():
        return looked_at(request, capture, form)
    try:
        actions.withdraw_capture(capture, **form.cleaned_data, by=request.user, at=timezone.now())
    except CannotDecide as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Readers do not see this copy any more."))
    return redirect("copies:look", pk=pk)


@permission_required(CHANGE)
def upload(request: DeskRequest) -> HttpResponse:
    """A copy that a person has made elsewhere."""
    known = {"url": request.GET.get("url", "")}
    form = UploadForm(request.POST or None, request.FILES or None, initial=known)
    if request.method == "POST" and form.is_valid():
        try:
            capture = take_in(form, by=request.user)
        except NotAccepted as error:
            form.add_error("file", str(error))
        else:
            wake_stamps([capture])
            messages.success(request, _("The copy is here. Look at it before it is relied on."))
            return redirect("copies:look", pk=capture.pk)
    return TemplateResponse(request, "newsroom/copies/upload.html", {"form": form})


def take_in(form: UploadForm, *, by: User) -> Capture:
    source: Source = form.cleaned_data["url"]
    with NamedTemporaryFile(suffix=".wacz") as kept:
        for chunk in form.cleaned_data["file"].chunks():
            kept.write(chunk)
        kept.flush()
        return actions.accept_capture(source, Path(kept.name), by=by, at=timezone.now())
