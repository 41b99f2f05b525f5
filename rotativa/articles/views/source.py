"""The pages of one source: what it said when we copied it, how anybody can check that, what has changed."""

from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import translation
from wagtail.models import Locale

from rotativa.articles.cited import articles_citing
from rotativa.articles.models import Article, ListedSource
from rotativa.articles.shown_checks import history_of
from rotativa.articles.shown_copies import shown_copies
from rotativa.articles.shown_differences import difference_of, pair_of, texts_in_full
from rotativa.articles.source_states import shown_state
from rotativa.articles.standing import LANGUAGES, checks_key, cited_key
from rotativa.evidence.models import Source
from rotativa.evidence.replay import player
from rotativa.pages import keys
from rotativa.pages.frame import Translation
from rotativa.pages.keys import Address, Kind


def source(request: HttpRequest, pk: int) -> HttpResponse:
    """Of one that something published in the language leans on."""
    found, articles = leaned_on(pk)
    keys.declare(player.KEY)
    copies = shown_copies(found)
    difference, changes_url = difference_of(found, copies), reverse("source_changes", args=[pk])
    pair = pair_of(copies, difference)
    if pair or (difference and difference.has_whole):
        keys.lead_to(Address(changes_url, Kind.LIST, translation.get_language() or ""))
    context = {
        "source": found,
        "articles": articles,
        "copy": next((each for each in copies if each.is_shown), None),
        "copies": copies,
        "difference": difference,
        "changes_url": changes_url,
        "has_pair": pair is not None,
        "history": history_of(found, copies),
        "state": shown_state(found),
        "translations": in_other_languages(found, "source"),
    }
    return TemplateResponse(request, "articles/source.html", context)


def changes(request: HttpRequest, pk: int) -> HttpResponse:
    """All that a copy says, with what is said otherwise now, or in a later copy."""
    found, _articles = leaned_on(pk)
    copies = shown_copies(found)
    texts = list(texts_in_full(found, copies, difference_of(found, copies)))
    if not texts:
        raise Http404
    context = {
        "source": found,
        "state": shown_state(found),
        "texts": texts,
        "translations": in_other_languages(found, "source_changes"),
    }
    return TemplateResponse(request, "articles/source_changes.html", context)


def leaned_on(pk: int) -> tuple[Source, list[Article]]:
    """With what leans on it in the language of the page; raises `Http404` where nothing does."""
    locale = Locale.get_active()
    listed = ListedSource.objects.in_locale(locale).select_related("source__difference__capture")
    found = get_object_or_404(listed, source=pk).source
    keys.declare(cited_key(pk), checks_key(pk))
    articles = articles_citing([pk], locale=locale).get(pk, [])
    if not articles:
        raise Http404
    return found, articles


def in_other_languages(source: Source, name: str) -> list[Translation]:
    keys.declare(LANGUAGES)
    here = translation.get_language()
    listed = ListedSource.objects.filter(locale=OuterRef("pk"), source=source)
    codes = Locale.objects.filter(Exists(listed)).order_by("pk")
    found = []
    for code in codes.values_list("language_code", flat=True):
        if code != here:
            with translation.override(code):
                found.append(Translation(code, reverse(name, args=[source.pk])))
    return found
