"""Every address at which articles bring a page."""

from collections.abc import Iterable, Iterator
from datetime import date

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Q
from django.db.models.functions import TruncMonth
from django.urls import reverse
from django.utils import translation
from wagtail.models import Locale

from rotativa.articles import sitemaps
from rotativa.articles.feeds.addresses import feeds_at, markdown_at
from rotativa.articles.models import (
    Article,
    Author,
    Citation,
    Claim,
    Correction,
    FrontPage,
    ListedSource,
    Section,
    Tag,
)
from rotativa.articles.models.article import ArticleQuerySet
from rotativa.articles.models.claim import Status
from rotativa.articles.models.group import Group
from rotativa.articles.old_addresses import BELOW_LANGUAGE, ROOTS
from rotativa.articles.standing import group_list, groups_of
from rotativa.articles.views.evidence import A_PAGE
from rotativa.articles.views.lists import PAGE_SIZE
from rotativa.evidence.models import Capture, Difference
from rotativa.lib.pagination import numbered_pages
from rotativa.pages.addresses import home_url, local_url
from rotativa.pages.keys import Address, Kind


def all_addresses() -> Iterator[Address]:
    """Of all languages that the site speaks; yields articles as they are read."""
    yield Address(reverse("robots"), Kind.OTHER)
    yield Address(sitemaps.INDEX, Kind.SITEMAP)
    told = [reverse("security_txt")] if settings.SECURITY.contact else []
    for path in (reverse("llms"), *told, *(f"/{name}" for name in ROOTS)):
        yield Address(path, Kind.OTHER)
    for locale in Locale.objects.filter(language_code__in=dict(settings.LANGUAGES)):
        yield from addresses_in(locale)


def addresses_in(locale: Locale) -> Iterator[Address]:
    language = locale.language_code
    if not FrontPage.objects.filter(locale=locale).live().exists():
        return
    yield Address(home_url(language), Kind.FRONT, language)
    articles = Article.objects.in_locale(locale).exclude(published_date=None)
    for article in articles.select_related("locale").defer_streamfields().iterator(1000):
        url = local_url(article)
        yield Address(url, Kind.ARTICLE, language)
        if not article.alias_of_id:
            yield markdown_at(url, language)
    yield from feeds_at(home_url(language), language)
    for name in BELOW_LANGUAGE:
        yield Address(home_url(language) + name, Kind.OTHER, language)
    yield from fixed_lists(locale)
    with translation.override(language):
        yield from feeds_at(reverse("corrections"), language)
    for group in groups_in(locale):
        yield from feeds_at(group.get_absolute_url(), language)
        yield from addresses_of_group(group, pages=range(1, pages_of(group) + 1))


def fixed_lists(locale: Locale) -> Iterator[Address]:
    """Questions, and the archive with its years and months."""
    language = locale.language_code
    in_months = (
        Article.objects.published_in(locale).order_by().annotate(month=TruncMonth("published_date"))
    )
    months = list(in_months.values_list("month", flat=True).distinct())
    paths = ["questions", "archive", "feeds"]
    with translation.override(language):
        found = [reverse(name) for name in paths]
        found += [reverse("month", args=[f"{m.year}", f"{m.month:02}"]) for m in months]
        found += [reverse("archive_year", args=[year]) for year in {m.year for m in months}]
        spare = [reverse(name) for name in ("unavailable", "crowded", "too_large", "nothing_here")]
        found += evidence_lists(locale)
    for path in found:
        yield Address(path, Kind.LIST, language)
    maps = [sitemaps.lists_path(language), *([sitemaps.news_path(language)] if months else [])]
    for path in [*maps, *(sitemaps.month_path(language, month) for month in months)]:
        yield Address(path, Kind.SITEMAP, language)
    for path in spare:
        yield Address(path, Kind.OTHER, language)


