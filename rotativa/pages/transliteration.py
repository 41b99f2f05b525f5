"""Letters as addresses have them, by the language's own rules: one table for the desk's browser and for us.

Each rule is a pattern and what stands for it, tried in their order on small letters. Patterns are
written so that Python and JavaScript read them alike: Wagtail's slug field takes them as they are.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache

Rule = tuple[str, str]

CYRILLIC = "а-яѐ-џґўі"
NOT_WITHIN = f"(?<![{CYRILLIC}'’ʼ])"
SHARED = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ж": "zh", "з": "z", "и": "i",
    "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t",
    "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ь": "",
}  # fmt: skip
SOUTH = {"х": "h", "ц": "c", "ј": "j", "љ": "lj", "њ": "nj"}
# Resolution 55 of the Cabinet of Ukraine (2010); the law of Bulgaria (2009); for Greek ELOT 743.
LETTERS: Mapping[str, Mapping[str, str]] = {
    "uk": SHARED | {
        f"{NOT_WITHIN}є": "ye", f"{NOT_WITHIN}ї": "yi", f"{NOT_WITHIN}й": "y",
        f"{NOT_WITHIN}ю": "yu", f"{NOT_WITHIN}я": "ya", "зг": "zgh", "г": "h", "ґ": "g", "є": "ie",
        "и": "y", "і": "i", "ї": "i", "й": "i", "ю": "iu", "я": "ia",
    },
    "be": SHARED | {
        f"{NOT_WITHIN}е": "ye", f"{NOT_WITHIN}ё": "yo", f"{NOT_WITHIN}ю": "yu",
        f"{NOT_WITHIN}я": "ya", "г": "h", "ё": "io", "і": "i", "й": "i", "ў": "u", "ы": "y",
        "э": "e", "ю": "iu", "я": "ia",
    },
    "ru": SHARED | {"ё": "e", "й": "y", "ы": "y", "э": "e", "ю": "yu", "я": "ya"},
    "bg": SHARED | {
        f"ия(?![{CYRILLIC}])": "ia", "й": "y", "х": "h", "щ": "sht", "ъ": "a", "ь": "y", "ю": "yu",
        "я": "ya",
    },
    "sr": SHARED | SOUTH | {"ђ": "dj", "ж": "z", "ћ": "c", "ч": "c", "џ": "dz", "ш": "s"},
    "mk": SHARED | SOUTH | {"ѓ": "gj", "ѕ": "dz", "ќ": "kj", "ц": "c", "џ": "dzh"},
    "el": {
        "ά": "α", "έ": "ε", "ή": "η", "ί": "ι", "ό": "ο", "ύ": "υ", "ώ": "ω", "ϊ": "ι", "ΐ": "ι",
        "ϋ": "υ", "ΰ": "υ",
        "ου": "ou", "αυ(?=[θκξπσςτφχψ]|$|[^α-ω])": "af", "αυ": "av",
        "ευ(?=[θκξπσςτφχψ]|$|[^α-ω])": "ef", "ευ": "ev", "γγ": "ng", "γξ": "nx", "γχ": "nch",
        "(?<![α-ω])μπ": "b",
        "α": "a", "β": "v", "γ": "g", "δ": "d", "ε": "e", "ζ": "z", "η": "i", "θ": "th", "ι": "i",
        "κ": "k", "λ": "l", "μ": "m", "ν": "n", "ξ": "x", "ο": "o", "π": "p", "ρ": "r", "[σς]": "s",
        "τ": "t", "υ": "y", "φ": "f", "χ": "ch", "ψ": "ps", "ω": "o",
    },
    "de": {"ä": "ae", "ö": "oe", "ü": "ue"},
    "da": {"å": "aa", "ø": "oe"},
}  # fmt: skip
SPECIAL = {
    "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "þ": "th", "ı": "i",
    "ħ": "h", "ŋ": "n",
}  # fmt: skip
LATIN = (range(0xC0, 0x250), range(0x1E00, 0x1F00))


@cache
def rules_for(language: str) -> tuple[Rule, ...]:
    """The language's own first, then the letters of Latin; other scripts stay as they are."""
    letters = {**SPECIAL, **LETTERS.get(language.split("-", maxsplit=1)[0], {})}
    longest_first = sorted(letters.items(), key=lambda rule: -weight(rule[0]))
    return (*longest_first, *plain_latin())


def weight(pattern: str) -> int:
    """Accents before all, then what looks around, then several letters, then one."""
    if pattern in "άέήίόύώϊΐϋΰ":
        return 100
    return len(pattern)


def plain_latin() -> Iterator[Rule]:
    """Each letter without its marks, all that come to the same in one rule."""
    marked: defaultdict[str, str] = defaultdict(str)
    for letter in (chr(code) for part in LATIN for code in part):
        bare = "".join(c for c in unicodedata.normalize("NFKD", letter) if c.isascii())
        if letter.islower() and bare.isalpha():
            marked[bare] += letter
    for bare, letters in sorted(marked.items()):
        yield f"[{letters}]", bare


def transliterated(text: str, language: str) -> str:
    """In small letters, as the language writes itself in Latin; what has no rule stays."""
    text = unicodedata.normalize("NFC", text).lower()
    for pattern, plain in rules_for(language):
        text = re.sub(pattern, plain, text)
    return text
