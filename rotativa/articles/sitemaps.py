"""The addresses of the paper for search engines, cut so that a publish touches few files.

An index; for each language the lists, the articles of each month, and the news of two days. A file
lies below the language whose addresses it holds, as the protocol asks (sitemaps.org). Rows are read as
values: a file of a thousand articles is made of one key, not of a thousand.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import quote
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from wagtail import hooks
from wagtail.models import Locale

from rotativa.articles.models import (
    Article,
    Author,
    Claim,
    Correction,
    FrontPage,
    ListedMonth,
    ListedSource,
    Question,
    Section,
    Tag,
)
from rotativa.articles.models.article import ArticleQuerySet
from rotativa.articles.models.group import Group
from rotativa.pages.addresses import absolute, home_url, local_url
from rotativa.pages.models import PlainPage

INDEX = "/sitemap.xml"
MOST = 10_000
"""Addresses in one file. The protocol takes 50,000; with all their languages those might be too long."""
NEWS_FOR = timedelta(days=2)
MOST_NEWS = 1_000


@dataclass(frozen=True, slots=True)
class Listed:
    url: str
    """Absolute, as all here."""
    changed_at: datetime | None = None
    versions: Mapping[str, str] | None = None
    """By language, itself among them, the main language first; none when there is but one."""


@dataclass(frozen=True, slots=True)
class News:
    url: str
    title: str
    published_at: datetime


def lists_path(language: str) -> str:
    return f"{home_url(language)}sitemap-lists.xml"


def news_path(language: str) -> str:
    return f"{home_url(language)}sitemap-news.xml"


def month_path(language: str, day: date, part: int = 1) -> str:
    more = f"-{part}" if part > 1 else ""
    return f"{home_url(language)}sitemap-{day:%Y-%m}{more}.xml"


def languages_shown() -> list[str]:
    """Those whose front page readers can open, the main language first."""
    fronts = FrontPage.objects.live().public()
    live = set(fronts.values_list("locale__language_code", flat=True))
    return [code for code, _name in settings.LANGUAGES if code in live]


def listed_articles(locale: Locale | None = None) -> ArticleQuerySet:
    """Those that any reader may open and that are no copy of another, of a language or of all."""
    objects = Article.objects
    articles: ArticleQuerySet = objects.published_in(locale) if locale else objects.published()
    return articles.for_machines()


def files(languages: Sequence[str]) -> Iterator[Listed]:
    """What the index names; what other apps name by the hook `register_sitemaps` comes last."""
    months = months_of(languages)
    for language in languages:
        yield Listed(absolute(lists_path(language)))
        for first, count, changed_at in months.get(language, []):
            for part in range(1, -(-count // MOST) + 1):
                yield Listed(absolute(month_path(language, first, part)), changed_at)
    for told_by in hooks.get_hooks("register_sitemaps"):
        yield from told_by(languages)


def months_of(languages: Iterable[str]) -> dict[str, list[tuple[date, int, datetime | None]]]:
    """The months of each language, how many articles they have, and when any of those was published."""
    counted = ListedMonth.objects.with_articles().order_by("locale__language_code", "month")
    rows = counted.filter(locale__language_code__in=list(languages))
    found: dict[str, list[tuple[date, int, datetime | None]]] = {}
    for language, month, count, changed_at in rows.values_list(
        "locale__language_code", "month", "articles", "changed_at"
    ):
        found.setdefault(language, []).append((month, count, changed_at))
    return found


def articles_of_month(
    locale: Locale, first: date, *, part: int, among: Iterable[str]
) -> list[Listed]:
    """A part of a month's; languages are told among those shown."""
    articles = listed_articles(locale).of_month(first.year, first.month)
    homes = {code: home_url(code) for code in among}
    rows = articles.order_by("published_date", "pk").values_list(
        "translation_key", "published_date", "slug", "last_published_at"
    )[(part - 1) * MOST : part * MOST]
    versions: dict[object, dict[str, str]] = {}
    everywhere = listed_articles().filter(translation_key__in=articles.values("translation_key"))
    for key, code, day, slug in everywhere.order_by().values_list(
        "translation_key", "locale__language_code", "published_date", "slug"
    ):
        if code in homes:
            versions.setdefault(key, {})[code] = address(homes[code], day, slug)
    return [
        Listed(
            address(homes[locale.language_code], day, slug), changed_at, in_order(versions.get(key))
        )
        for key, day, slug, changed_at in rows
    ]


