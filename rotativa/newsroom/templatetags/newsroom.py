from django import template
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext

from rotativa.pages.languages import name_of
from rotativa.pages.models import Paper

register = template.Library()


@register.simple_tag
def paper_name() -> str:
    """As the paper calls itself in the language of whoever reads this."""
    paper = Paper.objects.in_language(translation.get_language() or settings.LANGUAGE_CODE)
    return paper.name if paper else str(settings.WAGTAIL_SITE_NAME)


@register.simple_tag
def translate_to(language: str) -> str:
    return gettext("Translate to %(language)s") % {"language": name_of(language) or language}
