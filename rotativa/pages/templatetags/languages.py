"""Words that differ from language to language in more than themselves."""

from django import template
from django.utils import translation
from django.utils.translation import gettext

from rotativa.pages import languages
from rotativa.pages.oembed.providers import site_of

register = template.Library()


@register.filter
def quoted(text: str, language: str = "") -> str:
    """In the quotation marks of a language, or of the page's."""
    return languages.quoted(text, language or translation.get_language() or "")


@register.filter
def host(url: str) -> str:
    """The site that an address leads to, as readers know it."""
    return site_of(url)


@register.simple_tag
def translated_from(language: str) -> str:
    name = languages.name_of(language)
    return (
        gettext("Translated from %(language)s.") % {"language": name}
        if name
        else gettext("Translated.")
    )


@register.simple_tag
def read_original(language: str) -> str:
    name = languages.name_of(language)
    return (
        gettext("Read the original, in %(language)s") % {"language": name}
        if name
        else gettext("Read the original")
    )
