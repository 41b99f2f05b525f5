"""Questions as the index and the front page show them on a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from wagtail.models import Locale

from rotativa.articles.coverage import published_versions
from rotativa.articles.models import Article, Question

SPAN = 240
"""Days that a question's line covers."""


@dataclass(frozen=True, slots=True)
class QuestionRow:
    question: Question
    days: int | None
    article: Article | None
    """Where it was asked; once answered, the article that answers where there is one."""
    line: tuple[int, int] | None
    """From where to where on a line of `SPAN` days it was open."""


def rows_of(questions: Iterable[Question], *, locale: Locale, on: date) -> list[QuestionRow]:
    """A fixed number of queries, however many questions."""
    found = list(questions)
    pks = {question.article_id for question in found} | {
        question.answered_by_id for question in found if question.answered_by_id
    }
    articles = published_versions(pks, locale=locale)
    return [row_of(question, articles, on=on) for question in found]


def row_of(question: Question, articles: dict[int, Article], *, on: date) -> QuestionRow:
    answer = articles.get(question.answered_by_id or 0)
    return QuestionRow(
        question=question,
        days=question.days_open(at=on),
        article=answer or articles.get(question.article_id),
        line=line_of(question, on=on),
    )


def line_of(question: Question, *, on: date) -> tuple[int, int] | None:
    if question.asked_on is None:
        return None
    start = SPAN - (on - question.asked_on).days
    end = SPAN - (on - question.answered_on).days if question.answered_on else SPAN
    clipped = min(max(start, 0), SPAN - 2), min(max(end, 2), SPAN)
    return clipped if clipped[0] < clipped[1] else (clipped[1] - 2, clipped[1])
