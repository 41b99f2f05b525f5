"""Search, in the language of the page. Never printed: what it says depends on what is asked."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.safestring import SafeString
from wagtail.models import Locale

from rotativa.articles.models import Article
from rotativa.articles.search.full_text import full_text
from rotativa.articles.search.highlight import excerpt, marked
from rotativa.articles.search.query import cleaned
from rotativa.articles.search.results import (
    PAGE_SIZE,
    Asked,
    Results,
    count_alone,
    count_elsewhere,
    search_articles,
)
from rotativa.articles.search.visitors import count_search
from rotativa.articles.search.wanted import TooLong
from rotativa.articles.teasers import Teaser, teasers_of
from rotativa.articles.views.lists import in_languages, written_languages
from rotativa.lib.visitors import address_of
from rotativa.lib.visits import TooManyVisits
from rotativa.pages import languages
from rotativa.pages.memo import between_requests, remembered
from rotativa.pages.middleware import too_many
from rotativa.pages.today import today

NEWEST = "new"
PAGES_AROUND = 2
"""Numbers of pages before and after the one that is shown."""


@dataclass(frozen=True, slots=True)
class Hit:
    teaser: Teaser
    title: SafeString
    excerpt: SafeString


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
    try:
        with full_text().bounded():
            results = search_articles(asked, locale=locale, today=today())
            found = {"results": results, **ways_on(asked, results, locale=locale)}
            found["hits"] = hits_of(results, locale=locale)
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
            "translations": in_languages(
                remembered("languages", lambda: written_languages(Article.objects.all())),
                lambda: address(Asked(asked.words)),
            ),
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
        newest_first=given.get("order") == NEWEST,
        page=int(page) if page.isascii() and page.isdigit() and len(page) < 5 else 1,
    )


def address(asked: Asked) -> str:
    given = {
        "q": asked.words,
        "section": asked.section,
        "author": asked.author,
        "year": asked.year,
        "order": NEWEST if asked.newest_first else "",
        "page": str(asked.page) if asked.page > 1 else "",
    }
    said = urlencode({name: value for name, value in given.items() if value})
    return reverse("search") + (f"?{said}" if said else "")


def hits_of(results: Results, *, locale: Locale) -> list[Hit]:
    language = locale.language_code
    return [
        Hit(
            teaser,
            title=marked(teaser.article.title, results.query, language=language),
            excerpt=excerpt(results.bodies.get(teaser.article.pk, ""), results.query, language=language)
            or marked(teaser.article.deck, results.query, language=language),
        )
        for teaser in teasers_of(results.articles, locale=locale)
    ]  # fmt: skip


def ways_on(asked: Asked, results: Results, *, locale: Locale) -> dict[str, Any]:
    """Where a reader may go from here: other pages, another order, other words and languages."""
    is_short = results.query and results.total < PAGE_SIZE
    alone = count_alone(results.query, locale=locale) if not results.unnarrowed else []
    elsewhere = count_elsewhere(asked.words, locale=locale) if is_short else []
    return {
        "pages": pages_of(asked, results),
        "other_order": address(replace(asked, newest_first=not asked.newest_first, page=1)),
        "all_results": address(Asked(asked.words)),
        "alone": [Link(words, address(Asked(words)), count) for words, count in alone],
        "elsewhere": [in_language(asked, other, count) for other, count in elsewhere],
    }


def in_language(asked: Asked, locale: Locale, count: int) -> Link:
    name = languages.name_of(locale.language_code)
    with translation.override(locale.language_code):
        return Link(name, address(Asked(asked.words)), count, locale.language_code)


def pages_of(asked: Asked, results: Results) -> dict[str, Any]:
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