def address(home: str, day: date, slug: str) -> str:
    """Of an article, as `local_url` has it, without asking for the page."""
    return absolute(f"{home}{day:%Y/%m/%d}/{quote(slug)}/")


def in_order(versions: Mapping[str, str] | None) -> Mapping[str, str] | None:
    if versions is None or len(versions) < 2:
        return None
    return {code: versions[code] for code, _name in settings.LANGUAGES if code in versions}


def lists_in(locale: Locale, *, among: Sequence[str]) -> list[Listed]:
    """The front page and the lists of a language that have something, those of other apps by the hook
    `register_sitemap_lists`; plain pages; tags come last."""
    language = locale.language_code
    with translation.override(language):
        fixed = [home_url(language), reverse("archive"), reverse("feeds")]
        if Question.objects.published().in_locale(locale).exists():
            fixed.append(reverse("questions"))
        evidence = {
            "sources": ListedSource.objects.in_locale(locale),
            "claims": Claim.objects.published_in(locale),
            "corrections": Correction.objects.published_in(locale),
        }
        fixed += [reverse(name) for name, rows in evidence.items() if rows.exists()]
        found = [Listed(absolute(path)) for path in fixed]
        for told_by in hooks.get_hooks("register_sitemap_lists"):
            found += told_by(language)
    pages = PlainPage.objects.live().public().filter(locale=locale, alias_of=None)
    found += [
        Listed(absolute(local_url(page)), page.last_published_at)
        for page in pages.select_related("locale").defer_streamfields()
    ]
    articles = listed_articles(locale).order_by()
    for model, names in (
        (Section, ("section", "section__parent")),
        (Author, ("article_authors__author",)),
        (Tag, ("tags",)),
    ):
        used = {
            key
            for name in names
            for key in articles.values_list(f"{name}__translation_key", flat=True).distinct()
        }
        found += groups_in(model, used, language=language, among=among)
    return found[:MOST]


def groups_in(
    model: type[Group], used: set[UUID | None], *, language: str, among: Sequence[str]
) -> Iterator[Listed]:
    """Those that have articles in a language, by their name there, or by that of another language."""
    taken: set[str] = set()
    versions: dict[UUID, dict[str, str]] = {}
    rows = model._default_manager.filter(locale__language_code__in=among).order_by("pk")
    for key, code, slug in rows.values_list("translation_key", "locale__language_code", "slug"):
        if code == language:
            taken.add(slug)
        if key in used:
            with translation.override(code):
                versions.setdefault(key, {})[code] = absolute(reverse(model.url_name, args=[slug]))
    nameless = [key for key in used if key and language not in versions.get(key, {})]
    others = model._default_manager.filter(translation_key__in=nameless).order_by("pk")
    for other in others:
        if other.slug not in taken:
            found = versions.setdefault(other.translation_key, {})
            found.setdefault(language, absolute(other.address_in(language)))
    for each in versions.values():
        if language in each:
            yield Listed(each[language], None, in_order(each))


def news_in(locale: Locale, *, at: datetime) -> list[News]:
    """What came out in the last two days, the latest first."""
    fresh = listed_articles(locale).filter(listed_at__gt=at - NEWS_FOR)
    home = home_url(locale.language_code)
    rows = fresh.latest_first().values_list(
        "published_date", "slug", "title", "first_published_at"
    )[:MOST_NEWS]
    return [News(address(home, day, slug), title, moment) for day, slug, title, moment in rows]


def latest_in(locale: Locale) -> list[Listed]:
    home = home_url(locale.language_code)
    rows = listed_articles(locale).latest_first().values_list("published_date", "slug")[:1]
    return [Listed(address(home, day, slug)) for day, slug in rows]


def languages_with_articles() -> list[str]:
    """Of those shown."""
    codes = set(
        listed_articles().order_by().values_list("listed_in__language_code", flat=True).distinct()
    )
    return [code for code in languages_shown() if code in codes]
