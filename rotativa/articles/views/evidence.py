"""What the paper leans on, in each language: sources, claims, corrections."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import translation
from wagtail.models import Locale

from rotativa.articles.citations import CitedSource
from rotativa.articles.cited import articles_citing, articles_claiming
from rotativa.articles.feeds.addresses import feeds_at
from rotativa.articles.models import ArticleClaim, Claim, Correction, ListedSource
from rotativa.articles.models.claim import Status
from rotativa.articles.shown_claims import shown_claims
from rotativa.articles.standing import (
    LANGUAGES,
    cited_key,
    claims_list,
    corrections_list,
    full_pages,
    sources_list,
)
from rotativa.evidence.models import Capture
from rotativa.lib.pagination import Listing, NoSuchPage, listing
from rotativa.pages import keys
from rotativa.pages.frame import Translation
from rotativa.pages.keys import Address, Kind

A_PAGE = 50
MOST_OF_A_STATUS = 200


def sources(request: HttpRequest, number: int | None = None) -> HttpResponse:
    """A source stands where its number is, for good: a new one changes the newest page only."""
    locale = Locale.get_active()
    listed = ListedSource.objects.in_locale(locale).latest_first().select_related("source")
    page = page_of(listed, key=sources_list(locale.language_code), name="sources", number=number)
    rows = list(page.rows)
    keys.declare(*(cited_key(row.source_id) for row in rows))
    for row in rows:
        path = reverse("source", args=[row.source_id])
        keys.lead_to(Address(path, Kind.LIST, locale.language_code))
    citing = articles_citing([row.source_id for row in rows], locale=locale)
    lost = [row.source_id for row in rows if row.source.is_lost]
    copies = Capture.objects.latest_shown(lost) if lost else {}
    cited = [
        (CitedSource(row.number, row.source, [], copies.get(row.source_id)), citing[row.source_id])
        for row in rows
        if row.source_id in citing
    ]
    everywhere = ListedSource.objects.filter(locale=OuterRef("pk"))
    return evidence_page(request, "sources", page, cited, everywhere=everywhere)


def claims(request: HttpRequest, number: int | None = None) -> HttpResponse:
    locale = Locale.get_active()
    found = Claim.objects.published_in(locale).latest_first().with_history()
    page = page_of(found, key=claims_list(locale.language_code), name="claims", number=number)
    everywhere = ArticleClaim.objects.filter(article__listed_in=OuterRef("pk"))
    return evidence_page(
        request,
        "claims",
        page,
        told(list(page.rows), locale=locale),
        everywhere=everywhere,
        statuses=statuses(),
    )


def claims_of_status(request: HttpRequest, status: str) -> HttpResponse:
    """The latest that stand so: bounded, so never cut into pages."""
    if status not in Status.values:
        raise Http404
    locale = Locale.get_active()
    keys.declare(*(claims_list(code) for code, _name in settings.LANGUAGES))
    standing_so = Claim.objects.in_status(status).values("pk")
    everywhere = ArticleClaim.objects.filter(article__listed_in=OuterRef("pk"))
    everywhere = everywhere.filter(claim__in=standing_so)
    found = Claim.objects.published_in(locale).in_status(status).latest_first().with_history()
    rows = told(list(found[:MOST_OF_A_STATUS]), locale=locale)
    context = {
        "rows": rows,
        "statuses": statuses(),
        "status": status,
        "label": Status(status).label,
        "translations": in_languages_with(everywhere, name="claims_of_status", args=[status]),
    }
    return TemplateResponse(request, "articles/claims.html", context)


def corrections(request: HttpRequest, number: int | None = None) -> HttpResponse:
    locale = Locale.get_active()
    found = Correction.objects.published_in(locale).latest_first()
    found = found.select_related("article__locale")
    key = corrections_list(locale.language_code)
    page = page_of(found, key=key, name="corrections", number=number)
    for feed in feeds_at(reverse("corrections"), locale.language_code):
        keys.lead_to(feed)
    everywhere = Correction.objects.filter(article__listed_in=OuterRef("pk"))
    return evidence_page(request, "corrections", page, list(page.rows), everywhere=everywhere)


def told(claims: list[Claim], *, locale: Locale) -> list[tuple[Any, Any]]:
    """Each with the articles that tell of it."""
    telling = articles_claiming([claim.pk for claim in claims], locale=locale)
    shown = shown_claims(claims, language=locale.language_code)
    return [(each, telling.get(each.claim.pk, [])) for each in shown]


def statuses() -> list[tuple[str, str, str]]:
    return [
        (value, str(label), reverse("claims_of_status", args=[value]))
        for value, label in Status.choices
    ]


def page_of(rows: "QuerySet[Any]", *, key: str, name: str, number: int | None) -> Listing[Any]:
    try:
        page = listing(rows, total=rows.order_by().count(), number=number, size=A_PAGE)
    except NoSuchPage as error:
        raise Http404 from error
    keys.declare(key if page.is_newest or page.is_last_numbered else full_pages(key))
    if page.is_newest and page.older:
        language = Locale.get_active().language_code
        keys.lead_to(Address(reverse(f"{name}_page", args=[page.older]), Kind.LIST, language))
    return page


def evidence_page(
    request: HttpRequest,
    name: str,
    page: Listing[Any],
    rows: list[Any],
    *,
    everywhere: "QuerySet[Any]",
    **context: Any,
) -> HttpResponse:
    return TemplateResponse(
        request,
        f"articles/{name}.html",
        {
            "rows": rows,
            "cut": page,
            "address": reverse(name),
            "translations": in_languages_with(everywhere, name=name) if page.is_newest else [],
            **context,
        },
    )


def in_languages_with(
    rows: "QuerySet[Any]", *, name: str, args: Sequence[str] = ()
) -> list[Translation]:
    """The same page in each other language that has anything for it."""
    keys.declare(LANGUAGES)
    here = translation.get_language()
    found = []
    locales = Locale.objects.filter(Exists(rows.order_by())).order_by("pk")
    for code in locales.values_list("language_code", flat=True):
        if code != here:
            with translation.override(code):
                found.append(Translation(code, reverse(name, args=args)))
    return found
