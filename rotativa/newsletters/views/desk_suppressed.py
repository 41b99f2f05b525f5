"""What administrators do with addresses that get nothing: how one is named, how they are narrowed, how one is lifted."""

import django_filters
from django import forms
from django.forms import CheckboxSelectMultiple
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.auth import permission_required
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet

from rotativa.newsletters import actions
from rotativa.newsletters.forms import AddressField
from rotativa.newsletters.models import Suppression
from rotativa.newsletters.views.desk_subscribers import NAME
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
        distinct=False,  # rows that are to be locked cannot be; each has one reason
    )
    since = django_filters.DateFromToRangeFilter(
        label=gettext_lazy("Since"), widget=DateRangePickerWidget
    )

    class Meta:
        model = Suppression
        fields: list[str] = []


@require_POST
@permission_required(LIFT)
def lift(request: DeskRequest, pk: int) -> HttpResponse:
    actions.lift_suppressions(Suppression.objects.filter(pk=pk), at=timezone.now())
    messages.success(request, _("The suppression is lifted."))
    return redirect(f"{NAME}:suppressed")
