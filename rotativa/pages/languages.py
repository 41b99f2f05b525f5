"""What is known of a language: its own name, its script, whether the interface speaks it."""

from functools import cache
from pathlib import Path
from typing import Literal

from django.conf import settings
from django.conf.locale import LANG_INFO
from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext

Script = Literal["latin", "cyrillic", "other"]

CYRILLIC = {"be", "bg", "kk", "ky", "mk", "mn", "ru", "sr", "tg", "uk"}
OTHER = {
    "ar", "ar-dz", "bn", "ckb", "el", "fa", "gu", "he", "hi", "hy", "ja", "ka", "km", "kn", "ko",
    "ml", "mr", "my", "ne", "pa", "ta", "te", "th", "ug", "ur", "zh-hans", "zh-hant",
}  # fmt: skip


def local_name(language: str) -> str:
    """What a language is called in itself, as in the middle of a sentence."""
    return str(LANG_INFO[language]["name_local"])


def title_of(language: str) -> str:
    """What a language is called in itself, standing alone."""
    return str(capfirst(local_name(language)))


def direction(language: str) -> Literal["ltr", "rtl"]:
    return "rtl" if LANG_INFO[language]["bidi"] else "ltr"


def script(language: str) -> Script:
    """Which of the theme's fonts a page in this language needs first."""
    if language in CYRILLIC:
        return "cyrillic"
    return "other" if language in OTHER else "latin"


@cache
def is_spoken(language: str) -> bool:
    """Whether the interface has words in this language, ours or the site's own."""
    if language.split("-", maxsplit=1)[0] == "en":
        return True
    names = {translation.to_locale(language), language.split("-", maxsplit=1)[0]}
    return any((Path(path) / name).is_dir() for path in settings.LOCALE_PATHS for name in names)


def front_page_words(language: str) -> str:
    """Names the front page of a language, to those who read that language."""
    name = title_of(language)
    if not is_spoken(language):
        return name
    with translation.override(language):
        return gettext("%(language)s: front page") % {"language": name}


def read_words(language: str) -> str:
    """Invites those who read a language to read the same article in it."""
    if not is_spoken(language):
        return title_of(language)
    with translation.override(language):
        return gettext("Read in %(language)s") % {"language": local_name(language)}
