"""What administrators do with subscribers: look at one, delete or suppress it, bring some in, take all out."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages
from wagtail.admin.auth import permission_required

from rotativa.newsletters import actions
from rotativa.newsletters.forms import AddressField
from rotativa.newsletters.models import Newsletter, Subscriber, Suppression
from rotativa.newsletters.tables.read import read_table
from rotativa.newsletters.tables.records import TableRefused
from rotativa.newsletters.tables.write import lines_of
from rotativa.pages import languages
from rotativa.people.models import User

NAME = "newsletter_subscribers"
VIEW = "newsletters.view_subscriber"
CHANGE = "newsletters.change_subscriber"
DELETE = "newsletters.delete_subscriber"
VIEW_SUPPRESSED = "newsletters.view_suppression"
SUPPRESS = "newsletters.add_suppression"
LIFT = "newsletters.delete_suppression"
MOST_BYTES = 20_000_000
SHOWN_ISSUES = 50
SHOWN_FAULTS = 50
BROUGHT = {
    "added": gettext_lazy("Added"),
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
    "refused": gettext_lazy("Refused: no address"),
}


class DeskRequest(HttpRequest):
    """Of somebody who is signed in."""

    user: User


class SuppressForm(forms.Form):
    address = AddressField(label=gettext_lazy("Address"))


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
        label=gettext_lazy("Read and report only; store nothing"), required=False, initial=True
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
        return file


@require_safe
@permission_required(VIEW)
def look(request: DeskRequest, pk: int) -> HttpResponse:
    subscriber = get_object_or_404(Subscriber, pk=pk)
    deliveries = subscriber.deliveries.select_related("issue__newsletter").order_by("-pk")
    context = {
        "page_title": subscriber.address,
        "header_title": subscriber.address,
        "header_icon": "user",
        "subscriber": subscriber,
        "newsletters": subscriber.newsletters.order_by("pk"),
        "language": languages.name_of(subscriber.language),
        "steps": subscriber.steps.in_order(),
        "deliveries": deliveries[:SHOWN_ISSUES],
        "may_delete": request.user.has_perm(DELETE),
        "may_suppress": request.user.has_perm(SUPPRESS),
        "breadcrumbs_items": crumbs(subscriber.address),
    }
    return TemplateResponse(request, "newsletters/desk/subscriber.html", context)


def crumbs(words: str) -> list[dict[str, str]]:
    return [
        {"url": reverse("wagtailadmin_home"), "label": _("Home")},
        {"url": reverse(f"{NAME}:index"), "label": _("Subscribers")},
        {"url": "", "label": words},
    ]


@permission_required(DELETE)
def delete(request: DeskRequest, pk: int) -> HttpResponse:
    subscriber = get_object_or_404(Subscriber, pk=pk)
    if request.method == "POST":
        actions.delete_subscriber(subscriber)
        messages.success(request, _("%(address)s is deleted.") % {"address": subscriber.address})
        return redirect(f"{NAME}:index")
    context = {
        "page_title": _("Delete a subscriber"),
        "header_title": _("Delete a subscriber"),
        "header_icon": "bin",
        "subscriber": subscriber,
        "breadcrumbs_items": crumbs(subscriber.address),
    }
    return TemplateResponse(request, "newsletters/desk/delete.html", context)


@require_POST
@permission_required(SUPPRESS)
def suppress(request: DeskRequest) -> HttpResponse:
    form = SuppressForm(request.POST)
    if form.is_valid():
        address = form.cleaned_data["address"]
        actions.suppress_address(address, why=Suppression.Reason.ASKED, at=timezone.now())
        messages.success(request, _("%(address)s gets no mail any more.") % {"address": address})
    else:
        messages.error(request, form.errors["address"][0])
    return redirect(f"{NAME}:suppressed")


@require_POST
@permission_required(LIFT)
def lift(request: DeskRequest, pk: int) -> HttpResponse:
    actions.lift_suppression(get_object_or_404(Suppression, pk=pk), at=timezone.now())
    messages.success(request, _("The address may ask for newsletters again."))
    return redirect(f"{NAME}:suppressed")


@require_POST
@permission_required(CHANGE)
def export(request: DeskRequest) -> StreamingHttpResponse:
    """All of them, as they are read."""
    response = StreamingHttpResponse(
        encoded(lines_of(Subscriber.objects.all())), content_type="text/csv; charset=utf-8"
    )
    name = f"subscribers-{timezone.localdate()}.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def encoded(lines: Iterator[str]) -> Iterator[bytes]:
    for line in lines:
        yield line.encode()


@permission_required(CHANGE)
def bring(request: DeskRequest) -> HttpResponse:
    form = ImportForm(request.POST or None, request.FILES or None)
    may_suppress = request.user.has_perm(SUPPRESS)
    is_sent = request.method == "POST" and form.is_valid()
    told = brought(form, may_suppress=may_suppress) if is_sent else {}
    context = {
        "page_title": _("Bring in subscribers"),
        "header_title": _("Bring in subscribers"),
        "header_icon": "upload",
        "form": form,
        "breadcrumbs_items": crumbs(_("Bring in subscribers")),
        **told,
    }
    return TemplateResponse(request, "newsletters/desk/import.html", context)


def brought(form: ImportForm, *, may_suppress: bool) -> dict[str, Any]:
    """What became of the file, which is read once and not kept."""
    given = form.cleaned_data
    try:
        system, records = read_table(given["file"].file)
        plan = actions.Plan(
            newsletters=list(given["newsletters"]),
            language=given["language"],
            languages=list(dict(settings.LANGUAGES)),
            source=f"{given['file'].name} ({system})",
            is_dry_run=given["is_trial"],
            may_suppress=may_suppress,
        )
        report = actions.bring_in(records, plan, at=timezone.now())
    except TableRefused:
        words = _("Its first line must name a column with addresses, such as email.")
        form.add_error("file", words)
        return {}
    if report.broken:
        words = _("Line %(line)s cannot be read; nothing was read from there on.")
        form.add_error("file", words % {"line": report.broken.line})
    counts = [(words, report.counts[key]) for key, words in BROUGHT.items() if report.counts[key]]
    return {
        "system": system,
        "counts": counts,
        "faults": report.faults[:SHOWN_FAULTS],
        "is_trial": given["is_trial"],
    }
