"""What is due: pages to print at once, and each minute scheduled publishing and what got lost."""

import logging
import signal
import threading
import time
from collections.abc import Callable
from functools import partial
from types import FrameType

from django.core.management import call_command
from django.db import close_old_connections, connection
from django.utils import timezone

from rotativa.lib.clock import minute

logger = logging.getLogger(__name__)

PERIOD_SECONDS = 60
PAUSE_SECONDS = 0.2
"""Between two looks for pages to print."""
NO_ROOM_SECONDS = 15
"""Before the next attempt, when the disk took no more."""


def tick() -> None:
    """Everything that is due now. Each part fails by itself and is tried again in a minute."""
    call_command("publish_scheduled")
    minute.send_robust(sender=None, at=timezone.now())  # it logs the receivers that fail


def run() -> None:
    """Tick until SIGINT or SIGTERM."""
    from rotativa.press.cdn.configured import settle  # noqa: PLC0415  # settings come first

    stopping = threading.Event()

    def stop(number: int, frame: FrameType | None) -> None:  # noqa: ARG001  # signal's signature
        stopping.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    keep_connection()
    next_minute = 0.0
    while not stopping.is_set():
        close_old_connections()
        pause = PAUSE_SECONDS
        try:
            if time.monotonic() >= next_minute:
                next_minute = time.monotonic() + PERIOD_SECONDS
                tick()
            has_time = partial(is_before, next_minute, stopping)
            pause = press(has_time)
        except Exception:  # the clock goes on, whatever one minute brought
            logger.exception("The clock failed.")
            pause = PERIOD_SECONDS
        stopping.wait(pause)
    settle()


def keep_connection() -> None:
    """From look to look: SQLite would read the whole schema of a file that is opened anew."""
    connection.close()
    connection.settings_dict["CONN_MAX_AGE"] = PERIOD_SECONDS


def is_before(moment: float, stopping: threading.Event) -> bool:
    return not stopping.is_set() and time.monotonic() < moment


def press(has_time: Callable[[], bool]) -> float:
    """Print what is due while there is time; return the seconds until the next look."""
    from rotativa.press.actions import has_work, print_due, tend_reprints  # noqa: PLC0415  # settings come first
    from rotativa.press.targets.configured import target  # noqa: PLC0415  # settings come first

    if not has_work(at=timezone.now()):
        return PAUSE_SECONDS
    tend_reprints(at=timezone.now())
    done = print_due(to=target(), now=timezone.now, goes_on=lambda _: has_time())
    if done.no_room:
        logger.error("Printing waits for room: %s", done.no_room)
        return NO_ROOM_SECONDS
    return PAUSE_SECONDS
