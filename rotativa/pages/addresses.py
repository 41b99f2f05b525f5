"""Addresses of pages, the same whoever asks and by whatever host name."""

import re
from collections.abc import Iterator
from functools import cache
from urllib.parse import urljoin

from django.conf import settings
from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.resolvers import LocalePrefixPattern
from django.utils import translation
from wagtail.models import Page


def home_url(language: str) -> str:
    """The front page of a language."""
    with translation.override(language):
        return reverse("wagtail_serve", args=[""])


def local_url(page: Page, *, request: HttpRequest | None = None) -> str:
    """A page's address without scheme and host; empty while it has none."""
    parts = page.get_url_parts(request)
    return str(parts[2]) if parts and parts[2] else ""


def absolute(url: str) -> str:
    """An address as others are told it, below the `base_url` of the site."""
    return urljoin(settings.WAGTAILADMIN_BASE_URL, url)


@cache
def fixed_parts() -> frozenset[str]:
    """What stands first, below a language, in an address that is no page of the tree.

    A plain page with such a slug below a front page would be live where nobody can reach it.
    """
    paths = [
        path
        for part in get_resolver().url_patterns
        if isinstance(part.pattern, LocalePrefixPattern)
        for path in paths_of(part)
    ]
    firsts = {path.removeprefix("^").partition("/")[0] for path in paths}
    return frozenset(first for first in firsts if re.fullmatch(r"[\w-]+", first))


def paths_of(part: URLPattern | URLResolver, *, above: str = "") -> Iterator[str]:
    """The patterns of all addresses of a part of the URL configuration, without the language."""
    if isinstance(part, URLPattern):
        yield above + str(part.pattern)
        return
    if not isinstance(part.pattern, LocalePrefixPattern):
        above += str(part.pattern)
    for each in part.url_patterns:
        yield from paths_of(each, above=above)
