"""Old addresses that lead to where a thing is now."""

from collections.abc import Iterable
from urllib.parse import urlsplit

from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Site

from rotativa.importers.records import Item
from rotativa.lib.rows import insert_rows
from rotativa.pages.models import BasePage

LONGEST = 255
PARAMETERS_PER_QUERY = 900


def add_redirects(made: Iterable[tuple[Item, BasePage]]) -> None:
    """Redirect each item's old addresses to its page; one that is taken already stays."""
    site = Site.objects.get(is_default_site=True)
    redirects = [
        Redirect(site_id=site.pk, old_path=path, redirect_page_id=page.pk, is_permanent=True)
        for item, page in made
        for path in sorted({old_path(url) for url in item.old_urls})
        if path and len(path) <= LONGEST
    ]
    insert_rows(redirects, skips_conflicts=True)


def pages_at(paths: set[str]) -> dict[str, int]:
    """The page to which each old address leads."""
    wanted = sorted(paths - {""})
    found: dict[str, int] = {}
    for start in range(0, len(wanted), PARAMETERS_PER_QUERY):
        found |= dict(
            Redirect.objects.filter(
                old_path__in=wanted[start : start + PARAMETERS_PER_QUERY],
                redirect_page__isnull=False,
            ).values_list("old_path", "redirect_page_id")
        )
    return found


def old_path(url: str) -> str:
    """The path of an old address as Wagtail's redirects know it; empty where there is none."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return ""
    address = parts.path + (f"?{parts.query}" if parts.query else "")
    path = Redirect.normalise_path(address) if address else ""
    return "" if path == "/" else path
