"""A row of a table, whose fields may be missing, null, or of another kind than they should be."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from rotativa.importers.files import Export
from rotativa.importers.json_safe import json_safe
from rotativa.importers.systems.ghost.cutting import Span

SITE = b"__GHOST_URL__"
"""Stands in an export for the address of the site."""
ROW_LIMIT = 64 << 20
FIRST_YEAR, LATEST_YEAR = 1000, 9000
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Damaged(Exception):
    """A row that cannot be read, and why."""


@dataclass(frozen=True, slots=True)
class Row:
    values: dict[str, Any]
    place: str = ""

    def text(self, *names: str) -> str:
        """The first of the fields that says something, a number as its digits."""
        return next(filter(None, (as_text(self.values.get(name)) for name in names)), "")

    def is_set(self, name: str) -> bool:
        return self.text(name).lower() in {"1", "true"} or self.values.get(name) is True

    def number(self, name: str) -> int:
        value = self.values.get(name)
        return value if isinstance(value, int) else 0

    def moment(self, *names: str) -> datetime | None:
        return next(filter(None, (as_moment(self.values.get(name)) for name in names)), None)


def as_text(value: Any) -> str:
    if isinstance(value, str):
        return value.strip()
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else ""


def as_moment(value: Any) -> datetime | None:
    """ISO in text, milliseconds as a number; without a zone it is in UTC, as all of Ghost's are."""
    try:
        if isinstance(value, str):
            found = datetime.fromisoformat(value)
        else:
            found = EPOCH + timedelta(milliseconds=value)
        found = found.replace(tzinfo=found.tzinfo or UTC).astimezone(UTC)
    except (TypeError, ValueError, OverflowError):
        return None
    return found if FIRST_YEAR <= found.year <= LATEST_YEAR else None


def read_row(export: Export, span: Span, *, site: str, place: str = "") -> Row:
    if span.end - span.start > ROW_LIMIT:
        raise Damaged(
            _("It is %(size)d MiB long; %(limit)d are the limit.")
            % {"size": (span.end - span.start) >> 20, "limit": ROW_LIMIT >> 20}
        )
    raw = export.data[span.start : span.end].replace(SITE, site.encode())
    try:
        values = json_safe(json.loads(raw.decode("utf-8", "replace"), strict=False))
    except (ValueError, RecursionError) as error:
        raise Damaged(_("It is no JSON: %(reason)s") % {"reason": error}) from error
    if not isinstance(values, dict):
        raise Damaged(_("It is no record."))
    return Row(values, place)
