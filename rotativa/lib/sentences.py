"""Where the sentences of a text end: better one that is too long than two halves of one.

Known are the signs of Latin, Greek and Cyrillic, Arabic, Urdu, Hindi, Armenian, Amharic, Burmese, Khmer, Chinese and Japanese texts;
Greek's question mark is its semicolon, and Thai has no sign.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

ENDS = ".!?…؟۔।॥։።"
"""With a space behind them."""
CLOSING = "\"'”’“»)]"
OPENING = "\"'“”„‘‚«»¿¡(["
SPACELESS_ENDS = "。！？။។"
SPACELESS_CLOSING = "」』”’）"
SPACELESS_GAP = re.compile(
    rf"(?<=[{SPACELESS_ENDS}])(?![{SPACELESS_ENDS}{SPACELESS_CLOSING}])"
    rf"|(?<=[{SPACELESS_ENDS}][{SPACELESS_CLOSING}])"
)
WRITTEN_SHORT = """
approx avda bzw Cap Capt cf Co Col corp Cpt dept dipl dña dr dra ee ej etc evtl ff Fr Gen ggf Gob gov gral Hon Hr
Inc ing inkl jr lic lt Ltd messrs Mio mlle mme mr mrs Ms Mt ph phd prof prov Rep rev Sen sgt sr sra sras sres srta
st Sta Ste Sto Str ud uds usw uu vgl vs zb
"""
"""Words that are written with a full stop and mostly stand before what they belong to. What is another word
without a capital letter has one here."""
SHORT = frozenset(WRITTEN_SHORT.split())
WRITTEN_SHORT_BEFORE_NUMBERS = """
abr abs al apr art aug ca cap ch dec ene feb fig jan jul jun no nov nr núm oct okt op pág págs pp sec sep sept
tel vol
"""
"""What is another word, or may end a sentence, where no number follows."""
SHORT_BEFORE_NUMBERS = frozenset(WRITTEN_SHORT_BEFORE_NUMBERS.split())
NUMBER = re.compile(r"\d|[IVXLCDM]+\b")
ORDINAL = re.compile(r"\d{1,2}")
"""3. April, but not 2026."""
ORDINAL_LANGUAGES = re.compile(
    r"(bs|cs|da|de|dsb|et|eu|fi|hr|hsb|hu|is|lb|lv|nb|nn|no|pl|sk|sl|sr|tr)(?![A-Z])", re.IGNORECASE
)
"""Those that write a full stop behind any number that tells a place in a row."""
GERMAN_MONTH = re.compile(
    r"(Jan(uar)?|Jän(ner)?|Feb(ruar)?|März?|Apr(il)?|Mai|Juni?|Juli?|Aug(ust)?|Sept?(ember)?|Okt(ober)?"
    r"|Nov(ember)?|Dez(ember)?)\b"
)
"""The one language that writes months with a capital letter."""


def sentences_of(text: str, language: str = "") -> Iterator[str]:
    """With one space between words; no sentence is empty."""
    for part in SPACELESS_GAP.split(text):
        words = part.split()
        begins = 0
        for place, (word, following) in enumerate(pairwise(words), start=1):
            if is_end(word, following, language):
                yield " ".join(words[begins:place])
                begins = place
        if words:
            yield " ".join(words[begins:])


def is_end(word: str, following: str, language: str = "") -> bool:
    """Whether a sentence ends with this word, the next one after it."""
    bare, following = word.rstrip(CLOSING), following.lstrip(OPENING)
    if not bare.endswith(tuple(ENDS)) or following[:1].islower():
        return False
    return not bare.endswith(".") or not is_shortened(
        bare.rstrip(".").lstrip(OPENING), following, language
    )


def is_shortened(word: str, following: str, language: str) -> bool:
    """Initials, U.S., z. B., Dr., or the number of a day."""
    if word.isdigit():
        return is_ordinal(word, following, language)
    if word in SHORT or word.lower() in SHORT:
        return True
    if word.lower() in SHORT_BEFORE_NUMBERS:
        return NUMBER.match(following) is not None
    return word != "" and all(len(part) == 1 and part.isalpha() for part in word.split("."))


def is_ordinal(number: str, following: str, language: str) -> bool:
    is_said = ORDINAL_LANGUAGES.match(language) or GERMAN_MONTH.match(following)
    return is_said is not None and ORDINAL.fullmatch(number) is not None
