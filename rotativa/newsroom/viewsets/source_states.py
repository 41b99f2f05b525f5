"""The desk's report of sources that are gone, or are not what they were: since when, and who leans on them."""

from typing import Any

import django_filters
from django.db.models import Exists, OuterRef, QuerySet
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.urls import URLPattern, path, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.generic.base import BaseListingView
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.viewsets.base import ViewSet
from wagtail.permission_policies import ModelPermissionPolicy

from rotativa.articles.cited import articles_leaning
from rotativa.articles.models import Citation
from rotativa.evidence.checks.states import BAD, State
from rotativa.evidence.models import Capture, Check, Source
from rotativa.newsroom.views import sources as views

COPIES = [("yes", _("A good one")), ("no", _("None"))]
USES = [("cited", _("Published articles lean on it")), ("unused", _("None leans on it"))]
EXCUSED = [("yes", _("A person finds them as they should be"))]


class StateFilterSet(WagtailFilterSet):
    state = django_filters.MultipleChoiceFilter(
        label=_("State"),
        choices=[each for each in State.choices if each[0] in BAD],
        widget=CheckboxSelectMultiple,
        method="in_states",
    )
    state_since = django_filters.DateFromToRangeFilter(
        label=_("Since"), widget=DateRangePickerWidget
    )
    use = django_filters.ChoiceFilter(label=_("Use"), choices=USES, method="in_use")
    copy = django_filters.ChoiceFilter(label=_("Our copy"), choices=COPIES, method="with_copy")
    excused = django_filters.ChoiceFilter(
        label=_("Decided"), choices=EXCUSED, method="already_narrowed"
    )

    class Meta:
        model = Source
        fields: list[str] = []

    def in_states(
        self, sources: QuerySet[Source], _name: str, states: list[str]
    ) -> QuerySet[Source]:
        """Of those that are excused, the state that was."""
        name = "excused" if self.data.get("excused") else "state"
        return sources.filter(**{f"{name}__in": states}) if states else sources

    def in_use(self, sources: QuerySet[Source], _name: str, use: str) -> QuerySet[Source]:
        is_cited = Exists(Citation.objects.published().filter(source=OuterRef("pk")))
        return sources.filter(is_cited if use == "cited" else ~is_cited)

    def with_copy(self, sources: QuerySet[Source], _name: str, copy: str) -> QuerySet[Source]:
        has_copy = Exists(Capture.objects.shown().filter(source=OuterRef("pk")))
        return sources.filter(has_copy if copy == "yes" else ~has_copy)

    def already_narrowed(
        self, sources: QuerySet[Source], _name: str, _value: str
    ) -> QuerySet[Source]:
        """The view has done so: what is bad and what is excused never meet in one list."""
        return sources


class SourceColumn(Column):
    cell_template_name = "newsroom/source_states/source_cell.html"


class StateColumn(Column):
    cell_template_name = "newsroom/source_states/state_cell.html"


class ArticlesColumn(Column):
    cell_template_name = "newsroom/source_states/articles_cell.html"


class DoingsColumn(Column):
    header_template_name = "press/parts/silent_header.html"
    cell_template_name = "newsroom/source_states/doings_cell.html"

    def get_cell_context_data(
        self, instance: Source, parent_context: dict[str, Any]
    ) -> dict[str, Any]:
        context = super().get_cell_context_data(instance, parent_context)
        request: HttpRequest = parent_context["request"]
        given = {key: request.GET.getlist(key) for key in request.GET if not key.startswith("_")}
        here = f"{reverse(views.LIST)}?{urlencode(given, doseq=True)}".rstrip("?")
        return {
            **context,
            "csrf_token": get_token(request),
            "next": here,
            "may_change": request.user.has_perm(views.CHANGE),
            "may_capture": request.user.has_perm("evidence.change_capture"),
        }


class SourceStatesView(PermissionCheckedMixin, BaseListingView):
    model = Source
    permission_policy = ModelPermissionPolicy(Source)
    any_permission_required = {"view", "change"}
    template_name = "newsroom/source_states/index.html"
    page_title = _("Sources gone or changed")
    header_icon = "warning"
    verbose_name_plural = Source._meta.verbose_name_plural
    index_url_name = views.LIST
    index_results_url_name = "source_states:results"
    filterset_class = StateFilterSet
    is_searchable = True
    default_ordering = "-told_at"
    paginate_by = 30
    columns = [
        SourceColumn("name", label=_("Source"), classname="title"),
        StateColumn("state", label=_("State"), width="22%"),
        DateColumn("state_since", label=_("Since"), width="10%", sort_key="state_since"),
        ArticlesColumn("leaning", label=_("Articles that lean on it"), width="24%"),
        DoingsColumn("doings", label=_("Doings"), width="14%"),
    ]

    def get_base_queryset(self) -> QuerySet[Source]:
        if self.request.GET.get("excused"):
            return Source.objects.filter(excused__in=BAD)
        return Source.objects.bad()

    def search_queryset(self, queryset: Any) -> Any:
        return queryset.matching(self.search_query) if self.is_searching else queryset

    def order_queryset(self, queryset: Any) -> QuerySet[Source]:
        return queryset.order_by(self.ordering or self.default_ordering, "-pk")

    def paginate_queryset(self, queryset: Any, page_size: int) -> tuple[Any, Any, Any, bool]:
        """The rows of the page alone are told with articles, copies and what was seen."""
        paginator, page, rows, is_paginated = super().paginate_queryset(queryset, page_size)
        page.object_list = told(list(rows))
        return paginator, page, page.object_list, is_paginated


def told(sources: list[Source]) -> list[Source]:
    """Four queries, however many there are."""
    ids = [each.pk for each in sources]
    leaning = articles_leaning(ids)
    copies = Capture.objects.latest_shown(ids)
    latest = (
        Check.objects.filter(source=OuterRef("source"), by=None).latest_first().values("pk")[:1]
    )
    checks = Check.objects.filter(source__in=ids, pk=latest)
    seen = {each.source_id: each for each in checks}
    for source in sources:
        source.__dict__["leaning"] = leaning.get(source.pk, [])
        source.__dict__["copy"] = copies.get(source.pk)
        source.__dict__["seen"] = seen.get(source.pk)
    return sources


class SourceStatesMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(views.VIEW))


class SourceStates(ViewSet):
    name = "source_states"
    url_prefix = "source-states"
    icon = "warning"
    menu_label = _("Sources gone or changed")
    menu_name = "source-states"
    menu_hook = "register_reports_menu_item"
    menu_order = 610
    menu_item_class = SourceStatesMenuItem

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", SourceStatesView.as_view(), name="index"),
            path("results/", SourceStatesView.as_view(results_only=True), name="results"),
            path("<int:pk>/check/", views.check_again, name="check"),
            path("<int:pk>/capture/", views.capture_again, name="capture"),
            path("<int:pk>/excuse/", views.excuse, name="excuse"),
        ]
