"""Sitemaps, written by hand: ten thousand addresses are too many for a template."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from xml.sax.saxutils import escape, quoteattr

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from wagtail.models import Locale

from rotativa.articles import sitemaps
from rotativa.articles.feeds.feed import name_of
from rotativa.articles.sitemaps import MOST, NEWS_FOR, Listed, News
from rotativa.articles.standing import SITEMAPS, articles_list, groups, sitemap
from rotativa.lib.xml_text import as_xml
from rotativa.pages import keys
from rotativa.pages.keys import Address, Kind
from rotativa.pages.models import Paper
from rotativa.pages.today import today

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
SITEMAP = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
XHTML = 'xmlns:xhtml="http://www.w3.org/1999/xhtml"'
NEWS = 'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
CHINESE = {"zh-hans": "zh-cn", "zh-hant": "zh-tw"}


def index(request: HttpRequest) -> HttpResponse:
    keys.declare(SITEMAPS)
    files = sitemaps.files(sitemaps.languages_shown())
    rows = (f"<sitemap>{location_of(each)}</sitemap>" for each in files)
    return answer("sitemapindex", SITEMAP, rows)


def month(request: HttpRequest, year: str, month: str, part: str | None = None) -> HttpResponse:
    languages = sitemaps.languages_shown()
    locale, number = shown_locale(languages), int(part or 1)
    first = date(int(year), int(month), 1)
    keys.declare(sitemap(locale.language_code, first))
    found = sitemaps.articles_of_month(locale, first, part=number, among=languages)
    if not found:
        raise Http404
    if len(found) == MOST:
        path = sitemaps.month_path(locale.language_code, first, number + 1)
        keys.lead_to(Address(path, Kind.SITEMAP, locale.language_code))
    return urls(found)


def lists(request: HttpRequest) -> HttpResponse:
    """A list that has got its first article, or lost its last, is seen on the next day at the latest."""
    languages = sitemaps.languages_shown()
    locale = shown_locale(languages)
    today()
    keys.declare(keys.plain(locale.language_code), *map(groups, languages))
    return urls(sitemaps.lists_in(locale, among=languages))


def news(request: HttpRequest) -> HttpResponse:
    """For Google News; what is older than two days leaves it with the next full hour.

    A file without an address would be none: the latest article stays in it, though not as news.
    """
    locale, at = shown_locale(sitemaps.languages_shown()), timezone.now()
    language = locale.language_code
    zone = timezone.get_default_timezone()
    days = [timezone.localdate(moment, zone) for moment in (at, at - NEWS_FOR)]
    keys.declare(articles_list(language), *(sitemap(language, day) for day in days))
    found = sitemaps.news_in(locale, at=at)
    if not found:
        return urls(quiet(sitemaps.latest_in(locale)))
    keys.declare(keys.HOUR)
    publication = publication_of(Paper.objects.in_language(language), language)
    rows = (news_row(each, publication) for each in found)
    return answer("urlset", f"{SITEMAP} {NEWS}", rows)


def quiet(found: Sequence[Listed]) -> Sequence[Listed]:
    if not found:
        raise Http404
    return found


def shown_locale(languages: Sequence[str]) -> Locale:
    locale = Locale.get_active()
    if locale.language_code not in languages:
        raise Http404
    return locale


def urls(found: Iterable[Listed]) -> HttpResponse:
    rows = (f"<url>{location_of(each)}{links_of(each.versions or {})}</url>" for each in found)
    return answer("urlset", f"{SITEMAP} {XHTML}", rows)


def answer(root: str, names: str, rows: Iterable[str]) -> HttpResponse:
    lines = [f"{HEAD}<{root} {names}>", *rows, f"</{root}>\n"]
    return HttpResponse("\n".join(lines), content_type="application/xml; charset=utf-8")


def location_of(listed: Listed) -> str:
    changed = f"<lastmod>{moment(listed.changed_at)}</lastmod>" if listed.changed_at else ""
    return f"<loc>{escape(listed.url)}</loc>{changed}"


def links_of(versions: Mapping[str, str]) -> str:
    """With one for readers of other languages: that in the main language, as the page itself has it."""
    default = {"x-default": next(iter(versions.values()))} if versions else {}
    return "".join(
        f'<xhtml:link rel="alternate" hreflang="{code}" href={quoteattr(url)}/>'
        for code, url in {**versions, **default}.items()
    )


def publication_of(paper: Paper | None, language: str) -> str:
    code = CHINESE.get(language, language.split("-", maxsplit=1)[0])
    name = escape(name_of(paper))
    return (
        f"<news:publication><news:name>{name}</news:name>"
        f"<news:language>{code}</news:language></news:publication>"
    )


def news_row(news: News, publication: str) -> str:
    return (
        f"<url><loc>{escape(news.url)}</loc><news:news>{publication}"
        f"<news:publication_date>{moment(news.published_at)}</news:publication_date>"
        f"<news:title>{escape(as_xml(news.title))}</news:title></news:news></url>"
    )


def moment(at: datetime) -> str:
    return at.isoformat(timespec="seconds")
