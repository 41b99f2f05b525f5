"""The history of a source as its page tells it: looks at it, and copies of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from rotativa.articles.shown_copies import ShownCopy
from rotativa.evidence.checks.states import State
from rotativa.evidence.models import Check, Source

MOST = 12
"""Looks that a page tells of, the latest first."""

WORDS = {
    State.ALIVE: ("live", _("As it was")),
    State.CHANGED: ("changed", _("Changed")),
    State.QUOTE_MISSING: ("changed", _("The words relied on are missing")),
    State.GONE: ("gone", _("Gone")),
    State.USURPED: ("gone", _("Another’s page stands there")),
    State.UNREACHABLE: ("gone", _("No answer")),
    State.BLOCKED: ("held", _("Lets no machine in")),
}


@dataclass(frozen=True, slots=True)
class ShownCheck:
    at: datetime
    answer: str
    mark: str
    words: str


@dataclass(frozen=True, slots=True)
class ShownHistory:
    rows: list[ShownCheck]
    count: int
    """Of all looks, also those that are not among the rows."""

    @property
    def is_cut(self) -> bool:
        return self.count > MOST


def history_of(source: Source, copies: Iterable[ShownCopy]) -> ShownHistory:
    """Two queries, however long it is."""
    checks = source.checks.latest_first()
    latest = [shown_check(each) for each in checks[:MOST]]
    count = len(latest) if len(latest) < MOST else checks.count()
    earliest = latest[-1].at if count > MOST else None
    taken = [shown_taking(each) for each in copies]
    rows = [*latest, *(each for each in taken if earliest is None or each.at >= earliest)]
    return ShownHistory(sorted(rows, key=lambda each: each.at, reverse=True), count)


def shown_check(check: Check) -> ShownCheck:
    answer = str(check.status) if check.status else ""
    if check.by_id or (check.state == State.ALIVE and check.status is None):
        return ShownCheck(check.at, "", "live", gettext("A person of the newsroom finds it there"))
    mark, words = WORDS[State(check.state)]
    return ShownCheck(check.at, answer, mark, str(words))


def shown_taking(copy: ShownCopy) -> ShownCheck:
    answer = str(copy.record.status) if copy.record else ""
    return ShownCheck(copy.taken_at, answer, "live", pgettext("a source", "Copied"))
