"""Why something does not go on: kept and said as `lib.reasons` has it, each by a code of its own."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from rotativa.lib import reasons
from rotativa.newsletters.addresses import with_short_addresses

LONGEST_ERROR = 200
"""Characters: what is kept of a delivery has 500."""


class Why(TextChoices):
    HUNG_UP = "hung-up", _("The relay hung up.")
    LATE = "late", _("The relay did not answer in time.")
    UNHEARD = "unheard", _("The connection was lost before the relay's reply.")
    NO_ANSWER = "no-answer", _("The mail service gave no answer: %(why)s")
    REFUSED_THERE = "refused-there", _("The mail service takes nothing for this address: %(words)s")
    """Whatever code stands there is the service's own, and none of mail."""
    UNWRITTEN = "unwritten", _("The issue cannot be written: %(why)s.")
    LETTER_UNWRITTEN = (
        "letter-unwritten",
        _("The letter to this address cannot be written: %(why)s"),
    )
    BROKE_OFF = "broke-off", _("Sending broke off by an error: %(why)s")
    MISCOUNTED = "miscounted", _("The ledger has %(number)s of %(all)s recipients.")
    COME_BACK = "come-back", _("Many letters come back: %(words)s")
    STOPPED = "stopped", _("%(name)s has stopped it.")
    ENDED = "ended", _("%(name)s has ended it.")
    STOOD_STILL = "stood-still", _("It had stood still for so long that it was ended.")
    NOT_TAKEN = "not-taken", _("The mail server did not take it.")
    NOT_TRIED = "not-tried", _("It was not tried within an hour: send another.")

    @property
    def mark(self) -> str:
        return f"{reasons.MARK}{self.value} "

    def kept(self, **told: object) -> str:
        return reasons.marked(told, code=self.value)


def said(kept: str) -> str:
    return reasons.said(kept, labels=dict(Why.choices))


def words_of(error: Exception) -> str:
    """Of what nobody has foreseen, for those at the desk."""
    return with_short_addresses(f"{type(error).__name__}: {error}")[:LONGEST_ERROR]


def as_heard(kept: str) -> str:
    """What a service has said, without our words around it."""
    return reasons.said(kept, labels={Why.REFUSED_THERE.value: "%(words)s"})


def said_to_all(kept: str) -> str:
    """For those who may see issues, and not who gets them: a mail server's words may name a reader."""
    told = said(kept)
    is_of_others = told == kept or is_of_address(kept)
    return with_short_addresses(told) if is_of_others else told


def is_of_address(kept: str) -> bool:
    """A service has its own opinion of it, which it has heard from others."""
    return kept.startswith(Why.REFUSED_THERE.mark)
