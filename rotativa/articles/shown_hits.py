"""What readers are shown of each thing that a search has found."""

from collections import defaultdict
from dataclasses import dataclass
from typing import ClassVar

from django.urls import reverse
from django.utils import translation
from django.utils.safestring import SafeString
from wagtail.models import Locale

from rotativa.articles.cited import articles_citing
from rotativa.articles.models import Article, ListedSource, Question
from rotativa.articles.question_rows import QuestionRow, rows_of
from rotativa.articles.search.highlight import excerpt, marked
from rotativa.articles.search.query import Query
from rotativa.articles.search.results import Results
from rotativa.articles.source_states import ShownState, shown_state
from rotativa.articles.teasers import Teaser, teasers_of
from rotativa.evidence.models import Capture, Source
from rotativa.pages.today import today


@dataclass(frozen=True, slots=True)
class Hit:
    template: ClassVar[str] = "articles/parts/hit.html"

    teaser: Teaser
    title: SafeString
    excerpt: SafeString
    language: str


@dataclass(frozen=True, slots=True)
class SourceHit:
    template: ClassVar[str] = "articles/parts/hit_source.html"

    source: Source
    title: SafeString
    url: str
    language: str
    articles: list[Article]
    copy: Capture | None
    """The latest that readers can see."""

    @property
    def state(self) -> ShownState:
        return shown_state(self.source)


@dataclass(frozen=True, slots=True)
class QuestionHit:
    template: ClassVar[str] = "articles/parts/hit_question.html"

    row: QuestionRow
    text: SafeString


AnyHit = Hit | SourceHit | QuestionHit


def article_hits(results: Results, *, locale: Locale) -> list[AnyHit]:
    found: list[AnyHit] = []
    for teaser in teasers_of(results.articles, locale=locale):
        article, query = teaser.article, results.query
        sentence = excerpt(results.bodies.get(article.pk, ""), query, language=article.language)
        found.append(
            Hit(
                teaser,
                title=marked(article.title, query, language=article.language),
                excerpt=sentence or marked(article.deck, query, language=article.language),
                language=article.language,
            )
        )
    return found


def source_hits(query: Query, rows: list[ListedSource]) -> list[AnyHit]:
    """Each on its page in the language in which it is listed, with the latest articles that lean on it."""
    found: list[AnyHit] = []
    listed = defaultdict[Locale, list[int]](list)
    for row in rows:
        listed[row.locale].append(row.source_id)
    citing = {each: articles_citing(pks, locale=each) for each, pks in listed.items()}
    copies = Capture.objects.latest_shown([row.source_id for row in rows]) if rows else {}
    for row in rows:
        language = str(row.locale.language_code)
        with translation.override(language):
            url = reverse("source", args=[row.source_id])
        title = marked(row.source.name, query, language=language)
        articles = citing[row.locale].get(row.source_id, [])
        copy = copies.get(row.source_id)
        found.append(SourceHit(row.source, title, url, language, articles, copy))
    return found


def question_hits(query: Query, questions: list[Question], *, locale: Locale) -> list[AnyHit]:
    rows = rows_of(questions, locale=locale, on=today())
    return [
        QuestionHit(row, marked(row.asked.text, query, language=locale.language_code))
        for row in rows
    ]
