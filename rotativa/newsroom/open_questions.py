"""What the desk's first page reminds editors of: questions that nobody has answered for long."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from wagtail.admin.ui.components import Component

from rotativa.articles.models import Article, Question
from rotativa.articles.models.question import QuestionQuerySet

FORTNIGHT = timedelta(days=14)
MOST = 5


class OpenQuestions(Component):
    """To be asked again: a question once a fortnight, in the language in which it was asked first."""

    name = "open_questions"
    template_name = "newsroom/evidence/open_questions.html"
    order = 250

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        today = timezone.localdate()
        found = waiting(Question.objects.all(), since=today - FORTNIGHT)
        rows = [(each, each.days_open(at=today)) for each in found[:MOST]]
        context: dict[str, Any] = super().get_context_data(parent_context) or {}
        return context | {"rows": rows}


def waiting(questions: QuestionQuerySet, *, since: date) -> QuestionQuerySet:
    """The longest open first; each once, whatever languages it is told in."""
    originals = Article.objects.originals().values("pk")
    published = questions.published().open().filter(article__in=originals)
    return published.filter(asked_on__lte=since).select_related("article").oldest_first()
