"""Whether a row of any file gets mail, by the columns in which other systems say so.

Whoever is not clearly among those who get mail is not taken for one.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

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

STATES = ("status", "state", "subscription_status", "subscriber_status", "email_status", "subscriber_type")  # fmt: skip
SAYING = {
    "active subscribed enabled confirmed opted_in opt_in regular premium yes true 1": ACTIVE,
    "unconfirmed pending unactivated validating nonsubscribed non_subscribed not_subscribed": UNCONFIRMED,
    "unsubscribed left opted_out opt_out cancelled canceled disabled inactive removed churned deleted "
    "archived no false 0": LEFT,
    "bounced hard_bounced cleaned invalid": RETURNED,
    "complained complaint spam spammy junk abuse": ACCUSED,
    "blocklisted blacklisted blocked suppressed": BLOCKED,
}
STATE_BY_WORD = {word: fate for words, fate in SAYING.items() for word in words.split()}

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
"""What a no in one of them means, or nothing."""
SAYING_NO = {
    **dict.fromkeys(
        (
            "unsubscribed", "is_unsubscribed", "unsubscribed_at", "unsubscribe_date", "unsubscribed_date",
            "unsubscribe_time", "unsub_time", "opt_out", "opted_out", "optout_time", "left_at", "cancelled_at",
            "canceled_at", "deleted_at", "email_disabled",
        ),
        LEFT,
    ),
    **dict.fromkeys(("bounced", "is_bounced", "bounced_at"), RETURNED),
    **dict.fromkeys(("complained", "complained_at", "spam"), ACCUSED),
    **dict.fromkeys(("blocklisted", "blacklisted", "blocked", "suppressed"), BLOCKED),
}  # fmt: skip
"""Anything but a no in one of them, such as a date, ends mail."""
GRAVEST = (Standing.SUPPRESSED, Standing.LEFT, Standing.UNCONFIRMED, Standing.ACTIVE)


@dataclass(frozen=True, slots=True)
class Unclear:
    """A column that ought to say whether mail goes there, and what it says."""

    column: str
    said: str


def standing_in(row: Mapping[str, str]) -> Fate | Unclear:
    """The gravest that is said; with nothing said it gets mail."""
    told = [ACTIVE, *fates_in(row)]
    gravest = min(told, key=lambda fate: GRAVEST.index(fate[0]))
    return gravest if gravest != ACTIVE else next(unclear_in(row), ACTIVE)


def fates_in(row: Mapping[str, str]) -> Iterator[Fate]:
    for column in STATES:
        if fate := STATE_BY_WORD.get(word_of(row.get(column, ""))):
            yield fate
    for column, fate in SAYING_YES.items():
        if column in row and word_of(row[column]) in NO:
            yield fate
    for column, fate in SAYING_NO.items():
        if word_of(row.get(column, "")) not in NO:
            yield fate


def unclear_in(row: Mapping[str, str]) -> Iterator[Unclear]:
    for column in STATES:
        if column in row and word_of(row[column]) not in STATE_BY_WORD:
            yield Unclear(column, row[column])


def word_of(cell: str) -> str:
    """In one spelling: `Opted-in` and `opted in` are the same."""
    return "_".join(cell.lower().replace("-", " ").replace("_", " ").split())
