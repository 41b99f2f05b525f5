"""Search, in the language of the page. Never printed: what it says depends on what is asked."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone, translation
from wagtail.models import Locale

from rotativa.articles.models import Article
from rotativa.articles.search.evidence import Found, search_questions, search_sources
from rotativa.articles.search.full_text import full_text
from rotativa.articles.search.query import cleaned
from rotativa.articles.search.results import (
    PAGE_SIZE,
    Asked,
    Results,
    count_alone,
    count_elsewhere,
    query_of,
    search_articles,
)
from rotativa.articles.search.visitors import count_search
from rotativa.articles.search.wanted import TooLong
from rotativa.articles.shown_hits import AnyHit, article_hits, question_hits, source_hits
from rotativa.articles.views.lists import in_languages, written_languages
from rotativa.lib.visitors import address_of
from rotativa.lib.visits import TooManyVisits
from rotativa.pages import languages
from rotativa.pages.memo import between_requests, remembered
from rotativa.pages.middleware import too_many
from rotativa.pages.today import today

NEWEST, ALL = "new", "all"
SOURCES, QUESTIONS = "sources", "questions"
WHERE = {SOURCES, QUESTIONS, ALL}
PAGES_AROUND = 2
"""Numbers of pages before and after the one that is shown."""
BEFORE_OTHERS, MOST_OTHERS = 2, 2
"""Among everything: articles that stand before the first sources and questions, and how many of each."""


@dataclass(frozen=True, slots=True)
class Link:
    words: str
    url: str
    count: int = 0
    language: str = ""


@between_requests
def search(request: HttpRequest) -> HttpResponse:
    """Works for no words and for very many, whatever they are."""
    asked = asked_by(request.GET)
    if asked.words:
        try:
            visitor = address_of(request, proxies=settings.TRUSTED_PROXIES)
            count_search(visitor, at=timezone.now().timestamp())
        except TooManyVisits as refused:
            return too_many(request, seconds=refused.seconds)
    locale = Locale.get_active()
    codes = remembered("languages", lambda: written_languages(Article.objects.all()))
    try:
        with full_text().bounded():
            found = found_by(asked, locale=locale, among=locales_asked(asked, locale, codes))
    except TooLong:
        found = {"is_too_long": True}
    response = TemplateResponse(
        request,
        "articles/search.html",
        {
            "is_of_today": True,
            "query": asked.words,
            "asked": asked,
            "canonical": address(asked),
            "translations": in_languages(codes, lambda: address(Asked(asked.words))),
            "languages": languages_offered(codes, locale),
            **found,
        },
        status=503 if "is_too_long" in found else 200,
    )
    response.headers["Cache-Control"] = "private, max-age=60"
    return response


def asked_by(given: Mapping[str, str]) -> Asked:
    page = given.get("page", "")
    return Asked(
        words=cleaned(given.get("q", "")),
        section=cleaned(given.get("section", "")),
        author=cleaned(given.get("author", "")),
        year=cleaned(given.get("year", "")),
        where=given["in"] if given.get("in") in WHERE else "",
        language=cleaned(given.get("lang", "")),
        newest_first=given.get("order") == NEWEST,
        page=int(page) if page.isascii() and page.isdigit() and len(page) < 5 else 1,
    )


def address(asked: Asked) -> str:
    given = {
        "q": asked.words,
        "section": asked.section,
        "author": asked.author,
        "year": asked.year,
        "in": asked.where,
        "lang": asked.language,
        "order": NEWEST if asked.newest_first else "",
        "page": str(asked.page) if asked.page > 1 else "",
    }
    said = urlencode({name: value for name, value in given.items() if value})
    return reverse("search") + (f"?{said}" if said else "")


def locales_asked(asked: Asked, here: Locale, codes: Iterable[str]) -> list[Locale]:
    """The languages that are looked through; that of the page where another means nothing."""
    if not asked.language:
        return [here]
    wanted = {*codes} if asked.language == ALL else {*codes} & {asked.language}
    return list(Locale.objects.filter(language_code__in=wanted).order_by("pk")) or [here]


def languages_offered(codes: Sequence[str], here: Locale) -> list[tuple[str, str]]:
    """That of the page, and the others that have anything; of a paper in one there is nothing to choose."""
    others = [code for code in codes if code != here.language_code]
    return [("", here.language_code), *((code, code) for code in others)] if others else []


def found_by(asked: Asked, *, locale: Locale, among: Sequence[Locale]) -> dict[str, Any]:
    if asked.where in {SOURCES, QUESTIONS}:
        return evidence_by(asked, locale=locale, among=among)
    results = search_articles(asked, locale=locale, among=among, today=today())
    hits = article_hits(results, locale=locale)
    others = Others(results, asked, locale=locale, among=among)
    return {
        "results": results,
        "hits": others.mixed_with(hits),
        "total": results.total + (0 if is_narrowed(asked) else others.total),
        "unnarrowed": results.unnarrowed + others.total,
        "others": others.links(),
        **ways_on(asked, results, locale=locale, among=among),
    }


def is_narrowed(asked: Asked) -> bool:
    """By what only articles have."""
    return bool(asked.section or asked.author or asked.year)


class Others:
    """Sources and questions beside articles, where everything is asked for, or no article was found."""

    def __init__(
        self, results: Results, asked: Asked, *, locale: Locale, among: Sequence[Locale]
    ) -> None:
        self.asked, self.locale, self.query = asked, locale, results.query
        self.found: dict[str, Found] = {}
        if self.query and (asked.where == ALL or not results.unnarrowed):
            self.found = {
                SOURCES: search_sources(self.query, here=locale, among=among, page=1),
                QUESTIONS: search_questions(self.query, among=among, page=1),
            }
        self.are_shown = asked.where == ALL and results.page == 1 and not is_narrowed(asked)

    @property
    def total(self) -> int:
        is_asked = self.asked.where == ALL
        return sum(found.total for found in self.found.values()) if is_asked else 0

    def mixed_with(self, hits: list[AnyHit]) -> list[AnyHit]:
        """After the best articles the first of them; where the newest come first, after all."""
        if not self.are_shown:
            return hits
        place = len(hits) if self.asked.newest_first else BEFORE_OTHERS
        rows = {kind: list(found.rows[:MOST_OTHERS]) for kind, found in self.found.items()}
        sources = source_hits(self.query, rows.get(SOURCES, []))
        questions = question_hits(self.query, rows.get(QUESTIONS, []), locale=self.locale)
        return [*hits[:place], *sources, *questions, *hits[place:]]

    def links(self) -> dict[str, Link]:
        """To all of each kind, by its name."""
        asked = replace(self.asked, section="", author="", year="", newest_first=False, page=1)
        return {
            kind: Link("", address(replace(asked, where=kind)), found.total)
            for kind, found in self.found.items()
            if found.total
        }


def evidence_by(asked: Asked, *, locale: Locale, among: Sequence[Locale]) -> dict[str, Any]:
    query = query_of(asked, among=among)
    if asked.where == SOURCES:
        results = search_sources(query, here=locale, among=among, page=asked.page)
        hits = source_hits(query, list(results.rows))
    else:
        results = search_questions(query, among=among, page=asked.page)
        hits = question_hits(query, list(results.rows), locale=locale)
    return {
        "results": results,
        "hits": hits,
        "total": results.total,
        "unnarrowed": results.total,
        "is_newest_first": True,
        "pages": pages_of(asked, results),
    }


def ways_on(
    asked: Asked, results: Results, *, locale: Locale, among: Sequence[Locale]
) -> dict[str, Any]:
    """Where a reader may go from here: other pages, another order, other words and languages."""
    is_short = results.query and results.total < PAGE_SIZE and not asked.language
    within = among[0] if len(among) == 1 else None
    alone = count_alone(results.query, locale=within) if not results.unnarrowed else []
    elsewhere = count_elsewhere(asked.words, locale=locale) if is_short else []
    return {
        "pages": pages_of(asked, results),
        "other_order": address(replace(asked, newest_first=not asked.newest_first, page=1)),
        "all_results": address(Asked(asked.words, where=asked.where, language=asked.language)),
        "is_newest_first": asked.newest_first,
        "alone": [
            Link(words, address(Asked(words, where=asked.where, language=asked.language)), count)
            for words, count in alone
        ],
        "elsewhere": [in_language(asked, other, count) for other, count in elsewhere],
    }


def in_language(asked: Asked, locale: Locale, count: int) -> Link:
    name = languages.name_of(locale.language_code)
    with translation.override(locale.language_code):
        return Link(name, address(Asked(asked.words)), count, locale.language_code)


def pages_of(asked: Asked, results: Results | Found) -> dict[str, Any]:
    here, last = results.page, results.pages
    if last < 2:
        return {}
    numbers = range(max(1, here - PAGES_AROUND), min(last, here + PAGES_AROUND) + 1)
    return {
        "numbers": [(number, address(replace(asked, page=number))) for number in numbers],
        "current": here,
        "before": address(replace(asked, page=min(here - 1, last))) if here > 1 else "",
        "after": address(replace(asked, page=here + 1)) if here < last else "",
    }
