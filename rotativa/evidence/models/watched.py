"""How a source stands by now, and when it is looked at again."""

import zlib
from datetime import datetime, timedelta
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from rotativa.evidence.checks.states import BAD, LOST, REWRITTEN, State

TOLD_AFTER = 3
"""Bad answers in a row before anybody is told: sites are down, and come back."""
SOON = timedelta(days=1)
"""Between a bad answer that nobody is told of yet and the next look."""
CHECK_LEASE = timedelta(minutes=10)
"""Longer than a look takes: whoever holds a source beyond it has been killed."""


class Watched(models.Model):
    """`state` is what is told: bad after three bad answers in a row, good again after one good.

    `next_check_at` is the lease, too: whoever looks at a source moves it on first. Empty, it is
    still to be planned. `excused` is the state that a person has found to be none.
    """

    state = models.CharField(
        _("state"), max_length=12, choices=State.choices, blank=True, editable=False
    )
    state_since = models.DateTimeField(_("since"), null=True, blank=True, editable=False)
    told_at = models.DateTimeField(null=True, blank=True, editable=False)
    bad_in_row = models.PositiveSmallIntegerField(default=0, editable=False)
    bad_since = models.DateTimeField(null=True, blank=True, editable=False)
    excused = models.CharField(max_length=12, choices=State.choices, blank=True, editable=False)
    checked_at = models.DateTimeField(_("checked"), null=True, blank=True, editable=False)
    next_check_at = models.DateTimeField(null=True, blank=True, editable=False, db_index=True)

    class Meta:
        abstract = True

    @property
    def is_bad(self) -> bool:
        return self.state in BAD

    @property
    def is_lost(self) -> bool:
        """Readers find nothing of it where it was."""
        return self.state in LOST

    @property
    def is_usurped(self) -> bool:
        """Nobody should be led to whose page stands there now."""
        return self.state == State.USURPED

    @property
    def is_rewritten(self) -> bool:
        return self.state in REWRITTEN

    def forget_state(self) -> list[str]:
        """Of another address nothing is known yet. Returns the fields that say so."""
        for field in Watched._meta.fields:
            setattr(self, field.name, field.get_default())
        return [field.name for field in Watched._meta.fields]

    def after_look(self, state: str, *, at: datetime) -> dict[str, Any]:
        """What the columns become by another look; the rule about who is told, and when."""
        if state in {State.ALIVE, self.excused}:
            return {
                "state": State.ALIVE,
                "state_since": self.state_since if self.state == State.ALIVE else at,
                "told_at": None,
                "bad_in_row": 0,
                "bad_since": None,
                "excused": "" if state == State.ALIVE else self.excused,
            }
        count, since = min(self.bad_in_row + 1, 1000), self.bad_since or at
        bad = {"bad_in_row": count, "bad_since": since}
        if count < TOLD_AFTER:
            return bad
        told_at = self.told_at if self.is_bad else at
        return {**bad, "state": state, "state_since": since, "told_at": told_at}


def share_of(key: str) -> float:
    """Of the time between two looks, by which sources are spread over it: 0 up to 1."""
    return zlib.crc32(key.encode()) / 2**32
