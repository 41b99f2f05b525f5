"""What the templates of lists and of the front page ask for."""

from collections.abc import Sequence
from typing import Any

from django import template
from django.utils import translation
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from rotativa.articles.front import Front, front_of
from rotativa.articles.models import Author, FrontPage
from rotativa.pages.languages import joined
from rotativa.pages.today import today

register = template.Library()


@register.simple_tag
def front(page: FrontPage) -> Front:
    """Computed once for a page, however many parts of the template ask."""
    known: dict[str, Any] = page.__dict__
    if "_front" not in known:
        known["_front"] = front_of(page, on=today())
    return known["_front"]


@register.filter
def columns(teasers: Sequence[Any], most: int) -> int:
    """As many columns as there are stories to stand in them."""
    return min(len(teasers), most)


@register.simple_tag
def names_of(authors: Sequence[Author]) -> SafeString:
    """`Ada, Bo and Chi`, as a card names them: without links."""
    names = [SafeString(conditional_escape(author.name)) for author in authors]
    language = translation.get_language() or ""
    return mark_safe(joined(names, language=language))  # noqa: S308  # names are escaped above
