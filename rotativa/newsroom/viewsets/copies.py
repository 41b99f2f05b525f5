"""The desk's list of copies of sources: what waits, what failed, what a person has to look at."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.widgets.button import HeaderButton
from wagtail.permission_policies import ModelPermissionPolicy

from rotativa.evidence.models import Capture
from rotativa.evidence.models.capture import Status, Visibility
from rotativa.newsroom.views import copies as views
from rotativa.newsroom.viewsets.lists import DeskList, DeskListViewSet, DoingsColumn


class CopyFilterSet(WagtailFilterSet):
    status = django_filters.MultipleChoiceFilter(
        label=_("State"), choices=Status.choices, widget=CheckboxSelectMultiple
    )
    visibility = django_filters.MultipleChoiceFilter(
        label=_("Seen by"), choices=Visibility.choices, widget=CheckboxSelectMultiple
    )

    class Meta:
        model = Capture
        fields: list[str] = []


class StateColumn(Column):
    cell_template_name = "newsroom/copies/state_cell.html"


class CopyDoings(DoingsColumn):
    cell_template_name = "newsroom/copies/doings_cell.html"

    def get_cell_context_data(
        self, instance: Capture, parent_context: dict[str, Any]
    ) -> dict[str, Any]:
        context = super().get_cell_context_data(instance, parent_context)
        request: HttpRequest = parent_context["request"]
        return {
            **context,
            "may_change": request.user.has_perm(views.CHANGE),
            "is_open": instance.status in {Status.QUEUED, Status.WORKING},
        }


class CopiesView(DeskList):
    model = Capture
    permission_policy = ModelPermissionPolicy(Capture)
    any_permission_required = {"view", "change"}
    page_title = _("Copies of sources")
    header_icon = "snippet"
    name = "copies"
    filterset_class = CopyFilterSet
    columns = [
        TitleColumn(
            "source",
            label=_("Source"),
            accessor=str,
            get_url=lambda capture: reverse("copies:look", args=[capture.pk]),
        ),
        Column("host", label=_("Site"), accessor=lambda capture: capture.source.host, width="14%"),
        StateColumn("status", label=_("State"), width="18%"),
        DateColumn("taken_at", label=_("Taken"), width="12%"),
        DateColumn("asked_at", label=_("Asked for"), width="12%"),
        CopyDoings("doings", label=_("Doings"), width="12%"),
    ]

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        if not self.request.user.has_perm(views.CHANGE):
            return []
        address = reverse("copies:upload")
        return [HeaderButton(_("Upload a copy"), url=address, icon_name="upload")]

    def get_base_queryset(self) -> QuerySet[Capture]:
        return Capture.objects.select_related("source")

    def order_queryset(self, queryset: Any) -> QuerySet[Capture]:
        return queryset.order_by("-asked_at", "-pk")


class CopiesMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm(views.VIEW)


class Copies(DeskListViewSet):
    name = "copies"
    url_prefix = "copies"
    icon = "snippet"
    menu_label = _("Copies of sources")
    menu_name = "copies-of-sources"
    menu_hook = "register_reports_menu_item"
    menu_order = 620
    menu_item_class = CopiesMenuItem
    view = CopiesView

    def more_urls(self) -> list[URLPattern]:
        return [
            path("upload/", views.upload, name="upload"),
            path("<int:pk>/", views.look, name="look"),
            path("<int:pk>/again/", views.again, name="again"),
            path("<int:pk>/decide/", views.decide, name="decide"),
            path("<int:pk>/withdraw/", views.withdraw, name="withdraw"),
            path("<int:pk>/<str:name>", views.part, name="part"),
        ]
