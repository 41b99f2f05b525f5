"""How a text becomes the words that it is found by, the same on every database.

A word is taken without case and accents, and beside it its stem, where its language has a stemmer.
Scripts that put no spaces between words are cut into pairs of letters.
"""

import re
import threading
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

VERSION = 2
"""To be raised whenever the same text becomes other words; `rotativa search-index` then makes all anew."""

LONGEST_WORD = 64
STEMMERS = {
    "ar": "arabic", "ca": "catalan", "cs": "czech", "da": "danish", "de": "german", "el": "greek",
    "en": "english", "eo": "esperanto", "es": "spanish", "et": "estonian", "eu": "basque",
    "fa": "persian", "fi": "finnish", "fr": "french", "ga": "irish", "hi": "hindi",
    "hu": "hungarian", "hy": "armenian", "id": "indonesian", "it": "italian", "lt": "lithuanian",
    "nb": "norwegian", "ne": "nepali", "nl": "dutch", "nn": "norwegian", "no": "norwegian",
    "pl": "polish", "pt": "portuguese", "ro": "romanian", "ru": "russian", "sr": "serbian",
    "sv": "swedish", "ta": "tamil", "tr": "turkish",
}  # fmt: skip

# Letters and digits, and the marks that belong to them; `\w` knows only those that are letters.
MARKS = "\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed"
VOWEL_SIGNS = "\u0900-\u0963\u0966-\u0dff\u0e31-\u0e3a\u0e47-\u0e4e\u0eb1-\u0ebc\u0ec8-\u0ece\u102b-\u103e\u1056-\u1059\u17b4-\u17d3\u200c\u200d"
WORD = re.compile(f"[\\w{MARKS}{VOWEL_SIGNS}]+")
SPACELESS = re.compile(
    "[\u0e01-\u0e4e\u0e81-\u0eda\u1000-\u103f\u1050-\u109f\u1780-\u17d3\u3041-\u30ff\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff]+"
)
STRIPPED = re.compile(f"[{MARKS}\u200c\u200d]")
NOT_KEPT = re.compile("[^0-9a-z\u0080-\U0010ffff]")
# What decomposing leaves apart though people write one for the other; й and ў are letters of their own.
ALIKE = str.maketrans(
    {"ø": "o", "đ": "d", "ð": "d", "ł": "l", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ґ": "г",
     "ى": "ي", "ة": "ه", "ک": "ك", "ی": "ي"}
)  # fmt: skip
OWN_LETTERS = (("и\u0306", "й"), ("у\u0306", "ў"))

_own = threading.local()


def words_in(text: str) -> Iterator[tuple[int, int, str]]:
    """Where each word begins and ends, and the word as it stands there."""
    for found in WORD.finditer(text):
        word, start = found.group(), found.start()
        if word.isascii() and "_" not in word:
            yield start, found.end(), word
            continue
        for begin, end in parts_of(word):
            yield start + begin, start + end, word[begin:end]


def parts_of(word: str) -> Iterator[tuple[int, int]]:
    """Cut at underscores, and where a script without spaces begins or ends."""
    place = 0
    for found in re.finditer(f"_+|{SPACELESS.pattern}", word):
        if found.start() > place:
            yield place, found.start()
        if "_" not in found.group():
            yield found.span()
        place = found.end()
    if place < len(word):
        yield place, len(word)


def is_spaceless(word: str) -> bool:
    return not word.isascii() and SPACELESS.match(word) is not None


def pairs_of(word: str) -> list[str]:
    """Each letter with the next, and the last one alone: it is found by a query of one letter."""
    word = folded(word)
    return [word[place : place + 2] for place in range(len(word))]


@lru_cache(maxsize=50_000)
def forms_of(word: str, language: str) -> tuple[str, str]:
    """A word as it is found, and its stem; the stem is empty where it says nothing more."""
    form = folded(word)
    algorithm = STEMMERS.get(language.partition("-")[0])
    if algorithm is None or not form or form.isdigit():
        return form, ""
    stem = folded(stemmer(algorithm).stemWord(unicodedata.normalize("NFC", word.lower())))
    return form, "" if stem == form else stem


def folded(word: str) -> str:
    """Without case, accents, ligatures and widths: letters and digits only."""
    if word.isascii():
        return NOT_KEPT.sub("", word.lower())[:LONGEST_WORD]
    plain = unicodedata.normalize("NFKD", word.casefold())
    for apart, letter in OWN_LETTERS:
        plain = plain.replace(apart, letter)
    plain = unicodedata.normalize("NFC", STRIPPED.sub("", plain)).translate(ALIKE)
    return NOT_KEPT.sub("", plain)[:LONGEST_WORD]


def stemmer(algorithm: str) -> Any:
    """One for each thread: a stemmer keeps the word that it works on."""
    kept = _own.__dict__
    if algorithm not in kept:
        import snowballstemmer  # noqa: PLC0415  # a sixth of a second, which few commands need

        kept[algorithm] = snowballstemmer.stemmer(algorithm)
    return kept[algorithm]


def indexed(text: str, language: str) -> list[tuple[str, str]]:
    """The words of a text in their order, each with its stem."""
    found: list[tuple[str, str]] = []
    for _start, _end, word in words_in(text):
        if is_spaceless(word):
            found += [(pair, "") for pair in pairs_of(word)]
        else:
            found.append(forms_of(word, language))
    return [forms for forms in found if forms[0]]
