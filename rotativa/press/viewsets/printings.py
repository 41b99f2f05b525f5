"""The desk's report of printed pages: what is stale, failing, last printed."""

from typing import Any

import django_filters
from django.conf import settings
from django.db.models import QuerySet
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import BulkActionsCheckboxColumn, Column
from wagtail.admin.views.generic.base import BaseListingView
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.viewsets.base import ViewSet
from wagtail.permission_policies import ModelPermissionPolicy

from rotativa.pages import languages
from rotativa.pages.keys import Kind
from rotativa.press import views
from rotativa.press.models import Printing, Reprint
from rotativa.press.reasons import words_for
from rotativa.press.viewsets.live import rows_on_screen

VIEW = "press.view_printing"
KINDS = {
    Kind.ARTICLE: _("article"),
    Kind.FRONT: _("front page"),
    Kind.LIST: _("list"),
    Kind.FEED: _("feed"),
    Kind.OTHER: _("other"),
    Kind.MARKDOWN: _("Markdown version"),
    Kind.SITEMAP: _("sitemap"),
}
COLOURS = {
    Printing.State.FAILING: "press-state--failing",
    Printing.State.FRESH: "press-state--fresh",
}


def language_choices() -> list[tuple[str, str]]:
    return [(code, languages.name_of(code)) for code, _name in settings.LANGUAGES]


class PrintingFilterSet(WagtailFilterSet):
    state = django_filters.MultipleChoiceFilter(
        label=_("State"), choices=Printing.State.choices, widget=CheckboxSelectMultiple
    )
    kind = django_filters.TypedMultipleChoiceFilter(
        label=_("Kind"),
        choices=[(kind.value, words) for kind, words in KINDS.items()],
        coerce=int,
        widget=CheckboxSelectMultiple,
    )
    language = django_filters.MultipleChoiceFilter(
        label=_("Language"), choices=language_choices, widget=CheckboxSelectMultiple
    )

    class Meta:
        model = Printing
        fields: list[str] = []


class LiveColumn(Column):
    """A cell that the page brings up to date by itself while it is open."""

    cell_template_name = "press/parts/live_cell.html"


class PathColumn(LiveColumn):
    cell_template_name = "press/parts/path_cell.html"


class StateColumn(LiveColumn):
    cell_template_name = "press/parts/state_cell.html"

    def get_cell_context_data(
        self, instance: Printing, parent_context: dict[str, Any]
    ) -> dict[str, Any]:
        context = super().get_cell_context_data(instance, parent_context)
        return {**context, "colour": COLOURS.get(Printing.State(instance.state), "")}


class MomentColumn(LiveColumn):
    cell_template_name = "press/parts/moment_cell.html"


class AgainColumn(Column):
    """A button for one row, which leads back to where the editor was in the list."""

    header_template_name = "press/parts/silent_header.html"
    cell_template_name = "press/parts/again_cell.html"

    def get_cell_context_data(
        self, instance: Printing, parent_context: dict[str, Any]
    ) -> dict[str, Any]:
        context = super().get_cell_context_data(instance, parent_context)
        request: HttpRequest = parent_context["request"]
        given = {key: request.GET.getlist(key) for key in request.GET if not key.startswith("_")}
        here = f"{reverse(views.LIST)}?{urlencode(given, doseq=True)}".rstrip("?")
        return {**context, "csrf_token": get_token(request), "next": here}


def language_of(printing: Printing) -> str:
    return languages.name_of(printing.language) or printing.language


def kind_of(printing: Printing) -> str:
    return str(KINDS[Kind(printing.kind)])


COLUMNS = [
    PathColumn("path", label=_("Address"), sort_key="path", classname="title"),
    Column("language", label=_("Language"), accessor=language_of),
    Column("kind", label=_("Kind"), accessor=kind_of),
    StateColumn("state", label=_("State"), accessor="get_state_display"),
    LiveColumn("why", label=_("Because of"), accessor=lambda row: words_for(row.why)),
    MomentColumn("printed_at", label=_("Printed"), sort_key="printed_at"),
    MomentColumn("stale_at", label=_("Asked for"), sort_key="stale_at"),
]
CHANGING_COLUMNS = [
    BulkActionsCheckboxColumn("bulk_actions", obj_type="printing"),
    *COLUMNS,
    AgainColumn("again", label=_("Print again")),
]


class PrintedPagesView(PermissionCheckedMixin, BaseListingView):
    model = Printing
    permission_policy = ModelPermissionPolicy(Printing)
    permission_required = "view"
    template_name = "press/printed_pages.html"
    page_title = _("Printed pages")
    header_icon = "clipboard-list"
    verbose_name_plural = Printing._meta.verbose_name_plural
    index_url_name = views.LIST
    index_results_url_name = "printed_pages:results"
    filterset_class = PrintingFilterSet
    is_searchable = True
    search_fields = ["path"]
    paginate_by = 50

    @property
    def may_change(self) -> bool:
        return bool(self.user_has_permission("change"))

    @property
    def columns(self) -> list[Column]:
        return CHANGING_COLUMNS if self.may_change else COLUMNS

    def get_base_queryset(self) -> QuerySet[Printing]:
        """All, or the rows that live.js has on the screen, wherever in the list they stand by now."""
        shown = rows_on_screen(self.request, most=self.paginate_by)
        rows: QuerySet[Printing] = super().get_base_queryset()
        return rows.filter(pk__in=shown) if shown else rows

    def order_queryset(self, queryset: Any) -> QuerySet[Printing]:
        if self.ordering:
            return queryset.order_by(self.ordering, "pk")
        return queryset.troubles_first()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return (
            context if self.results_only else {**context, **how_it_goes(), "may": self.may_change}
        )


def how_it_goes() -> dict[str, Any]:
    overview = Printing.objects.all().overview()
    reprint = Reprint.objects.open().order_by("began_at", "pk").last()
    done = 0
    if reprint and reprint.began_at:
        done = max(0, reprint.total - Printing.objects.all().in_background().count())
    return {
        "overview": overview,
        "stands_still": overview.stands_still(timezone.now()),
        "reprint": reprint,
        "done": done,
    }


class PrintedPagesMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(VIEW))


class PrintedPages(ViewSet):
    name = "printed_pages"
    url_prefix = "printed-pages"
    icon = "clipboard-list"
    menu_label = _("Printed pages")
    menu_name = "printed-pages"
    menu_hook = "register_reports_menu_item"
    menu_order = 600
    menu_item_class = PrintedPagesMenuItem

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", PrintedPagesView.as_view(), name="index"),
            path("results/", PrintedPagesView.as_view(results_only=True), name="results"),
            path("again/<int:pk>/", views.print_again, name="print_again"),
            path("all/", views.print_all, name="print_all"),
            path("stop/", views.stop, name="stop"),
        ]
