"""What helps a reader who came to an address where nothing is, or is any more."""

import re

from rotativa.articles.models import Article

ADDRESS = re.compile(r"/(?P<language>[\w-]+)/(?:\d{4}/\d{2}/\d{2}/)?(?P<slug>[\w-]+)/?")
LATEST = 3


def same_elsewhere(path: str) -> list[Article]:
    """Published articles in other languages with the slug that an address ends with."""
    found = ADDRESS.fullmatch(path)
    if not found:
        return []
    articles = Article.objects.published().filter(slug=found["slug"])
    others = articles.exclude(locale__language_code=found["language"])
    return list(others.select_related("locale").defer_streamfields().order_by("locale_id"))


def latest_articles(language: str) -> list[Article]:
    articles = Article.objects.filter(listed_in__language_code=language)
    latest = articles.select_related("locale", "section").defer_streamfields().latest_first()
    return list(latest[:LATEST])
