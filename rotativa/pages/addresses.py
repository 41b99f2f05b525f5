"""Addresses of pages, the same whoever asks and by whatever host name."""

from urllib.parse import urljoin

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
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
