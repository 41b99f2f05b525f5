"""HTML that others wrote, sanitised when it was stored: what it lacks to stand on our pages."""

import re
from html import unescape
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from rotativa.pages.outline import Outline

IMAGE = re.compile(r"<img\b(?![^>]*\salt\s*=)", re.IGNORECASE)
PREFORMATTED = re.compile(r"<pre\b", re.IGNORECASE)
TABLE = re.compile(r"<table\b", re.IGNORECASE)
TABLE_END = re.compile(r"</table\s*>", re.IGNORECASE)
LINK_OR_IMAGE = re.compile(r"<a\b|</a\s*>|<img\b[^>]*>", re.IGNORECASE)


def fitted(html: str, outline: Outline) -> SafeString:
    """Headings in their place, a text for each picture, what may scroll within reach of the keys.

    Pictures of other sites become links: a reader's browser asks nothing of them by itself.
    """
    html = with_links_for_images(outline.fitted(html))
    html = IMAGE.sub('<img alt=""', html)
    html = PREFORMATTED.sub('<pre tabindex="0"', html)
    label = escape(gettext("Table"))
    html = TABLE.sub(
        f'<div class="table" role="group" tabindex="0" aria-label="{label}"><table', html
    )
    return mark_safe(TABLE_END.sub("</table></div>", html))  # noqa: S308  # sanitised when stored


def with_links_for_images(html: str) -> str:
    """Each picture of another site as a link to it; as words only where it stands in a link."""
    is_in_link = False

    def replace(match: re.Match[str]) -> str:
        nonlocal is_in_link
        if not match[0].lower().startswith("<img"):
            is_in_link = not match[0].startswith("</")
            return match[0]
        source = attribute(match[0], "src")
        site = site_of(unescape(source))
        if not site:
            return match[0]
        words = attribute(match[0], "alt") or escape(
            gettext("Picture on %(site)s") % {"site": site}
        )
        return words if is_in_link else f'<a href="{source}">{words}</a>'

    return LINK_OR_IMAGE.sub(replace, html)


def attribute(tag: str, name: str) -> str:
    """Its value, escaped as it stands; sanitised HTML has every value between double quotes."""
    found = re.search(rf'\s{name}="([^"]*)"', tag)
    return found[1] if found else ""


def site_of(source: str) -> str:
    """The other site on which a picture lies; empty for one of ours."""
    try:
        parts = urlsplit(source)
    except ValueError:
        return source
    ours = urlsplit(settings.WAGTAILADMIN_BASE_URL).netloc
    return "" if parts.netloc in {"", ours} else parts.netloc
