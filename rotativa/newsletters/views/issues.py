"""The issues of a newsletter as everybody may read them: one, all of them, and as a feed."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.utils.safestring import mark_safe
from wagtail.models import Locale

from rotativa.articles.feeds.addresses import feeds_at
from rotativa.articles.feeds.entry import MOST, Entry, lasting_id
from rotativa.articles.feeds.feed import Feed, name_of
from rotativa.articles.models import FrontPage
from rotativa.articles.sitemaps import languages_shown
from rotativa.articles.standing import LANGUAGES, full_pages
from rotativa.articles.views.feeds import answer
from rotativa.lib.pagination import NoSuchPage, listing
from rotativa.lib.xml_text import as_xml
from rotativa.newsletters.composing.contents import Contents
from rotativa.newsletters.composing.shown import shown_contents, titles_of
from rotativa.newsletters.models import Issue, Newsletter
from rotativa.newsletters.printed import (
    A_PAGE,
    archive_path,
    issues_list,
    newsletter_key,
    versions_key,
)
from rotativa.newsletters.schedule import is_further
from rotativa.pages import keys
from rotativa.pages.addresses import absolute
from rotativa.pages.frame import Translation
from rotativa.pages.keys import Address, Kind
from rotativa.pages.models import Paper


def archive(request: HttpRequest, newsletter: str, number: int | None = None) -> HttpResponse:
    series, language = newsletter_at(newsletter), active_language()
    issues = Issue.objects.readable().filter(newsletter=series, language=language)
    rows = issues.select_related("newsletter").defer("html", "text").latest_first()
    try:
        page = listing(rows, total=issues.count(), number=number, size=A_PAGE)
    except NoSuchPage as error:
        raise Http404 from error
    key = issues_list(series.pk, language)
    keys.declare(key if page.is_newest or page.is_last_numbered else full_pages(key))
    path = archive_path(series, language)
    if page.is_newest:
        for feed in feeds_at(path, language):
            keys.lead_to(feed)
        if page.older:
            keys.lead_to(Address(f"{path}page/{page.older}/", Kind.LIST, language))
    rows_shown = list(page.rows)
    titles = titles_of(rows_shown)
    context = {
        "newsletter": series,
        "title": series.name_in(language),
        "issues": [(each, titles[each.pk]) for each in rows_shown],
        "cut": page,
        "address": path,
        "canonical": path if number is None else f"{path}page/{number}/",
        "is_part": number is not None,
        "translations": [] if number else archives_elsewhere(series, language),
    }
    return TemplateResponse(request, "newsletters/archive.html", context)


def issue(request: HttpRequest, newsletter: str, period: str) -> HttpResponse:
    series, language = newsletter_at(newsletter), active_language()
    found = get_object_or_404(
        Issue.objects.out().defer("html", "text"),
        newsletter=series,
        language=language,
        period=period,
    )
    found.newsletter = series
    keys.declare(versions_key(found))
    if found.is_withdrawn:
        told = {"archive": archive_path(series, language), "newsletter": series, "canonical": ""}
        return TemplateResponse(request, "newsletters/withdrawn.html", told, status=410)
    context = {
        "newsletter": series,
        "issue": found,
        "title": titles_of([found])[found.pk],
        "contents": shown_contents([found])[found.pk],
        "archive": archive_path(series, language),
        "translations": versions_of(found),
    }
    return TemplateResponse(request, "newsletters/issue.html", context)


def feed(request: HttpRequest, newsletter: str, name: str) -> HttpResponse:
    series, language = newsletter_at(newsletter), active_language()
    keys.declare(issues_list(series.pk, language))
    front = FrontPage.objects.filter(locale__language_code=language).live().first()
    if front is None:
        raise Http404
    out = Issue.objects.readable().filter(newsletter=series, language=language)
    rows = out.select_related("newsletter").defer("html", "text").latest_first()
    latest = list(rows[:MOST])
    contents, titles = shown_contents(latest), titles_of(latest)
    path = archive_path(series, language)
    paper = name_of(Paper.objects.in_language(language))
    told = Feed(
        id=lasting_id(front.translation_key, language, f"newsletter {series.slug} "),
        title=as_xml(f"{series.name_in(language)} · {paper}"),
        subtitle="",
        paper=paper,
        language=language,
        path=path,
        entries=[
            entry_of(each, titles[each.pk], contents[each.pk], front=front, path=path)
            for each in latest
        ],
    )
    return answer(told, name)


def entry_of(issue: Issue, title: str, contents: Contents, *, front: FrontPage, path: str) -> Entry:
    moment = issue.frozen_at
    assert moment is not None  # noqa: S101  # the database holds every issue that is out to it
    kind = f"issue {issue.newsletter_id} {issue.period} "
    body = render_to_string("newsletters/parts/feed_body.html", {"contents": contents})
    return Entry(
        id=lasting_id(front.translation_key, issue.language, kind),
        url=absolute(f"{path}{issue.period}/"),
        title=as_xml(title),
        deck="",
        published_at=moment,
        updated_at=moment,
        authors=(),
        categories=(),
        enclosures=(),
        html=mark_safe(as_xml(body)),  # noqa: S308  # a template of ours
    )


def newsletter_at(slug: str) -> Newsletter:
    found = get_object_or_404(Newsletter, slug=slug)
    keys.declare(newsletter_key(found.pk))
    return found


def active_language() -> str:
    return str(Locale.get_active().language_code)


def archives_elsewhere(series: Newsletter, language: str) -> list[Translation]:
    keys.declare(LANGUAGES)
    return [
        Translation(code, archive_path(series, code))
        for code in languages_shown()
        if code != language
    ]


def versions_of(found: Issue) -> list[Translation]:
    """The same number in other languages, where it is out."""
    if is_further(found.period):
        return []
    others = Issue.objects.readable().filter(newsletter=found.newsletter, period=found.period)
    there = set(others.exclude(pk=found.pk).values_list("language", flat=True))
    return [
        Translation(code, f"{archive_path(found.newsletter, code)}{found.period}/")
        for code, _name in settings.LANGUAGES
        if code in there
    ]
