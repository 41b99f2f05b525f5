"""Sources, claims, questions and corrections, together in the desk's menu."""

from typing import Any, ClassVar

import django_filters
from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.snippets.views.snippets import (
    IndexView,
    InspectView,
    SnippetViewSet,
    SnippetViewSetGroup,
)

from rotativa.articles.models import Claim, Correction
from rotativa.articles.models.claim import Status
from rotativa.articles.models.correction import CorrectionKind
from rotativa.newsroom.claim_form import CLAIM_PANELS
from rotativa.newsroom.viewsets.questions import QuestionViewSet
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


class CorrectionFilterSet(WagtailFilterSet):
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=CorrectionKind.choices)

    class Meta:
        model = Correction
        fields: list[str] = []


class CorrectionIndexView(IndexView):
    def get_base_queryset(self) -> Any:
        return super().get_base_queryset().select_related("article", "by")


class CorrectionInspectView(InspectView):
    """With the way to what the article said before, and says since."""

    LABELS: ClassVar = {
        "kind": _("Kind"),
        "text": _("Correction"),
        "at": _("Published"),
        "by": _("By"),
        "article": _("Article"),
    }

    def get_field_label(self, field_name: str, _field: Any) -> str:
        return str(self.LABELS[field_name])

    def get_by_display_value(self) -> str:
        """An import knows nobody's name."""
        return str(self.object.by or "–")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        correction: Correction = self.object
        before, after = correction.from_revision_id, correction.to_revision_id
        compared = [correction.article_id, before, after]
        return {
            **super().get_context_data(**kwargs),
            "compare_url": reverse("wagtailadmin_pages:revisions_compare", args=compared)
            if before and after
            else "",
        }


class CorrectionViewSet(SnippetViewSet):
    """To be read: a correction is written in the form of its article."""

    model = Correction
    index_view_class = CorrectionIndexView
    icon = "edit"
    menu_label = _("Corrections")
    list_display = [
        "__str__",
        Column("get_kind_display", label=_("Kind"), width="12%"),
        Column("article", label=_("Article"), width="24%"),
        DateColumn("at", label=_("Published"), width="14%", sort_key="at"),
        Column("by", label=_("By"), width="12%"),
    ]
    filterset_class = CorrectionFilterSet
    search_fields = ["text"]
    ordering = ["-at", "-pk"]
    inspect_view_enabled = True
    inspect_view_class = CorrectionInspectView
    inspect_template_name = "newsroom/evidence/correction.html"
    inspect_view_fields = list(CorrectionInspectView.LABELS)
    copy_view_enabled = False


class EvidenceGroup(SnippetViewSetGroup):
    items = (SourceViewSet, ClaimViewSet, QuestionViewSet, CorrectionViewSet)
    menu_label = _("Evidence")
    menu_icon = "link"
    menu_order = 93
