"""What the desk's first page reminds editors of: questions that nobody has answered for long."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from wagtail.admin.ui.components import Component

from rotativa.articles.models import Inquiry
from rotativa.articles.models.question import InquiryQuerySet

FORTNIGHT = timedelta(days=14)
MOST = 5
EDIT = "wagtailsnippets_articles_inquiry:edit"


class OpenQuestions(Component):
    """To be asked again: each question once a fortnight, in the first of its languages."""

    name = "open_questions"
    template_name = "newsroom/evidence/open_questions.html"
    order = 250

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        today = timezone.localdate()
        found = waiting(Inquiry.objects.all(), since=today - FORTNIGHT)
        rows = [(each, each.days_open(at=today)) for each in found[:MOST]]
        context: dict[str, Any] = super().get_context_data(parent_context) or {}
        return context | {"rows": rows, "edit": EDIT}


def waiting(questions: InquiryQuerySet, *, since: date) -> InquiryQuerySet:
    """Those that were asked, or asked again, that long ago; the longest open first."""
    return questions.published().open().not_asked_since(since).in_words().oldest_first()
