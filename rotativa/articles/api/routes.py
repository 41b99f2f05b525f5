"""The addresses of the API. Read only: it has no operation that changes anything."""

from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest
from ninja import Field, NinjaAPI, Query, Schema
from wagtail.api.v3.errors import register_exception_handlers
from wagtail.models import Site

from rotativa.articles.api.answers import article_answers, full_answer, group_answer
from rotativa.articles.api.schemas import (
    ArticleAnswer,
    ArticleFilter,
    FullArticleAnswer,
    GroupAnswer,
    GroupFilter,
)
from rotativa.articles.models import Article, Author, Section, Tag
from rotativa.articles.models.article import ArticleQuerySet

MOST_ROWS = 50
DEEPEST = 10_000
"""Rows that may be skipped: whoever wants more asks for a span of days."""

api = NinjaAPI(
    title="The paper’s articles",
    version="1",
    description="Published articles with their languages, sources, sections, tags and authors.",
    urls_namespace="api",
    docs_url=None,
    openapi_url="/openapi.json",
)
register_exception_handlers(api)


class Part(Schema):
    limit: int = Field(20, ge=1, le=MOST_ROWS, description="Rows in an answer.")
    offset: int = Field(0, ge=0, le=DEEPEST, description="Rows that are skipped.")

    def of(self, rows: "QuerySet[Any]") -> "QuerySet[Any]":
        return rows[self.offset : self.offset + self.limit]


class Articles(Schema):
    count: int
    items: list[ArticleAnswer]


class Groups(Schema):
    count: int
    items: list[GroupAnswer]


@api.get("/articles/", response=Articles, url_name="articles", summary="Articles, latest first")
def articles(
    request: HttpRequest, wanted: Query[ArticleFilter], part: Query[Part]
) -> dict[str, Any]:
    """Without their text. All that is asked for must hold."""
    found = chosen(public_articles(request), wanted)
    rows = part.of(found.latest_first().for_lists().prefetch_related("tags", "corrections"))
    return {"count": found.count(), "items": article_answers(rows)}


@api.get(
    "/articles/{int:article_id}/",
    response=FullArticleAnswer,
    url_name="article",
    summary="One article, with its text, sources, claims and corrections",
)
def article(request: HttpRequest, article_id: int) -> dict[str, Any]:
    """Not found (404), too, is what was withdrawn or is not for everybody."""
    found = public_articles(request).filter(pk=article_id)
    row = found.select_related("locale", "section__locale", "lead_image").first()
    if row is None:
        raise Http404
    return full_answer(row)


@api.get("/sections/", response=Groups, url_name="sections", summary="Sections")
def sections(request: HttpRequest, wanted: Query[GroupFilter], part: Query[Part]) -> dict[str, Any]:
    return groups(wanted, part, shown_sections(request))


@api.get("/authors/", response=Groups, url_name="authors", summary="Authors")
def authors(request: HttpRequest, wanted: Query[GroupFilter], part: Query[Part]) -> dict[str, Any]:
    return groups(wanted, part, shown_authors(request))


@api.get("/tags/", response=Groups, url_name="tags", summary="Tags")
def tags(request: HttpRequest, wanted: Query[GroupFilter], part: Query[Part]) -> dict[str, Any]:
    return groups(wanted, part, shown_tags(request))


def public_articles(request: HttpRequest) -> ArticleQuerySet:
    """What every reader may open on this site, whoever asks: a session gives nobody more."""
    site = Site.find_for_request(request)
    if site is None:
        return Article.objects.none()
    fronts = site.root_page.get_translations(inclusive=True).values_list("path", flat=True)
    below = reduce(or_, (Q(path__startswith=path) for path in fronts))
    found: ArticleQuerySet = Article.objects.published().filter(below)
    return found.for_machines()


def chosen(found: ArticleQuerySet, wanted: ArticleFilter) -> ArticleQuerySet:
    if wanted.language:
        found = found.filter(locale__language_code=wanted.language)
    if wanted.section:
        found = found.in_sections(*Section.objects.filter(slug=wanted.section))
    if wanted.author:
        keys = Author.objects.filter(slug=wanted.author).values("translation_key")
        found = found.filter(article_authors__author__translation_key__in=keys).distinct()
    if wanted.tag:
        keys = Tag.objects.filter(slug=wanted.tag).values("translation_key")
        found = found.filter(tags__translation_key__in=keys).distinct()
    if wanted.since:
        found = found.filter(published_date__gte=wanted.since)
    if wanted.until:
        found = found.filter(published_date__lte=wanted.until)
    return found


def shown_sections(request: HttpRequest) -> "QuerySet[Section]":
    """What has nothing to read is nobody's business yet: a draft may have brought it."""
    used = public_articles(request).order_by()
    keys = used.values("section__translation_key")
    above = used.values("section__parent__translation_key")
    return Section.objects.filter(
        Q(translation_key__in=keys) | Q(translation_key__in=above) | Q(is_in_menu=True)
    )


def shown_authors(request: HttpRequest) -> "QuerySet[Author]":
    keys = public_articles(request).order_by().values("article_authors__author__translation_key")
    return Author.objects.filter(translation_key__in=keys)


def shown_tags(request: HttpRequest) -> "QuerySet[Tag]":
    keys = public_articles(request).order_by().values("tags__translation_key")
    return Tag.objects.filter(translation_key__in=keys)


def groups(wanted: GroupFilter, part: Part, found: "QuerySet[Any]") -> dict[str, Any]:
    found = found.select_related("locale").order_by("name", "pk")
    if wanted.language:
        found = found.filter(locale__language_code=wanted.language)
    return {"count": found.count(), "items": [group_answer(each) for each in part.of(found)]}
