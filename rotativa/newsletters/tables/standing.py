"""Whether a row of any file gets mail, by the columns in which other systems say so.

Whoever is not clearly among those who get mail is not taken for one.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache, partial

from rotativa.newsletters.models import Suppression
from rotativa.newsletters.models.subscriber import Standing

Fate = tuple[Standing, Suppression.Reason]

ASKED, BOUNCED, COMPLAINED = (
    Suppression.Reason.ASKED,
    Suppression.Reason.BOUNCED,
    Suppression.Reason.COMPLAINED,
)
ACTIVE: Fate = (Standing.ACTIVE, ASKED)
UNCONFIRMED: Fate = (Standing.UNCONFIRMED, ASKED)
LEFT: Fate = (Standing.LEFT, ASKED)
BLOCKED: Fate = (Standing.SUPPRESSED, ASKED)
RETURNED: Fate = (Standing.SUPPRESSED, BOUNCED)
ACCUSED: Fate = (Standing.SUPPRESSED, COMPLAINED)

STATES = {
    "status", "state", "subscription", "subscription_status", "subscriber_status", "email_status",
    "email_subscriber_status", "email_marketing_consent", "subscriber_type",
}  # fmt: skip
SAYING = {
    "active subscribed enabled confirmed opted_in opt_in regular premium yes true 1": ACTIVE,
    "unconfirmed pending unactivated validating nonsubscribed non_subscribed not_subscribed "
    "never_subscribed": UNCONFIRMED,
    "unsubscribed left opted_out opt_out cancelled canceled disabled inactive removed churned deleted "
    "archived no false 0": LEFT,
    "bounced hard_bounced cleaned invalid": RETURNED,
    "complained complaint spam spammy junk abuse": ACCUSED,
    "blocklisted blacklisted blocked suppressed": BLOCKED,
}
STATE_BY_WORD = {word: fate for words, fate in SAYING.items() for word in words.split()}

YES = {"yes", "y", "true", "t", "1", "on", "x"}
DATE = re.compile(r"(?=.{0,36}\d{4})[\d_tzucamp]{4,40}")
NO = {"", "no", "n", "false", "f", "0", "off", "none", "null", "never"}
SAYING_YES = {
    **dict.fromkeys(
        (
            "subscribed", "is_subscribed", "active", "is_active", "enabled", "opt_in", "opted_in", "email_opt_in",
            "accepts_marketing", "accepts_email_marketing",
        ),
        LEFT,
    ),
    **dict.fromkeys(("confirmed", "is_confirmed"), UNCONFIRMED),
}  # fmt: skip
"""What a no in one of them means, or nothing. Anything but a yes or a date is a state, or not clear."""
SAYING_NO = {
    **dict.fromkeys(
        (
            "unsubscribed", "is_unsubscribed", "unsubscribed_at", "unsubscribe_date", "unsubscribed_date",
            "unsubscribe_time", "unsub_time", "unsubscribed_from_all_email", "opt_out", "opted_out", "email_opt_out",
            "optout_time", "left_at", "cancelled_at", "canceled_at", "deleted_at", "email_disabled",
        ),
        LEFT,
    ),
    **dict.fromkeys(("bounced", "is_bounced", "bounced_at"), RETURNED),
    **dict.fromkeys(("complained", "complained_at", "spam"), ACCUSED),
    **dict.fromkeys(("blocklisted", "blacklisted", "blocked", "suppressed"), BLOCKED),
}  # fmt: skip
"""Anything but a no in one of them, such as a date, ends mail."""
ENDS_MAIL = re.compile(r"unsub|opt_?(?:ed_?)?out")
BRINGS_MAIL = re.compile(r"(?:opt_?(?:ed_?)?in|consent|subscri\w*_(?:state|status))$")
"""Columns of systems that are not known, which end mail or not by what nobody can be sure of."""
OF_SOMETHING_ELSE = {"sms", "phone", "mobile", "whatsapp", "push", "fax", "call", "url", "link"}
GRAVEST = (Standing.SUPPRESSED, Standing.LEFT, Standing.UNCONFIRMED, Standing.ACTIVE)


@dataclass(frozen=True, slots=True)
class Unclear:
    """A column that ought to say whether mail goes there, and what it says."""

    column: str
    said: str


def standing_in(row: Mapping[str, str]) -> Fate | Unclear:
    """The gravest that is said; with nothing said it gets mail."""
    told = {
        column: meaning(word_of(said))
        for column, said in row.items()
        if (meaning := meaning_of(column))
    }
    gravest = min(filter(None, [ACTIVE, *told.values()]), key=lambda fate: GRAVEST.index(fate[0]))
    if gravest != ACTIVE:
        return gravest
    unclear = (Unclear(column, row[column]) for column, fate in told.items() if fate is None)
    return next(unclear, ACTIVE)


@lru_cache(1_000)
def meaning_of(column: str) -> Callable[[str], Fate | None] | None:
    """How a word there is read, if it says anything of mail; what it does not clearly say is none."""
    if column in STATES:
        return STATE_BY_WORD.get
    if column in SAYING_YES:
        return partial(by_yes, no=SAYING_YES[column])
    if column in SAYING_NO:
        return partial(by_no, yes=SAYING_NO[column])
    if not OF_SOMETHING_ELSE.isdisjoint(column.split("_")):
        return None
    if ENDS_MAIL.search(column):
        return partial(by_no, yes=None)
    return partial(by_yes, no=None) if BRINGS_MAIL.search(column) else None


def by_yes(word: str, *, no: Fate | None) -> Fate | None:
    if word in NO:
        return no
    is_yes = word in YES or DATE.fullmatch(word)
    return ACTIVE if is_yes else STATE_BY_WORD.get(word)


def by_no(word: str, *, yes: Fate | None) -> Fate | None:
    return ACTIVE if word in NO else yes


def word_of(text: str) -> str:
    """A column or a cell in one spelling: `Opted-in` and `opted in` are the same."""
    return "_".join(re.findall(r"[^\W_]+", text.lower()))
