"""Old addresses that lead to where a thing is now."""

from collections.abc import Iterable
from urllib.parse import urlsplit

from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Site

from rotativa.importers.records import Item
from rotativa.pages.models import BasePage

LONGEST = 255


def add_redirects(made: Iterable[tuple[Item, BasePage]]) -> int:
    """Redirect each item's old addresses to its page; one that is taken already stays."""
    site = Site.objects.get(is_default_site=True)
    redirects = [
        Redirect(site=site, old_path=path, redirect_page_id=page.pk, is_permanent=True)
        for item, page in made
        for path in sorted({old_path(url) for url in item.old_urls})
        if path and len(path) <= LONGEST
    ]
    before = Redirect.objects.count()
    Redirect.objects.bulk_create(redirects, batch_size=100, ignore_conflicts=True)
    return Redirect.objects.count() - before


def old_path(url: str) -> str:
    """The path of an old address as Wagtail's redirects know it; empty where there is none."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return ""
    address = parts.path + (f"?{parts.query}" if parts.query else "")
    path = Redirect.normalise_path(address) if address else ""
    return "" if path == "/" else path
