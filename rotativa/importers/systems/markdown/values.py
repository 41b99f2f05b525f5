"""Values of front matter as the kinds of things an article needs; what is not understood is told."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, tzinfo
from email.utils import parsedate_to_datetime
from typing import Any
from zoneinfo import ZoneInfo

_MOMENT = re.compile(
    r"^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})"
    r"(?:(?:[Tt]|\s+)(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?)?"
    r"\s*(Z|z|[+-]\d{1,2}:?(?:\d{2})?|[A-Za-z][A-Za-z_/+-]*)?$"
)
_WRITTEN = ("%B %d, %Y", "%b %d, %Y", "%d %B %Y", "%d %b %Y", "%d.%m.%Y")
_LONGEST = 60
_FIRST_YEAR = 1000
"""Systems write the year 1 for `no date`."""
_LATEST_YEAR = 9000


@dataclass(slots=True)
class Values:
    """Front matter under squashed keys: `lead_image`, `leadImage` and `lead-image` are one."""

    written: dict[str, Any]
    taken: set[str] = field(default_factory=set)
    _by_key: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._by_key = {_squashed(key): key for key in self.written}

    def take(self, *names: str) -> Any:
        """The first of `names` that has a value; the others stay, unless they are empty."""
        for name in names:
            key = self._by_key.get(_squashed(name))
            if key is None:
                continue
            value = self.written[key]
            if value not in (None, "", [], {}) or value is False:
                self.taken.add(key)
                return value
            self.taken.add(key)
        return None

    def peek(self, *names: str) -> Any:
        """As `take`, but nothing counts as taken."""
        taken = set(self.taken)
        value = self.take(*names)
        self.taken = taken
        return value

    def names(self, name: str, *, split: bool = False) -> list[str]:
        """Names under a key, which counts as taken unless it holds something that is no name."""
        value = self.peek(name)
        found = as_names(value, split=split)
        if found or value is None:
            self.take(name)
        return found

    def rest(self) -> dict[str, Any]:
        return {key: value for key, value in self.written.items() if key not in self.taken}


def _squashed(key: str) -> str:
    return key.lower().replace("_", "").replace("-", "")


def as_text(value: Any) -> str:
    """One line of text; of a list its entries, of a map nothing."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, bool) or value is None or isinstance(value, dict):
        return ""
    if isinstance(value, list):
        return ", ".join(text for item in value if (text := as_text(item)))
    return str(value)


def as_map(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def as_truth(value: Any) -> bool:
    return value is True or as_text(value).lower() in {"true", "yes", "on", "1"}


def is_denied(value: Any) -> bool:
    return value is False or as_text(value).lower() in {"false", "no", "off", "0"}


def as_list(value: Any) -> list[Any]:
    """A list, one thing as a list of it, or nothing."""
    if value is None or value == "":
        return []
    return value if isinstance(value, list) else [value]


def as_names(value: Any, *, split: bool = False) -> list[str]:
    """Names in their order, each once. With `split`, one text holds several: by comma, else by space."""
    if split and isinstance(value, str):
        value = value.split(",") if "," in value else value.split()
    return unique(as_text(item) for item in as_list(value))


def unique(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(name for name in names if name))


def as_moment(value: Any, zone: tzinfo) -> datetime | None:
    """An aware moment, or None when there is none; `ValueError` when it cannot be understood."""
    text = as_text(value)
    if not text:
        return None
    if len(text) > _LONGEST:
        raise ValueError(f"{text[:_LONGEST]} is no date")
    moment = _parse(text, zone)
    if not _FIRST_YEAR <= moment.year <= _LATEST_YEAR:
        return None
    return moment


def as_day(value: Any) -> date | None:
    moment = as_moment(value, UTC)
    return moment.date() if moment else None


def _parse(text: str, zone: tzinfo) -> datetime:
    if found := _MOMENT.match(text):
        year, month, day, hour, minute, second = (int(part or 0) for part in found.groups()[:6])
        moment = datetime(year, month, day, hour, minute, min(second, 59), tzinfo=UTC)
        return moment.replace(tzinfo=_zone(found[7], zone))
    for form in _WRITTEN:
        try:
            return datetime.strptime(text, form).replace(tzinfo=zone)
        except ValueError:
            continue
    try:
        moment = parsedate_to_datetime(text)
    except (TypeError, ValueError, IndexError, OverflowError) as error:
        raise ValueError(f"{text} is no date") from error
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


def _zone(name: str | None, default: tzinfo) -> tzinfo:
    if not name:
        return default
    if name.upper() in {"Z", "UTC", "GMT"}:
        return UTC
    if name[0] in "+-":
        digits = name[1:].replace(":", "")
        hours, minutes = (digits[:-2], digits[-2:]) if len(digits) > 2 else (digits, "00")
        return datetime.strptime(f"{name[0]}{int(hours):02}{minutes}", "%z").tzinfo or UTC
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise ValueError(f"{name[:40]} is no time zone") from error
