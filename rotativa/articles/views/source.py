"""The page of one source: what it said when we copied it, and how anybody can check that."""

from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import translation
from wagtail.models import Locale

from rotativa.articles.cited import articles_citing
from rotativa.articles.models import ListedSource
from rotativa.articles.shown_checks import history_of
from rotativa.articles.shown_copies import shown_copies
from rotativa.articles.shown_differences import difference_of
from rotativa.articles.source_states import shown_state
from rotativa.articles.standing import LANGUAGES, checks_key, cited_key
from rotativa.evidence.models import Source
from rotativa.evidence.replay import player
from rotativa.pages import keys
from rotativa.pages.frame import Translation


def source(request: HttpRequest, pk: int) -> HttpResponse:
    """Of one that something published in the language leans on."""
    locale = Locale.get_active()
    listed = ListedSource.objects.in_locale(locale).select_related("source__difference__capture")
    found = get_object_or_404(listed, source=pk).source
    keys.declare(cited_key(pk), checks_key(pk), player.KEY)
    articles = articles_citing([pk], locale=locale).get(pk, [])
    if not articles:
        raise Http404
    copies = shown_copies(found)
    context = {
        "source": found,
        "articles": articles,
        "copy": next((each for each in copies if each.is_shown), None),
        "copies": copies,
        "difference": difference_of(found, copies),
        "history": history_of(found, copies),
        "state": shown_state(found),
        "translations": in_other_languages(found),
    }
    return TemplateResponse(request, "articles/source.html", context)


def in_other_languages(source: Source) -> list[Translation]:
    keys.declare(LANGUAGES)
    here = translation.get_language()
    listed = ListedSource.objects.filter(locale=OuterRef("pk"), source=source)
    codes = Locale.objects.filter(Exists(listed)).order_by("pk")
    found = []
    for code in codes.values_list("language_code", flat=True):
        if code != here:
            with translation.override(code):
                found.append(Translation(code, reverse("source", args=[source.pk])))
    return found
