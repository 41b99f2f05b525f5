"""Bringing in subscribers at the desk: a file is sent, and a page tells how far it is and what becomes of it."""

import io
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages
from wagtail.admin.auth import permission_required

from rotativa.newsletters import actions
from rotativa.newsletters.models import Intake, IntakeFile, Newsletter
from rotativa.newsletters.tables.read import Table
from rotativa.newsletters.tables.records import TableRefused
from rotativa.newsletters.tables.standing import Heed
from rotativa.newsletters.tasks import work_off_intake
from rotativa.newsletters.views.desk_subscribers import (
    CHANGE,
    NAME,
    SUPPRESS,
    crumbs,
)
from rotativa.pages import languages
from rotativa.people.requests import DeskRequest

MOST_BYTES = 20_000_000
HEAD = 50_000
NOT_AS_SEEN = gettext_lazy(
    "Somebody asked to have the file read once more since you opened this page. Nothing is stored yet: look at what would become of it now."
)
SHOWN = 20
BROUGHT = {
    "added": pgettext_lazy("subscribers", "Added"),
    "left": gettext_lazy("Kept as having left"),
    "suppressed": gettext_lazy("Suppressed from now on"),
    "known": gettext_lazy("Known already, left as they are"),
    "suppressed before": gettext_lazy("Suppressed before, left out"),
    "not suppressed": gettext_lazy(
        "Suppressed elsewhere, left out: you may not suppress addresses"
    ),
    "elsewhere": gettext_lazy("Of newsletters that are not here, left out"),
    "unconfirmed": gettext_lazy("Never confirmed, left out"),
    "twice": gettext_lazy("There twice"),
    "unclear": gettext_lazy("Not known whether they get mail, left out"),
    "refused": gettext_lazy("Refused: no address"),
}


HEEDED = {
    Heed.SAYS: gettext_lazy("These say who gets mail"),
    Heed.MAY_SAY: gettext_lazy(
        "These may say it; where they do not clearly say yes, the row is left out"
    ),
    Heed.NONE: gettext_lazy("These are not heeded, but for a word such as “unsubscribed”"),
}


class ImportForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy(
            "CSV of Ghost, Mailchimp, Substack or of this paper, up to 20 MB. Larger ones: rotativa "
            "newsletter import. Bring in only those who have agreed to get mail from this paper."
        ),
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
    )
    newsletters = forms.ModelMultipleChoiceField(
        Newsletter.objects.order_by("pk"),
        label=gettext_lazy("Newsletters, where the file does not say"),
        widget=forms.CheckboxSelectMultiple,
    )
    language = forms.ChoiceField(label=gettext_lazy("Language, where the file does not say"))
    is_trial = forms.BooleanField(
        label=gettext_lazy("Read and report only; store nothing"),
        help_text=gettext_lazy(
            "A file of no system that is known is read so first in any case, where it has further columns."
        ),
        required=False,
        initial=True,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(code, languages.name_of(code)) for code, _name in settings.LANGUAGES]
        self.fields["language"] = forms.ChoiceField(
            label=self.fields["language"].label, choices=choices
        )
        self.fields["newsletters"].initial = Newsletter.objects.filter(slug="daily")
        self.order_fields(["file", "newsletters", "language", "is_trial"])

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(_("The file is larger than 20 MB."))
        try:
            Table(io.BytesIO(file.read(HEAD)))
        except TableRefused as error:
            words = _("Its first line must name a column with addresses, such as email.")
            raise forms.ValidationError(words) from error
        file.seek(0)
        return file


@permission_required(CHANGE)
def bring(request: DeskRequest) -> HttpResponse:
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        intake = taken(request, form)
        work_off_intake.enqueue(intake.pk)
        return redirect(f"{NAME}:intake", intake.pk)
    context = {
        "page_title": _("Bring in subscribers"),
        "header_title": _("Bring in subscribers"),
        "header_icon": "upload",
        "form": form,
        "intakes": Intake.objects.select_related("brought_by").order_by("-pk")[:SHOWN],
        "breadcrumbs_items": crumbs(_("Bring in subscribers")),
    }
    return TemplateResponse(request, "newsletters/desk/import.html", context)


