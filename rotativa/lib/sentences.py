"""Where the sentences of a text end, in any language: better one that is too long than two halves of one."""

import re
from collections.abc import Iterator
from itertools import pairwise

ENDS = (".", "!", "?", "…", "؟", "।")
CLOSING = "\"'”’“»)]"
OPENING = "\"'“”„‘‚«»¿¡(["
SPACELESS_ENDS = re.compile(r"(?<=[。！？])(?![。！？」』”’）])|(?<=[。！？][」』”’）])")
WRITTEN_SHORT = """
abs al approx apr art aug avda bzw ca cap capt cf co col corp cpt dec dept dipl dña dr dra ee ej etc evtl
feb ff fig fr gen ggf gob gov gral hon hr inc ing inkl jan jr jul jun lic lt ltd messrs mio mlle mme mr mrs
ms mt no nov nr núm oct op pág ph phd prof prov rep rev sen sep sept sgt sr sra sras sres srta st sta ste
sto str tel ud uds usw uu vgl vol vs zb
"""
"""Words that are written with a full stop and mostly stand before what they belong to."""
SHORT = frozenset(WRITTEN_SHORT.split())
LONGEST_ORDINAL = 2
"""Digits: 3. April, but not 2026."""


def sentences_of(text: str) -> Iterator[str]:
    """With one space between words; no sentence is empty."""
    for part in SPACELESS_ENDS.split(text):
        words = part.split()
        begins = 0
        for place, (word, following) in enumerate(pairwise(words), start=1):
            if is_end(word, following):
                yield " ".join(words[begins:place])
                begins = place
        if words:
            yield " ".join(words[begins:])


def is_end(word: str, following: str) -> bool:
    """Whether a sentence ends with this word, the next one after it."""
    bare = word.rstrip(CLOSING)
    if not bare.endswith(ENDS) or following.lstrip(OPENING)[:1].islower():
        return False
    return not bare.endswith(".") or not is_shortened(bare.rstrip(".").lstrip(OPENING).lower())


def is_shortened(word: str) -> bool:
    """Initials, U.S., z. B., Dr., or the number of a day."""
    if word.isdigit():
        return len(word) <= LONGEST_ORDINAL
    parts = word.split(".")
    return word in SHORT or (
        word != "" and all(len(part) == 1 and part.isalpha() for part in parts)
    )
