"""Links in rich text that lead to pages: in the reader's language, and few queries for many."""

from collections.abc import Sequence
from typing import Any

from django.utils import translation
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from wagtail.models import Page
from wagtail.rich_text import expand_db_html
from wagtail.rich_text.pages import PageLinkHandler

from rotativa.pages.addresses import local_url

SEAM = "\0"  # stands in no stored text: neither form fields nor XML let it through


def expanded(sources: Sequence[str]) -> list[SafeString]:
    """Rich text as readers get it. All are expanded as one, so the queries do not grow with them."""
    if not sources:
        return []
    whole = expand_db_html(SEAM.join(sources))
    return [mark_safe(part) for part in whole.split(SEAM)]  # noqa: S308  # rich text is made of known tags


class PageLinks(PageLinkHandler):
    """Leads to the translation in the page's language; a page nobody may open is no link."""

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, Any]]) -> list[str]:
        pages = cls.get_many(attrs_list)
        return [opening_tag(page) for page in in_active_language(pages)]


def opening_tag(page: Page | None) -> str:
    url = local_url(page) if page is not None and page.live else ""
    return format_html('<a href="{}">', url) if url else "<a>"


def in_active_language(pages: Sequence[Page | None]) -> list[Page | None]:
    """The live translation of each page into the language that is active, else the page itself."""
    keys = {page.translation_key for page in pages if page is not None}
    if not keys:
        return list(pages)
    found = {
        page.translation_key: page
        for page in Page.objects.live()
        .filter(translation_key__in=keys, locale__language_code=translation.get_language())
        .defer_streamfields()
        .specific()
    }
    return [page and found.get(page.translation_key, page) for page in pages]
