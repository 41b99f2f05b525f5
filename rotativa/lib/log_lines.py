"""What strangers cause by thousands is told once a minute, with how many there were."""

import logging
import threading
from http import HTTPStatus

MINUTE = 60


class CrowdsOnceAMinute(logging.Filter):
    """Of requests that come too often: to write a line takes as long as to refuse one."""

    def __init__(self) -> None:
        super().__init__()
        self.lock = threading.Lock()
        self.told_at = 0.0
        self.untold = 0

    def filter(self, record: logging.LogRecord) -> bool:
        if getattr(record, "status_code", 0) != HTTPStatus.TOO_MANY_REQUESTS:
            return True
        with self.lock:
            if 0 <= record.created - self.told_at < MINUTE:
                self.untold += 1
                return False
            untold, self.untold, self.told_at = self.untold, 0, record.created
        if untold:
            record.msg = f"{record.msg} (after {untold} more since the latest such line)"
        return True
