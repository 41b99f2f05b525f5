"""Questions at the desk: those that are open first, each once, whatever languages ask it."""

from typing import Any

import django_filters
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet

from rotativa.articles.models import Inquiry
from rotativa.newsroom.question_form import QUESTION_PANELS

STATES = [("open", _("Open")), ("answered", _("Answered"))]


class QuestionFilterSet(WagtailFilterSet):
    state = django_filters.ChoiceFilter(label=_("State"), choices=STATES, method="in_state")

    class Meta:
        model = Inquiry
        fields: list[str] = []

    def in_state(self, inquiries: Any, _name: str, state: str) -> QuerySet[Inquiry]:
        found: QuerySet[Inquiry] = inquiries.open() if state == "open" else inquiries.answered()
        return found


class QuestionIndexView(IndexView):
    is_searchable = True

    def get_base_queryset(self) -> Any:
        return super().get_base_queryset().published().in_words()

    def search_queryset(self, queryset: Any) -> Any:
        return queryset.matching(self.search_query) if self.is_searching else queryset

    def order_queryset(self, queryset: Any) -> Any:
        if self.is_explicitly_ordered:
            return super().order_queryset(queryset)
        open_first = F("answered_on").desc(nulls_first=True)
        return queryset.order_by(open_first, F("asked_on").asc(nulls_last=True), "pk")


def days(inquiry: Inquiry) -> int | None:
    return inquiry.days_open(at=timezone.localdate())


class QuestionViewSet(SnippetViewSet):
    """An article asks; here is what all its languages share."""

    model = Inquiry
    icon = "help"
    menu_label = _("Questions")
    index_view_class = QuestionIndexView
    filterset_class = QuestionFilterSet
    edit_handler = QUESTION_PANELS
    list_display = [
        "__str__",
        Column("asked_of", label=_("Asked of"), width="18%"),
        DateColumn("asked_on", label=_("Asked on"), width="12%", sort_key="asked_on"),
        Column("days", label=_("Days"), accessor=days, width="8%"),
        DateColumn("answered_on", label=_("Answered on"), width="12%", sort_key="answered_on"),
    ]
    copy_view_enabled = False
