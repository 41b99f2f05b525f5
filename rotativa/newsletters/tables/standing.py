"""Whether a row of any file gets mail, by the columns in which other systems say so.

Only a column of a known name decides. What another may mean nobody can be sure of: whoever it may keep from mail is
left out, and whoever brings the file says whether to heed it.
"""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache, partial

from rotativa.newsletters.models import Suppression
from rotativa.newsletters.models.subscriber import Standing

Fate = tuple[Standing, Suppression.Reason]

ASKED, BOUNCED, COMPLAINED, PAPER = (
    Suppression.Reason.ASKED,
    Suppression.Reason.BOUNCED,
    Suppression.Reason.COMPLAINED,
    Suppression.Reason.PAPER,
)
ACTIVE: Fate = (Standing.ACTIVE, ASKED)
UNCONFIRMED: Fate = (Standing.UNCONFIRMED, ASKED)
LEFT: Fate = (Standing.LEFT, ASKED)
BLOCKED: Fate = (Standing.SUPPRESSED, PAPER)
RETURNED: Fate = (Standing.SUPPRESSED, BOUNCED)
ACCUSED: Fate = (Standing.SUPPRESSED, COMPLAINED)

STATES = {
    "status", "state", "subscription", "subscriptionstatus", "subscriberstatus", "emailstatus",
    "emailsubscriberstatus", "emailmarketingconsent", "subscribertype",
}  # fmt: skip
SAYING = {
    "active subscribed enabled confirmed optedin optin regular premium yes true 1": ACTIVE,
    "unconfirmed pending unactivated validating nonsubscribed notsubscribed neversubscribed": UNCONFIRMED,
    "unsubscribed left optedout optout cancelled canceled disabled inactive removed churned deleted archived no "
    "false 0": LEFT,
    "bounced hardbounced cleaned invalid": RETURNED,
    "complained complaint spam spammy junk abuse": ACCUSED,
    "blocklisted blacklisted blocked suppressed": BLOCKED,
}
STATE_BY_WORD = {word: fate for words, fate in SAYING.items() for word in words.split()}
ENDING = {word for word, fate in STATE_BY_WORD.items() if fate != ACTIVE}
OF_MAIL_ALONE = {
    "unconfirmed", "nonsubscribed", "notsubscribed", "neversubscribed", "unsubscribed", "optedout", "optout",
    "bounced", "hardbounced", "complained", "blocklisted", "blacklisted", "suppressed",
}  # fmt: skip
"""Words that mean the same under any name of a column."""

YES = {"yes", "y", "true", "t", "1", "on", "x"}
DATE = re.compile(r"(?=.{0,36}\d{6})[\dtzucamp]{6,40}")
NO_DATE = re.compile(
    r"(?:0000000\d|0001(?:0101|1130)|16010101|17530101|189912(?:30|31)|1900010[01]|19691231|19700101|0?10?1(?:0001|1970))"
    r"(?:t?\d{4,}[a-z]*)?"
)
"""The first day of a calendar, or the one before: what databases and programs have for none."""
NO = {"no", "n", "false", "f", "off", "none", "null", "never"}
SAYING_YES = {
    **dict.fromkeys(
        (
            "subscribed", "issubscribed", "active", "isactive", "enabled", "optin", "optedin", "emailoptin",
            "acceptsmarketing", "acceptsemailmarketing",
        ),
        LEFT,
    ),
    **dict.fromkeys(("confirmed", "isconfirmed", "confirmedat"), UNCONFIRMED),
}  # fmt: skip
"""What a no in one of them means, or nothing. Anything but a yes or a date is a state, or not clear."""
SAYING_NO = {
    **dict.fromkeys(
        (
            "unsubscribed", "isunsubscribed", "unsubscribedat", "unsubscribedate", "unsubscribeddate",
            "unsubscribetime", "unsubtime", "unsubscribedfromallemail", "optout", "optedout", "emailoptout",
            "optouttime", "leftat", "cancelledat", "canceledat", "deletedat", "emaildisabled",
        ),
        LEFT,
    ),
    **dict.fromkeys(("bounced", "isbounced", "bouncedat"), RETURNED),
    **dict.fromkeys(("complained", "complainedat", "spam"), ACCUSED),
    **dict.fromkeys(("blocklisted", "blacklisted", "blocked", "suppressed"), BLOCKED),
}  # fmt: skip
"""Anything but a no in one of them, such as a date, ends mail."""
MAY_END_MAIL = re.compile(
    r"unsub|opt(?:ed)?out|do(?:not|nt)(?:e?mail|contact|send)|un(?:confirm|verif)|deleted|blocked|blocklist|blacklist"
    r"|bounce|spam|complain|suppress|disabled|inactive|banned"
)
MAY_BRING_MAIL = re.compile(
    r"opt(?:ed)?in|consent|newsletter|permission|verified|confirmed|mailinglist|marketing"
    r"|(?:receive|accept|allow|want)s?(?:e?mail|news)|subscri\w*(?:state|status)$|subscription$"
    r"|subscribe(?!r|d?(?:at|date|on|time))"
)
MAY_BE_A_STATE = re.compile(r"(?:state|status)$")
OF_SOMETHING_ELSE = {"sms", "phone", "mobile", "whatsapp", "push", "fax", "call", "calls"}
OF_MAIL = {"email", "emails", "mail", "mails", "newsletter", "newsletters"}
WORDS = re.compile(r"[^\W_]+")
GRAVEST = (Standing.SUPPRESSED, Standing.LEFT, Standing.UNCONFIRMED, Standing.ACTIVE)