def taken(request: DeskRequest, form: ImportForm) -> Intake:
    given = form.cleaned_data
    return actions.take_in(
        actions.Given(
            name=given["file"].name,
            content=given["file"].read(),
            newsletters=list(given["newsletters"]),
            language=given["language"],
            is_trial=given["is_trial"],
            may_suppress=request.user.has_perm(SUPPRESS),
        ),
        by=request.user,
        at=timezone.now(),
    )


@require_safe
@permission_required(CHANGE)
def intake(request: DeskRequest, pk: int) -> HttpResponse:
    """Brought up to date by press/js/live.js while it is open."""
    found = get_object_or_404(Intake.objects.select_related("brought_by"), pk=pk)
    counts = [(words, found.counts[key]) for key, words in BROUGHT.items() if key in found.counts]
    context = {
        "page_title": found.name,
        "header_title": found.name,
        "header_icon": "upload",
        "intake": found,
        "counts": counts,
        "columns": [
            (words, ", ".join(name for name, heed in found.columns if heed == taken_for))
            for taken_for, words in HEEDED.items()
        ],
        "doubted": doubted_in(found),
        "not_taken": found.counts.get("refused", 0) + found.counts.get("unclear", 0),
        "may_store": found.is_trial and IntakeFile.objects.filter(intake=found).exists(),
        "breadcrumbs_items": [
            *crumbs("")[:-1],
            {"url": reverse(f"{NAME}:import"), "label": _("Bring in subscribers")},
            {"url": "", "label": found.name},
        ],
    }
    return TemplateResponse(request, "newsletters/desk/intake.html", context)


def doubted_in(found: Intake) -> list[str]:
    """Columns that may mean something else: by their names, or since rows are left out because of them."""
    may_say = [name for name, heed in found.columns if heed == Heed.MAY_SAY]
    told = [fault["column"] for fault in found.faults if fault.get("column")]
    return list(dict.fromkeys([*may_say, *told, *found.unheeded])) if found.columns else []


@require_POST
@permission_required(CHANGE)
def again(request: DeskRequest, pk: int) -> HttpResponse:
    """On trial, without the columns that say nothing of mail."""
    found = get_object_or_404(Intake, pk=pk)
    unheeded = request.POST.getlist("unheeded")
    is_there = actions.try_again(found, unheeded=unheeded, at=timezone.now())
    found.refresh_from_db()
    return gone_on(request, found, is_there)


@require_POST
@permission_required(CHANGE)
def store(request: DeskRequest, pk: int) -> HttpResponse:
    """After a trial, and as it was seen: another may have had it read with other columns since then."""
    found = get_object_or_404(Intake, pk=pk)
    is_as_seen = request.POST.get("shift") == str(found.shift)
    may_suppress = request.user.has_perm(SUPPRESS)
    is_there = is_as_seen and actions.store_tried(
        found, by=request.user, may_suppress=may_suppress, at=timezone.now()
    )
    found.refresh_from_db()
    if found.is_trial and (found.is_open or not is_as_seen):
        messages.error(request, NOT_AS_SEEN)
        return redirect(f"{NAME}:intake", pk)
    return gone_on(request, found, is_there)


def gone_on(request: DeskRequest, found: Intake, is_there: bool) -> HttpResponse:
    if is_there:
        work_off_intake.enqueue(found.pk)
    elif found.is_open or not found.is_trial:
        messages.info(request, _("That was asked for already: here is what becomes of the file."))
    else:
        messages.error(request, _("The file is not kept any more. Please send it once more."))
    return redirect(f"{NAME}:intake", found.pk)


@require_POST
@permission_required(CHANGE)
def stop(request: DeskRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Intake, pk=pk)
    if actions.stop_intake(found, at=timezone.now()):
        messages.success(request, _("Stopped. Who was brought in before stays."))
    return redirect(f"{NAME}:intake", found.pk)
