"""What readers find besides articles: sources and questions, by the letters of their words."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db.models import F, Q, QuerySet
from wagtail.models import Locale

from rotativa.articles.models import ListedSource, Question
from rotativa.articles.search.query import MOST_WORDS, Query, cleaned
from rotativa.articles.search.results import MOST_PAGES, PAGE_SIZE
from rotativa.articles.search.words import words_in
from rotativa.evidence.models.source import says
from rotativa.lib.folding import having_words

OF_QUESTIONS = ("text", "answer", "asked_of")


@dataclass(frozen=True, slots=True)
class Found:
    query: Query
    rows: Sequence[Any]
    total: int
    page: int

    @property
    def pages(self) -> int:
        return min(MOST_PAGES, -(-self.total // PAGE_SIZE))

    @property
    def unnarrowed(self) -> int:
        return self.total


def search_sources(query: Query, *, here: Locale, among: Sequence[Locale], page: int) -> Found:
    """Those that published articles lean on, the newest first; each once, in this language if it can be."""
    listed = ListedSource.objects.filter(locale__in=among)
    if here in among:
        twice = ListedSource.objects.in_locale(here).values("source")
        listed = listed.filter(Q(locale=here) | ~Q(source__in=twice))
    found = listed.filter(says(words_of(query), source="source__"))
    found = found.select_related("source", "locale")
    return cut(query, found.order_by("-pk"), page=page)


def search_questions(query: Query, *, among: Sequence[Locale], page: int) -> Found:
    """Of published articles, those asked last first."""
    found = Question.objects.published().filter(locale__in=among).with_answers()
    found = found.select_related("locale")
    said = having_words(found.with_day("asked_on"), words_of(query), *OF_QUESTIONS)
    return cut(query, said.order_by(F("day").desc(nulls_last=True), "-pk"), page=page)


def words_of(query: Query) -> str:
    """Each of which has to stand somewhere, whatever accents and capitals either side has."""
    words = [word for _start, _end, word in islice(words_in(cleaned(query.text)), MOST_WORDS)]
    return " ".join(words)


def cut(query: Query, rows: "QuerySet[Any]", *, page: int) -> Found:
    page = min(max(1, page), MOST_PAGES)
    if not query:
        return Found(query, [], 0, page)
    before = (page - 1) * PAGE_SIZE
    shown = list(rows[before : before + PAGE_SIZE])
    is_last = 0 < len(shown) < PAGE_SIZE or not (shown or before)
    total = before + len(shown) if is_last else rows.order_by().count()
    return Found(query, shown, total=total, page=page)
