"""What a refusal means for an address, by the codes of RFC 3463 and the words beside them."""

import re

from rotativa.newsletters.models.returned import Kind

STATUS = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.])")
CODE = re.compile(r"(?<!\d)(5[0-5]\d)(?!\d)")
GONE = frozenset(
    {
        *("5.1.0", "5.1.1", "5.1.2", "5.1.3", "5.1.4", "5.1.6", "5.1.10"),  # the address is none
        "5.2.1",  # a mailbox that is closed
        "5.4.4",  # no such domain
    }
)
TELLS_NOTHING = frozenset({"5.0.0", "4.0.0"})
GONE_CODES = frozenset({"550", "551", "553"})
NOT_THE_ADDRESS = re.compile(
    r"spam|\bblock|black|reputation|policy|dmarc|\bspf\b|dkim|denied|authori[sz]ed|\bcontent\b|virus"
    r"|\brate\b|too many|\bfull\b|quota|storage|exceed|too (?:large|big)",
    re.IGNORECASE,
)
"""Said of whom the mail comes from, of what it holds, or of a mailbox that has no room."""


def verdict(words: str, *, status: str = "") -> Kind:
    """Hard only where the mailbox is not there: all else may pass, and is counted."""
    found = [*STATUS.findall(words), *STATUS.findall(status)]
    if told := next((each for each in found if each not in TELLS_NOTHING), ""):
        return Kind.HARD if told in GONE else Kind.SOFT
    code = CODE.search(words)
    is_gone = code is not None and code[1] in GONE_CODES
    return Kind.HARD if is_gone and not NOT_THE_ADDRESS.search(words) else Kind.SOFT


def verdict_without_codes(words: str) -> Kind:
    """Of a program that says by its words alone that a letter cannot be delivered."""
    if STATUS.search(words) or CODE.search(words):
        return verdict(words)
    return Kind.SOFT if NOT_THE_ADDRESS.search(words) else Kind.HARD
