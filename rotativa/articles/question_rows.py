"""Questions as the index and the front page show them on a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from wagtail.models import Locale

from rotativa.articles.asked import Asked, answering, asked, how_they_stand
from rotativa.articles.coverage import published_versions
from rotativa.articles.models import Article, Question

SPAN = 240
"""Days that a question's line covers."""


@dataclass(frozen=True, slots=True)
class QuestionRow:
    asked: Asked
    article: Article | None
    """Where it was asked; once answered, the article that answers where there is one."""
    line: tuple[int, int] | None
    """From where to where on a line of `SPAN` days it was open."""


def rows_of(questions: Iterable[Question], *, locale: Locale, on: date) -> list[QuestionRow]:
    """A fixed number of queries, however many questions."""
    found = list(questions)
    inquiries = how_they_stand(found)
    pks = {question.article_id for question in found} | set(answering(inquiries))
    articles = published_versions(pks, locale=locale)
    return [row_of(each, articles, on=on) for each in asked(found, inquiries, articles, on=on)]


def row_of(asked: Asked, articles: dict[int, Article], *, on: date) -> QuestionRow:
    return QuestionRow(
        asked=asked,
        article=asked.answered_by or articles.get(asked.question.article_id),
        line=line_of(asked, on=on),
    )


def line_of(asked: Asked, *, on: date) -> tuple[int, int] | None:
    if asked.asked_on is None:
        return None
    start = SPAN - (on - asked.asked_on).days
    end = SPAN - (on - asked.answered_on).days if asked.answered_on else SPAN
    clipped = min(max(start, 0), SPAN - 2), min(max(end, 2), SPAN)
    return clipped if clipped[0] < clipped[1] else (clipped[1] - 2, clipped[1])
