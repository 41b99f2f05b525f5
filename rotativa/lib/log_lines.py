"""What strangers cause by thousands is told once a minute, with how many there were."""

import logging
import threading
from datetime import UTC, datetime
from http import HTTPStatus

MINUTE = 60


class CrowdsOnceAMinute(logging.Filter):
    """Of requests that come too often: to write a line takes as long as to refuse one. Each kind of crowd, as at
    one kind of page, has its own minute, so that one hides nobody in another."""

    def __init__(self) -> None:
        super().__init__()
        self.lock = threading.Lock()
        self.told: dict[str, tuple[float, int]] = {}
        """When it was told latest of a kind, and how many have come since."""

    def filter(self, record: logging.LogRecord) -> bool:
        kind = kind_of(record)
        if kind is None:
            return True
        with self.lock:
            told_at, untold = self.told.get(kind, (0.0, 0))
            if 0 <= record.created - told_at < MINUTE:
                self.told[kind] = told_at, untold + 1
                return False
            self.told[kind] = record.created, 0
        if untold:
            since = datetime.fromtimestamp(told_at, UTC)
            record.msg = f"{record.msg} (after {untold} more since {since:%Y-%m-%d %H:%M:%S} UTC)"
        return True


def warnings_as_crowds(record: logging.LogRecord) -> bool:
    """Of a server that is no program of ours, each for its words: a filter before `CrowdsOnceAMinute`."""
    if record.levelno == logging.WARNING and not hasattr(record, "crowd"):
        record.crowd = record.msg
    return True


def kind_of(record: logging.LogRecord) -> str | None:
    """As the line itself says (`extra={"crowd": …}`), or the name of the page that is asked for too often, of which
    there are no more than the site has; what strangers write is none. None of what is told each time."""
    if getattr(record, "status_code", 0) != HTTPStatus.TOO_MANY_REQUESTS:
        return getattr(record, "crowd", None)
    found = getattr(getattr(record, "request", None), "resolver_match", None)
    return str(found.view_name) if found is not None else ""
