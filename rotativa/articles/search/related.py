"""Articles of before that say what another one says: for an editor to choose earlier coverage from."""

from collections import defaultdict
from datetime import date
from math import log

from wagtail.models import Locale

from rotativa.articles.models import Article, SearchEntry
from rotativa.articles.search.full_text import full_text
from rotativa.articles.search.query import Query, Term, parsed
from rotativa.articles.search.wanted import Wanted

SHORTEST = 4
MOST_WORDS, MOST_TELLING = 12, 6
MOST_OF_A_WORD = 30
MOST = 6


def related_to(
    text: str, *, locale: Locale, today: date, leave_out: int | None = None
) -> list[Article]:
    """Published in a language, the nearest first: by the words of a text that the fewest others have."""
    scores: defaultdict[int, float] = defaultdict(float)
    with full_text().bounded():
        for term, count in telling(text, locale=locale):
            wanted = Wanted(Query("", (term,)), locale.pk, today=today.toordinal())
            found = full_text().weighed(SearchEntry, wanted, most=MOST_OF_A_WORD)
            for place, page in enumerate(found):
                scores[page] += (1 - place / (2 * MOST_OF_A_WORD)) / log(2 + count)
    best = sorted(scores, key=lambda page: -scores[page])[: MOST * 3]
    articles = {each.pk: each for each in published_like(best, locale=locale, leave_out=leave_out)}
    return [articles[page] for page in best if page in articles][:MOST]


def telling(text: str, *, locale: Locale) -> list[tuple[Term, int]]:
    """The words that the fewest articles have, with how many do; what nearly all have tells nothing."""
    query = parsed(text, languages=[locale.language_code])
    terms = [
        Term(term.words, term.stems)
        for term in query.terms
        if len(term.words) > 1 or len(term.words[0]) >= SHORTEST or not term.words[0].isascii()
    ]
    counted = [
        (term, len(full_text().cells(SearchEntry, Query("", (term,)), locale_id=locale.pk)))
        for term in terms[:MOST_WORDS]
    ]
    most = full_text().most_weighed
    known = [(term, count) for term, count in counted if 0 < count <= most]
    return sorted(known, key=lambda each: each[1])[:MOST_TELLING]


def published_like(pages: list[int], *, locale: Locale, leave_out: int | None) -> list[Article]:
    articles = Article.objects.published_in(locale).filter(pk__in=pages)
    if leave_out is not None:
        same = Article.objects.filter(pk=leave_out).values("translation_key")
        articles = articles.exclude(translation_key__in=same)
    return list(articles.select_related("section", "locale").defer_streamfields())
