"""Purges gathered for a moment, sent by a thread of their own, tried a few times.

Printing never waits for a CDN and never fails because of one. What is lost, since the process was
killed or the CDN was away for longer, the CDN fetches anew within an hour: see `cdn.KEPT`.
"""

import logging
import threading
from collections.abc import Sequence
from itertools import islice

from rotativa.press.cdn import Cdn, PurgeFailed

logger = logging.getLogger(__name__)

GATHER_SECONDS = 0.3
PAUSES = (1.0, 5.0, 25.0)
"""Before the second attempt, the third and the last."""
LONGEST_END = 10.0


class Purger:
    def __init__(
        self, cdn: Cdn, *, gather: float = GATHER_SECONDS, pauses: Sequence[float] = PAUSES
    ) -> None:
        self.cdn = cdn
        self.gather = gather
        self.pauses = pauses
        self.lock = threading.Lock()
        self.waiting: dict[str, None] = {}
        self.thread: threading.Thread | None = None
        self.ending = threading.Event()

    def add(self, path: str) -> None:
        with self.lock:
            self.waiting[path] = None
            if self.thread is None:
                self.thread = threading.Thread(target=self.run, name="purger", daemon=True)
                self.thread.start()

    def run(self) -> None:
        """Until nothing waits any more."""
        while True:
            self.ending.wait(self.gather)
            with self.lock:
                paths = list(islice(self.waiting, self.cdn.most))
                for path in paths:
                    del self.waiting[path]
                if not paths:
                    self.thread = None
                    return
            self.send(paths)

    def send(self, paths: Sequence[str]) -> None:
        for pause in (*self.pauses, None):
            failure = self.failure_of(paths)
            if failure is None:
                return
            if pause is not None:
                self.ending.wait(max(pause, failure.after))
        logger.error(
            "%d pages stay as they were at the CDN for up to an hour: %s", len(paths), failure
        )

    def failure_of(self, paths: Sequence[str]) -> PurgeFailed | None:
        try:
            self.cdn.purge(paths)
        except PurgeFailed as error:
            return error
        return None

    def finish(self, seconds: float = LONGEST_END) -> None:
        """Send what waits, without pauses, before the process ends."""
        self.ending.set()
        thread = self.thread
        if thread is not None:
            thread.join(seconds)
        self.ending.clear()
