"""What is known of a language: its own name, its script, whether the interface speaks it."""

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Literal

from django.conf import settings
from django.conf.locale import LANG_INFO
from django.utils import translation
from django.utils.html import strip_tags
from django.utils.text import capfirst
from django.utils.translation import gettext

Script = Literal["latin", "cyrillic", "other"]

CYRILLIC = {"be", "bg", "kk", "ky", "mk", "mn", "ru", "sr", "tg", "uk"}
OTHER = {
    "ar", "ar-dz", "bn", "ckb", "el", "fa", "gu", "he", "hi", "hy", "ja", "ka", "km", "kn", "ko",
    "ml", "mr", "my", "ne", "pa", "ta", "te", "th", "ug", "ur", "zh-hans", "zh-hant",
}  # fmt: skip
# Languages that write the names of languages with a capital letter.
WRITTEN_WITH_CAPITAL = {"de", "en", "nl"}
QUOTES = {
    "af": ("“", "”"), "ar": ("«", "»"), "be": ("«", "»"), "bg": ("„", "“"), "bs": ("„", "”"),
    "ca": ("«", "»"), "cs": ("„", "“"), "cy": ("“", "”"), "da": ("»", "«"), "de": ("„", "“"),
    "el": ("«", "»"), "en": ("“", "”"), "es": ("«", "»"), "et": ("„", "“"), "eu": ("«", "»"),
    "fa": ("«", "»"), "fi": ("”", "”"), "fr": ("«\u202f", "\u202f»"), "ga": ("“", "”"),
    "gl": ("«", "»"), "hi": ("“", "”"), "hr": ("„", "”"), "hu": ("„", "”"), "hy": ("«", "»"),
    "id": ("“", "”"), "is": ("„", "“"), "it": ("«", "»"), "ja": ("「", "」"), "ka": ("„", "“"),
    "ko": ("“", "”"), "lt": ("„", "“"), "lv": ("“", "”"), "mk": ("„", "“"), "ms": ("“", "”"),
    "nb": ("«", "»"), "nl": ("“", "”"), "nn": ("«", "»"), "pl": ("„", "”"), "pt": ("“", "”"),
    "ro": ("„", "”"), "ru": ("«", "»"), "sk": ("„", "“"), "sl": ("„", "“"), "sq": ("“", "”"),
    "sr": ("„", "”"), "sv": ("”", "”"), "tr": ("“", "”"), "uk": ("«", "»"), "vi": ("“", "”"),
    "zh": ("“", "”"),
}  # fmt: skip
ANY_QUOTE = "“”„«»‹›‘’\"'「『"
# Spanish says `e` instead of `y` before the sound of i, but not before that of ia or ie.
SOUNDS_LIKE_Y = re.compile(r"h?[ií](?![aeoáéó])", re.IGNORECASE)


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


def name_of(language: str) -> str:
    """What the active language calls another, as in the middle of a sentence; empty if unknown."""
    try:
        info = translation.get_language_info(language)
    except KeyError:
        return ""
    active = translation.get_language() or ""
    if not is_spoken(active):
        return str(info["name"])  # the sentence around it is English
    name = str(info["name_translated"])
    is_capital = active.split("-", maxsplit=1)[0] in WRITTEN_WITH_CAPITAL
    return name if is_capital else name[:1].lower() + name[1:]


def quoted(text: str, language: str) -> str:
    """Somebody's words between the quotation marks of a language, unless they stand there already."""
    text = text.strip()
    if not text or text[0] in ANY_QUOTE:
        return text
    opening, closing = QUOTES.get(language.split("-", maxsplit=1)[0], ("“", "”"))
    return f"{opening}{text}{closing}"


def contracted(text: str, language: str) -> str:
    """Spanish joins two prepositions with the article that follows: `a el` is `al`."""
    if language.split("-", maxsplit=1)[0] != "es":
        return text
    return re.sub(
        r"\b(a|de) el\b", lambda match: f"{match[1]}l" if match[1] == "a" else "del", text
    )


def joined(names: Sequence[str], *, language: str) -> str:
    """Several names as one phrase: `A, B and C`."""
    if len(names) < 2:
        return "".join(names)
    first, last = gettext(", ").join(names[:-1]), names[-1]
    if language.split("-", maxsplit=1)[0] == "es" and SOUNDS_LIKE_Y.match(strip_tags(last)):
        return f"{first} e {last}"
    return gettext("%(first)s and %(last)s") % {"first": first, "last": last}
