from wagtail.models import Locale

from rotativa.pages import languages


def name_of(locale: Locale) -> str:
    """In the language of the desk, as in the middle of a sentence."""
    code = str(locale.language_code)
    return languages.name_of(code) or code
