"""Sources at the desk: found by what is known of them, and by how many articles lean on them."""

from typing import Any

import django_filters
from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.forms import CheckboxSelectMultiple
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet

from rotativa.articles.models import Citation
from rotativa.evidence.models import Source

USES = [("cited", _("Cited by an article")), ("unused", _("Cited by none"))]


class SourceFilterSet(WagtailFilterSet):
    kind = django_filters.MultipleChoiceFilter(
        label=_("Kind"), choices=Source.Kind.choices, widget=CheckboxSelectMultiple
    )
    use = django_filters.ChoiceFilter(label=_("Use"), choices=USES, method="in_use")
    added_at = django_filters.DateFromToRangeFilter(label=_("Added"), widget=DateRangePickerWidget)

    class Meta:
        model = Source
        fields: list[str] = []

    def in_use(self, sources: QuerySet[Source], _name: str, use: str) -> QuerySet[Source]:
        is_cited = Exists(Citation.objects.filter(source=OuterRef("pk")))
        return sources.filter(is_cited if use == "cited" else ~is_cited)


class SourceIndexView(IndexView):
    def get_base_queryset(self) -> Any:
        """Counted for the rows that are shown: counting for all, to show thirty, takes long."""
        citations = Citation.objects.filter(source=OuterRef("pk")).order_by().values("source")
        counted = citations.annotate(number=Count("article", distinct=True)).values("number")
        articles = Coalesce(Subquery(counted), 0)
        return super().get_base_queryset().annotate(articles=articles)

    def search_queryset(self, queryset: Any) -> Any:
        return queryset.matching(self.search_query) if self.is_searching else queryset


class SourceViewSet(SnippetViewSet):
    model = Source
    icon = "link"
    menu_label = _("Sources")
    index_view_class = SourceIndexView
    filterset_class = SourceFilterSet
    list_display = [
        "__str__",
        Column("publisher", label=_("Publisher"), width="16%", sort_key="publisher"),
        Column("get_kind_display", label=_("Kind"), width="10%"),
        Column("host", label=_("Site"), width="16%"),
        Column("articles", label=_("Articles"), width="8%", sort_key="articles"),
        DateColumn("added_at", label=_("Added"), width="12%", sort_key="added_at"),
    ]
    ordering = ["-added_at", "-pk"]
    search_fields = ["title", "publisher", "speaker", "url"]
    list_per_page = 30
    copy_view_enabled = False
