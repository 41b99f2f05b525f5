"""HTML that others wrote, sanitised when it was stored: what it lacks to stand on our pages."""

import re

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from rotativa.pages.outline import Outline

IMAGE = re.compile(r"<img\b(?![^>]*\salt\s*=)", re.IGNORECASE)
PREFORMATTED = re.compile(r"<pre\b", re.IGNORECASE)
TABLE = re.compile(r"<table\b", re.IGNORECASE)
TABLE_END = re.compile(r"</table\s*>", re.IGNORECASE)


def fitted(html: str, outline: Outline) -> SafeString:
    """Headings in their place, a text for each picture, what may scroll within reach of the keys."""
    html = outline.fitted(html)
    html = IMAGE.sub('<img alt=""', html)
    html = PREFORMATTED.sub('<pre tabindex="0"', html)
    label = escape(gettext("Table"))
    html = TABLE.sub(
        f'<div class="table" role="group" tabindex="0" aria-label="{label}"><table', html
    )
    return mark_safe(TABLE_END.sub("</table></div>", html))  # noqa: S308  # sanitised when stored
