"""Words of the interface for languages that have no catalogue of ours, or an incomplete one."""

import gettext
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.utils.translation import to_locale, trans_real

PACKAGE = Path(__file__).resolve().parent.parent


def has_catalogue(language: str) -> bool:
    """Whether Rotativa comes with words for the language; such a catalogue lacks none."""
    names = {to_locale(language), language.split("-", maxsplit=1)[0]}
    return any((PACKAGE / "locale" / name).is_dir() for name in names)


def speak_english_for_want_of_words() -> None:
    """Let each such language say in English what its own catalogue does not say.

    Django would say it in the main language of the paper, and what Django or Wagtail happen to know
    in the language itself: a German page of a Spanish paper would speak all three.
    """
    for language, _name in settings.LANGUAGES:
        if not has_catalogue(language):
            known = trans_real.translation(language)
            for words in [*catalogues_of("en"), *catalogues_of(language)]:
                known.merge(words)


def catalogues_of(language: str) -> Iterator[gettext.NullTranslations]:
    """Ours, then the site's, whose words come before."""
    for folder in reversed(settings.LOCALE_PATHS):
        yield gettext.translation("django", folder, [to_locale(language)], fallback=True)
