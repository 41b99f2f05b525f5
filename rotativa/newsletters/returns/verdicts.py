"""What a refusal means for an address, by the codes of RFC 3463 and the words beside them."""

import re

from rotativa.newsletters.models.returned import Kind
from rotativa.newsletters.reasons import is_of_address

STATUS = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.])")
CODE = re.compile(r"(?<!\d)(5[0-5]\d)(?!\d)")
GONE = frozenset(
    {
        *("5.1.1", "5.1.2", "5.1.3", "5.1.4", "5.1.6", "5.1.10"),  # the address is none
        "5.2.1",  # a mailbox that is closed
        "5.4.4",  # no such domain
    }
)
TELLS_NOTHING = frozenset({"5.0.0", "4.0.0", "5.1.0", "4.1.0"})
OF_SENDER = re.compile(r"[45]\.(?:1\.[789]|2\.3|3\.4|[67]\.\d+)")
"""Of whom it comes from, of its size, of what it holds, of what is allowed."""
OF_PROTOCOL = re.compile(r"[45]\.5\.\d+")
"""Of how it was said; large providers say so of mailboxes that are none, too."""
GONE_CODES = frozenset({"550", "551", "553"})
NO_ROOM = re.compile(r"\bfull\b|quota|storage", re.IGNORECASE)
SAYS_SENDER = re.compile(
    r"spam|\bblock|black|reputation|policy|dmarc|\bspf\b|dkim|denied|authori[sz]ed|\bcontent\b|virus"
    r"|\brate\b|too many|too (?:large|big)|message size"
    r"|\bsender (?:address |domain )?(?:verif|reject|refus|unknown|is not|not )"
    r"|(?:bad|invalid|unknown|unverified) sender|\brelay(?:ing)? (?:access|is not|not|prohibited)",
    re.IGNORECASE,
)
TOO_MUCH = re.compile(r"exceed", re.IGNORECASE)
WHO = r"\b(?:mail ?box|recipient|user|user ?name|account|address(?:ee)?|local[ -]?part|customer|alias)s?\b"
IS_NONE = (
    r"\b(?:no such|no one|unknown|(?:not|no longer) (?:be )?(?:found|known|exist\w*|available|valid|an? (?:valid|known))"
    r"|(?:does|do|did) ?n[o'’]t exist|invalid|illegal|bad|disabled|unavailable|unrout(?:e)?able|undeliverable)\b"
)
SAYS_NOBODY = re.compile(
    rf"{WHO}[^.;]{{0,40}}{IS_NONE}|{IS_NONE}[^.;]{{0,30}}{WHO}|\bno (?:mail ?box|user|recipient)\b",
    re.IGNORECASE,
)
OF_WHOM_IT_COMES_FROM = re.compile(
    r"(?<!return to )\bsender\b(?!:)|\bfrom (?:address|domain)|\bmail from\b|\byour (?:\w+ )?(?:account|user|address)"
    r"|\bip\b|\bptr\b|\bdns\b|reverse|\b(?:helo|ehlo)\b|authenticat",
    re.IGNORECASE,
)
MAY_PASS = re.compile(r"\btemporar|\btry(?:ing)? again|\blater\b", re.IGNORECASE)
OF_A_HEADER = re.compile(r"\bheaders?\b", re.IGNORECASE)
ADDRESS = re.compile(r"[^\s<>@]{1,64}@[^\s<>]+")


def verdict_of_kept(answer: str) -> Kind:
    """Of a delivery's."""
    return Kind.HARD if is_of_address(answer) else verdict(answer)


def verdict(words: str, *, status: str = "") -> Kind:
    """Hard only where it is said that the mailbox is not there. What is said of whom the mail comes from is nobody's
    fault who reads it; all else may pass, and is counted."""
    found = [*STATUS.findall(words), *STATUS.findall(status)]
    if told := next((each for each in found if each not in TELLS_NOTHING), ""):
        return by_status(told, words)
    code = CODE.search(words)
    return by_words(words, may_be_hard=code is not None and code[1] in GONE_CODES)


def by_status(status: str, words: str) -> Kind:
    if status in GONE:
        return Kind.HARD
    if OF_PROTOCOL.fullmatch(status):
        return by_words(words, may_be_hard=False)
    return Kind.SENDER if OF_SENDER.fullmatch(status) else Kind.SOFT


def by_words(words: str, *, may_be_hard: bool) -> Kind:
    if NO_ROOM.search(words):
        return Kind.SOFT
    if SAYS_SENDER.search(words):
        return Kind.SENDER
    if TOO_MUCH.search(words):
        return Kind.SOFT
    return Kind.HARD if may_be_hard and says_nobody(words) else Kind.SOFT


def says_nobody(words: str) -> bool:
    """Of the mailbox that it is none, for good; the same is said of whom a mail comes from, and of what it holds."""
    told = ADDRESS.sub("", words)
    of_others = (OF_WHOM_IT_COMES_FROM, MAY_PASS, OF_A_HEADER)
    return bool(SAYS_NOBODY.search(told)) and not any(each.search(told) for each in of_others)


def verdict_without_codes(words: str) -> Kind:
    """Of a program that says by its words alone that a letter cannot be delivered."""
    if STATUS.search(words) or CODE.search(words):
        return verdict(words)
    return by_words(words, may_be_hard=True)
