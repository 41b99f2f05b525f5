"""Sections, authors, tags and months: lists of articles, each in its own language."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import translation
from wagtail.models import Locale

from rotativa.articles.archive import Archive, archive_of
from rotativa.articles.models import Article, Author, Section, Tag
from rotativa.articles.models.article import ArticleQuerySet
from rotativa.articles.models.group import Group, GroupQuerySet, GroupT
from rotativa.articles.standing import (
    LANGUAGES,
    articles_list,
    full_pages,
    group_list,
    languages_of_month,
    languages_of_year,
    month_list,
    year_list,
)
from rotativa.articles.teasers import by_day, teasers_of
from rotativa.lib.pagination import NoSuchPage, listing
from rotativa.pages import keys
from rotativa.pages.frame import Translation
from rotativa.pages.keys import Address, Kind

PAGE_SIZE = 20


def section(request: HttpRequest, slug: str, number: int | None = None) -> HttpResponse:
    locale = Locale.get_active()
    found = group_at(Section, slug, locale=locale)
    parts = found.parts_in(locale).order_by("position", "name").select_related("locale")
    context = {"section": found, "parts": parts, "menu_current": found.get_absolute_url()}
    articles = Article.objects.in_sections(found)
    return group_page(request, "section", found, articles, number=number, **context)


def author(request: HttpRequest, slug: str, number: int | None = None) -> HttpResponse:
    found = group_at(Author, slug, locale=Locale.get_active())
    return group_page(
        request, "author", found, Article.objects.signed_by(found), number=number, author=found
    )


def tag(request: HttpRequest, slug: str, number: int | None = None) -> HttpResponse:
    found = group_at(Tag, slug, locale=Locale.get_active())
    return group_page(
        request, "tag", found, Article.objects.tagged(found), number=number, tag=found
    )


def group_at(model: type[GroupT], slug: str, *, locale: Locale) -> GroupT:
    """The group at an address; one without a name in the language stands there under its own."""
    found = GroupQuerySet(model).named_there(slug, locale=locale)
    if found is None:
        raise Http404
    return found


def group_page(
    request: HttpRequest,
    kind: str,
    group: Group,
    articles: ArticleQuerySet,
    *,
    number: int | None,
    **context: Any,
) -> HttpResponse:
    locale = Locale.get_active()
    named = named_here(group, locale=locale)
    if named is not group:
        return redirect(named)
    here = articles.published_in(locale).latest_first()
    if group.shown_in and not here.exists():
        raise Http404
    return list_page(
        request,
        f"articles/{kind}.html",
        here,
        number=number,
        key=group_list(group, locale.language_code),
        address=group.get_absolute_url(),
        translations=translations_of(group, articles),
        title=group.name,
        **context,
    )


def named_here(group: Group, *, locale: Locale) -> Group:
    """The group as the language of the page calls it: another one where it has a name of its own."""
    groups: GroupQuerySet[Group] = GroupQuerySet(type(group))
    (named,) = groups.in_language_of([group], locale=locale)
    return named


def translations_of(group: Group, articles: ArticleQuerySet) -> list[Translation]:
    """In each other language that has a name for the group, or has articles of it to list."""
    keys.declare(keys.translations(group.translation_key))
    here = group.shown_in or group.language
    alike = (
        type(group)
        ._default_manager.exclude(pk=group.pk)
        .filter(Q(translation_key=group.translation_key) | Q(slug=group.slug))
    )
    there: dict[str, Group] = {}
    for each in alike.select_related("locale"):
        if each.translation_key == group.translation_key or each.language not in there:
            there[each.language] = each
    nameless = [code for code, _name in settings.LANGUAGES if code not in {here, *there}]
    keys.declare(*(group_list(group, code) for code in nameless))
    there |= dict.fromkeys(languages_of(articles, among=nameless), group)
    return [
        Translation(code, there[code].address_in(code))
        for code, _name in settings.LANGUAGES
        if code in there and there[code].translation_key == group.translation_key and code != here
    ]


def languages_of(articles: ArticleQuerySet, *, among: list[str]) -> list[str]:
    """Those of some languages in which any of the articles is published."""
    if not among:
        return []
    written = written_in(articles).filter(language_code__in=among)
    return list(written.values_list("language_code", flat=True))


def written_in(articles: ArticleQuerySet) -> QuerySet[Locale]:
    """The languages in which any of the articles is published; one look into the index for each."""
    return Locale.objects.filter(Exists(articles.filter(listed_in=OuterRef("pk")).order_by()))


def list_page(
    request: HttpRequest,
    template: str,
    articles: ArticleQuerySet,
    *,
    number: int | None,
    key: str,
    address: str,
    **context: Any,
) -> HttpResponse:
    try:
        page = listing(articles.for_lists(), total=articles.count(), number=number, size=PAGE_SIZE)
    except NoSuchPage as error:
        raise Http404 from error
    keys.declare(key if page.is_newest or page.is_last_numbered else full_pages(key))
    if page.is_newest and page.older:
        language = Locale.get_active().language_code
        keys.lead_to(Address(f"{address}page/{page.older}/", Kind.LIST, language))
    teasers = teasers_of(page.rows, locale=Locale.get_active())
    here = address if number is None else f"{address}page/{number}/"
    return TemplateResponse(
        request,
        template,
        {
            "days": by_day(teasers),
            "listing": page,
            "is_of_today": page.is_newest and isinstance(context.get("section"), Section),
            "address": address,
            "canonical": here,
            "is_part": number is not None,
            **context,
        },
    )


def month(request: HttpRequest, year: str, month: str) -> HttpResponse:
    """All articles of a month: bounded by the month, so never cut into pages."""
    locale = Locale.get_active()
    first = date(int(year), int(month), 1)
    articles = Article.objects.published_in(locale)
    keys.declare(
        month_list(locale.language_code, first),
        year_list(locale.language_code, first.year),
        languages_of_month(first),
    )
    found = list(articles.of_month(first.year, first.month).latest_first().for_lists())
    if not found:
        raise Http404
    return TemplateResponse(
        request,
        "articles/month.html",
        {
            "first": first,
            "days": by_day(teasers_of(found, locale=locale)),
            "archive": archive_of(articles, year=first.year),
            "count": len(found),
            "translations": in_other_languages(
                lambda: reverse("month", args=[year, month]),
                Article.objects.of_month(first.year, first.month),
            ),
        },
    )


def archive(request: HttpRequest, year: int | None = None) -> HttpResponse:
    """The months of a year with how much was published in each; the latest year by default."""
    locale = Locale.get_active()
    articles = Article.objects.published_in(locale)
    language = locale.language_code
    keys.declare(year_list(language, year) if year else articles_list(language))
    keys.declare(keys.YEAR)  # a new year is one more to choose from
    found: Archive = archive_of(articles, year=year)
    if not found.months and (year is not None):
        raise Http404
    everywhere = Article.objects.all()
    if year is not None:
        keys.declare(languages_of_year(year))
        everywhere = everywhere.filter(published_date__year=year)
    return TemplateResponse(
        request,
        "articles/archive.html",
        {
            "archive": found,
            "translations": in_other_languages(
                lambda: reverse("archive_year", args=[year]) if year else reverse("archive"),
                everywhere,
            ),
        },
    )


def in_other_languages(address: Callable[[], str], articles: ArticleQuerySet) -> list[Translation]:
    """The same list in each other language that has any of the articles."""
    return in_languages(written_languages(articles), address)


def written_languages(articles: ArticleQuerySet) -> tuple[str, ...]:
    keys.declare(LANGUAGES)
    codes = written_in(articles).order_by("pk").values_list("language_code", flat=True)
    return tuple(codes)


def in_languages(codes: Iterable[str], address: Callable[[], str]) -> list[Translation]:
    here = translation.get_language()
    found = []
    for code in codes:
        if code != here:
            with translation.override(code):
                found.append(Translation(code, address()))
    return found
