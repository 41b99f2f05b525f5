"""Collects what was altered while one item is read."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _

from rotativa.importers.records import Notice
from rotativa.importers.systems.wordpress.wording import mended


@dataclass(slots=True)
class Log:
    identity: str
    place: str
    notices: list[Notice] = field(default_factory=list)
    _mended: int = 0

    def altered(self, what: str, why: str) -> None:
        self.notices.append(Notice("altered", what, why))

    def skipped(self, what: str, why: str) -> None:
        self.notices.append(Notice("skipped", what, why))

    def repairs(self, repairs: Iterable[str]) -> None:
        for repair in repairs:
            self.altered(_("text"), repair)

    def mended(self, text: str) -> str:
        """The text with twice-encoded characters put right."""
        text, count = mended(text)
        self._mended += count
        return text

    def told(self) -> tuple[Notice, ...]:
        """All of it, each with its item and place."""
        if self._mended:
            why = _("%(count)d damaged characters (like “â€™”) were put right.")
            self.altered(_("text"), why % {"count": self._mended})
        return tuple(
            replace(
                notice,
                identity=notice.identity or self.identity,
                place=notice.place or self.place,
            )
            for notice in self.notices
        )
