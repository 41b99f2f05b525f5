"""Sources, claims and corrections, together in the desk's menu."""

from typing import Any

import django_filters
from django.db.models import Count, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet, SnippetViewSetGroup

from rotativa.articles.models import Claim, Correction
from rotativa.articles.models.claim import Status
from rotativa.newsroom.claim_form import CLAIM_PANELS
from rotativa.newsroom.viewsets.sources import SourceViewSet


class ClaimFilterSet(WagtailFilterSet):
    status = django_filters.ChoiceFilter(
        label=_("Status"), choices=Status.choices, method="in_status"
    )

    class Meta:
        model = Claim
        fields: list[str] = []

    def in_status(self, claims: Any, _name: str, status: str) -> QuerySet[Claim]:
        found: QuerySet[Claim] = claims.in_status(status)
        return found


class ClaimIndexView(IndexView):
    is_searchable = True

    def get_base_queryset(self) -> Any:
        claims = super().get_base_queryset()
        told = Count("article_claims__article", distinct=True)
        return claims.prefetch_related("words__locale", "statuses").annotate(articles=told)


class ClaimViewSet(SnippetViewSet):
    model = Claim
    icon = "openquote"
    menu_label = _("Claims")
    index_view_class = ClaimIndexView
    filterset_class = ClaimFilterSet
    edit_handler = CLAIM_PANELS
    list_display = [
        "__str__",
        Column("status", label=_("Status"), accessor=lambda claim: Status(claim.status).label),
        DateColumn("said_on", label=_("Said on"), sort_key="said_on"),
        Column("articles", label=_("Articles"), sort_key="articles"),
    ]
    search_fields = ["words__text", "words__speaker"]
    ordering = ["-pk"]
    copy_view_enabled = False


class CorrectionViewSet(SnippetViewSet):
    """To be read: a correction is written in the form of its article."""

    model = Correction
    icon = "edit"
    menu_label = _("Corrections")
    list_display = [
        Column("text", label=_("Correction"), accessor=str),
        Column("get_kind_display", label=_("Kind"), width="12%"),
        Column("article", label=_("Article"), width="26%"),
        DateColumn("at", label=_("Published"), width="14%", sort_key="at"),
    ]
    list_filter = ["kind"]
    search_fields = ["text"]
    ordering = ["-at", "-pk"]
    inspect_view_enabled = True
    inspect_view_fields = ["kind", "text", "at", "article", "from_revision", "to_revision"]
    copy_view_enabled = False


class EvidenceGroup(SnippetViewSetGroup):
    items = (SourceViewSet, ClaimViewSet, CorrectionViewSet)
    menu_label = _("Evidence")
    menu_icon = "link"
    menu_order = 93
