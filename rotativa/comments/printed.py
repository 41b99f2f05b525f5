"""Which addresses comments bring that are printed: feeds, of the paper and of each article with comments."""

from collections.abc import Iterator

from django.conf import settings
from django.utils import translation
from wagtail.models import Locale

from rotativa.articles.models import Article, FrontPage
from rotativa.comments.feed import path_of, path_of_all
from rotativa.comments.models import ThreadCount
from rotativa.pages.keys import Address, Kind


def feed_at(path: str, language: str) -> Address:
    """Behind what is news to readers; and no hub is told of it."""
    return Address(path, Kind.OTHER, language)


def all_addresses() -> Iterator[Address]:
    threads = ThreadCount.objects.filter(approved__gt=0).values("thread")
    for locale in Locale.objects.filter(language_code__in=dict(settings.LANGUAGES)):
        if not FrontPage.objects.filter(locale=locale).live().exists():
            continue
        language = locale.language_code
        articles = Article.objects.published_in(locale).filter(translation_key__in=threads)
        with translation.override(language):
            of_paper = path_of_all()
        yield feed_at(of_paper, language)
        for thread in articles.values_list("translation_key", flat=True).iterator(1000):
            with translation.override(language):
                address = feed_at(path_of(thread), language)
            yield address