class Heed(StrEnum):
    """What a column is taken for."""

    SAYS = "says"
    MAY_SAY = "may say"
    """By its name; how, is not known."""
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Unclear:
    """A column that ought to say whether mail goes there, and what it says."""

    column: str
    said: str


@dataclass(frozen=True, slots=True)
class Meaning:
    heed: Heed
    of: Callable[[str], Fate | None]
    """What a cell there says; nothing against mail is `ACTIVE`, and what nobody can be sure of is none."""


def standing_in(row: Mapping[str, str], *, unheeded: Collection[str] = ()) -> Fate | Unclear:
    """The gravest that is said; with nothing said it gets mail. Of columns that are unheeded only what is known
    for certain counts."""
    told = {column: meaning_of(column).of(said) for column, said in row.items()}
    against = [fate for fate in told.values() if fate is not ACTIVE]
    if not against:  # as in most rows
        return ACTIVE
    if grave := [fate for fate in against if fate]:
        return min(grave, key=lambda fate: GRAVEST.index(fate[0]))
    unclear = (
        Unclear(column, row[column])
        for column, fate in told.items()
        if fate is None and column not in unheeded
    )
    return next(unclear, ACTIVE)


@lru_cache(1_000)
def meaning_of(column: str) -> Meaning:
    key = key_of(column)
    if key in STATES:
        return Meaning(Heed.SAYS, by_state)
    if key in SAYING_YES:
        return Meaning(Heed.SAYS, partial(by_yes, no=SAYING_YES[key]))
    if key in SAYING_NO:
        return Meaning(Heed.SAYS, partial(by_no, yes=SAYING_NO[key]))
    parts = set(column.split("_"))
    if parts & OF_SOMETHING_ELSE and not parts & OF_MAIL:
        return Meaning(Heed.NONE, nothing)
    if MAY_END_MAIL.search(key):
        return Meaning(Heed.MAY_SAY, may_end)
    if MAY_BRING_MAIL.search(key):
        return Meaning(Heed.MAY_SAY, may_bring)
    if MAY_BE_A_STATE.search(key):
        return Meaning(Heed.MAY_SAY, partial(unless, says=spelled(ENDING)))
    return Meaning(Heed.NONE, partial(unless, says=spelled(OF_MAIL_ALONE)))


def by_state(said: str) -> Fate | None:
    return STATE_BY_WORD.get(key_of(said))


def by_yes(said: str, *, no: Fate | None) -> Fate | None:
    key = key_of(said)
    if key in YES:
        return ACTIVE
    if is_no(key):
        return no
    return ACTIVE if DATE.fullmatch(key) else STATE_BY_WORD.get(key)


def by_no(said: str, *, yes: Fate | None) -> Fate | None:
    return ACTIVE if is_no(key_of(said)) else yes


def may_bring(said: str) -> Fate | None:
    return ACTIVE if by_yes(said, no=None) == ACTIVE else None


def may_end(said: str) -> Fate | None:
    """An address of the net is where to leave."""
    key = key_of(said)
    return ACTIVE if key.startswith("http") or is_no(key) else None


def unless(said: str, *, says: re.Pattern[str]) -> Fate | None:
    return None if says.fullmatch(said.lower()) else ACTIVE


def nothing(_said: str) -> Fate | None:
    return ACTIVE


def is_no(key: str) -> bool:
    """So are nothing at all and no date, however it is written."""
    return key in NO or not key.strip("0") or bool(NO_DATE.fullmatch(key))


def word_of(text: str) -> str:
    """A column or a cell in one spelling: `Opted-in` and `opted in` are the same."""
    return "_".join(WORDS.findall(text.lower()))


def key_of(text: str) -> str:
    """So are `optedIn` and `OPTEDIN`."""
    return "".join(WORDS.findall(text.lower()))


def spelled(words: Collection[str]) -> re.Pattern[str]:
    """Any of them as `key_of` would read it: most cells of most files are none, which is seen by their first sign."""
    apart = r"[\W_]*+"
    return re.compile(f"{apart}(?:{'|'.join(map(apart.join, words))}){apart}")
