"""Search over headlines and decks, in the language of the page."""

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from wagtail.models import Locale

from rotativa.articles.models import Article
from rotativa.articles.teasers import teasers_of
from rotativa.articles.views.lists import in_other_languages

MOST_RESULTS = 50
MOST_WORDS = 8
LONGEST_QUERY = 200


def search(request: HttpRequest) -> HttpResponse:
    """Articles whose headline or deck holds every word. Works for no words and for very many."""
    locale = Locale.get_active()
    query = " ".join(request.GET.get("q", "").replace("\0", " ")[:LONGEST_QUERY].split())
    articles = Article.objects.published_in(locale)
    for word in query.split()[:MOST_WORDS]:
        articles = articles.filter(Q(title__icontains=word) | Q(deck__icontains=word))
    found = articles.latest_first().for_lists()[: MOST_RESULTS + 1] if query else []
    teasers = teasers_of(found, locale=locale)
    return TemplateResponse(
        request,
        "articles/search.html",
        {
            "is_of_today": True,
            "query": query,
            "teasers": teasers[:MOST_RESULTS],
            "has_more": len(teasers) > MOST_RESULTS,
            "canonical": reverse("search"),
            "translations": in_other_languages(lambda: reverse("search"), Article.objects.all()),
        },
    )