def evidence_lists(locale: Locale) -> Iterator[str]:
    """Each source; sources, claims and corrections with their numbered pages; the language must be active."""
    counted = {
        "sources": ListedSource.objects.in_locale(locale),
        "claims": Claim.objects.published_in(locale),
        "corrections": Correction.objects.published_in(locale),
    }
    for name, rows in counted.items():
        yield reverse(name)
        for number in range(1, numbered_pages(rows.count(), size=A_PAGE) + 1):
            yield reverse(f"{name}_page", args=[number])
    cited = Citation.objects.filter(source=OuterRef("source"), article__listed_in=locale)
    leaned_on = counted["sources"].filter(Exists(cited))
    for pk in leaned_on.values_list("source", flat=True):
        yield reverse("source", args=[pk])
    for pk in leaned_on.filter(may_be_compared()).values_list("source", flat=True):
        yield reverse("source_changes", args=[pk])
    for status in Status.values:
        yield reverse("claims_of_status", args=[status])


def may_be_compared() -> Q:
    """Of a listed source: it was found changed, or there are two copies that readers see."""
    changed = Difference.objects.filter(source=OuterRef("source"))
    shown = Capture.objects.shown().order_by().filter(source=OuterRef("source"))
    twice = shown.values("source").annotate(count=Count("pk")).filter(count__gt=1)
    return Q(Exists(changed)) | Q(Exists(twice))


def groups_in(locale: Locale) -> Iterator[Group]:
    """Those with a name in a language, and those that have articles in it all the same."""
    articles = Article.objects.published_in(locale)
    nameless = (
        Section.objects.filter(articles__in=articles),
        Author.objects.filter(article_authors__article__in=articles),
        Tag.objects.filter(articles__in=articles),
    )
    for groups in nameless:
        named = groups.model._default_manager.filter(locale=locale).select_related("locale")
        yield from named
        others = groups.exclude(locale=locale).select_related("locale").distinct()
        for group in groups.in_language_of(others, locale=locale):
            if group.shown_in:
                yield group


def addresses_of_group(group: Group, *, pages: Iterable[int] = ()) -> Iterator[Address]:
    """Its own, and those of numbered pages."""
    own = group.get_absolute_url()
    for path in (own, *(f"{own}page/{number}/" for number in pages)):
        yield Address(path, Kind.LIST, group.shown_in or group.language)


def articles_of(group: Group) -> ArticleQuerySet:
    """In the language of the page that shows it."""
    language = group.shown_in or group.language
    articles: ArticleQuerySet = Article.objects.filter(listed_in__language_code=language)
    match group:
        case Section():
            return articles.in_sections(group)
        case Author():
            return articles.signed_by(group)
        case Tag():
            return articles.tagged(group)
    raise TypeError(group)


def pages_of(group: Group) -> int:
    return numbered_pages(articles_of(group).count(), size=PAGE_SIZE)


def addresses_of_lists(article: Article, joined: frozenset[str]) -> Iterator[Address]:
    """Where the lists are that an article has come into; they lead to their numbered pages."""
    for group in named_groups_of(article):
        if group_list(group, article.language) in joined:
            yield from addresses_of_group(group)
    if joined and article.published_date:
        yield from addresses_of_day(article.published_date, article.language)


def named_groups_of(article: Article) -> list[Group]:
    """As the language of the article's page calls them, or without a name there."""
    groups = groups_of(article)
    return [
        group
        for model in (Section, Author, Tag)
        for group in model.objects.in_language_of(
            [each for each in groups if isinstance(each, model)], locale=article.locale
        )
    ]


def addresses_of_day(day: date, language: str) -> list[Address]:
    """The lists by date that hold a day's articles, and the front page."""
    with translation.override(language):
        lists = [
            reverse("month", args=[f"{day:%Y}", f"{day:%m}"]),
            reverse("archive_year", args=[day.year]),
            reverse("archive"),
        ]
    return [
        Address(home_url(language), Kind.FRONT, language),
        *(Address(path, Kind.LIST, language) for path in lists),
        Address(sitemaps.month_path(language, day), Kind.SITEMAP, language),
        Address(sitemaps.news_path(language), Kind.SITEMAP, language),
    ]
