"""What administrators do with addresses that get nothing: suppress one, lift one, or all of some days."""

import django_filters
from django import forms
from django.forms import CheckboxSelectMultiple
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.auth import permission_required
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet

from rotativa.newsletters import actions
from rotativa.newsletters.forms import AddressField
from rotativa.newsletters.models import Suppression
from rotativa.newsletters.views.desk_subscribers import NAME, SUPPRESS
from rotativa.people.requests import DeskRequest

VIEW = "newsletters.view_suppression"
LIFT = "newsletters.delete_suppression"


class SuppressForm(forms.Form):
    address = AddressField(label=gettext_lazy("Address"))


class SuppressionFilterSet(WagtailFilterSet):
    reason = django_filters.MultipleChoiceFilter(
        label=gettext_lazy("Reason"),
        choices=Suppression.Reason.choices,
        widget=CheckboxSelectMultiple,
    )
    since = django_filters.DateFromToRangeFilter(
        label=gettext_lazy("Since"), widget=DateRangePickerWidget
    )

    class Meta:
        model = Suppression
        fields: list[str] = []


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
    actions.lift_suppressions(Suppression.objects.filter(pk=pk), at=timezone.now())
    messages.success(request, _("The suppression is lifted."))
    return redirect(f"{NAME}:suppressed")


@require_POST
@permission_required(LIFT)
def lift_all(request: DeskRequest) -> HttpResponse:
    """Of those that the list was narrowed to, the ones whose mail came back."""
    bounced = Suppression.objects.bounced()
    shown = SuppressionFilterSet(request.GET, queryset=bounced, request=request)
    if "sure" not in request.POST or not shown.is_valid() or not any(request.GET.values()):
        messages.error(
            request, _("Narrow the list first, and tick the box to say that you mean it.")
        )
        return redirect(f"{NAME}:suppressed")
    number = actions.lift_suppressions(shown.qs, at=timezone.now())
    words = ngettext(
        "%(n)d address may get mail again.", "%(n)d addresses may get mail again.", number
    )
    messages.success(request, words % {"n": number})
    return redirect(f"{NAME}:suppressed")
