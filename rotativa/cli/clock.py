"""What is due each minute: scheduled publishing, and whatever a lost task left undone."""

import logging
import signal
import threading
from types import FrameType

from django.core.management import call_command
from django.db import close_old_connections
from django.utils import timezone

from rotativa.cli.site import enter_site
from rotativa.lib.clock import minute

logger = logging.getLogger(__name__)

PERIOD_SECONDS = 60


def tick() -> None:
    """Everything that is due now. Each part fails by itself and is tried again in a minute."""
    call_command("publish_scheduled")
    minute.send_robust(sender=None, at=timezone.now())  # it logs the receivers that fail


def run() -> None:
    """Tick until SIGINT or SIGTERM."""
    stopping = threading.Event()

    def stop(number: int, frame: FrameType | None) -> None:  # noqa: ARG001  # signal's signature
        stopping.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    while not stopping.is_set():
        close_old_connections()
        try:
            tick()
        except Exception:  # the clock goes on, whatever one minute brought
            logger.exception("The tick failed.")
        stopping.wait(PERIOD_SECONDS)


if __name__ == "__main__":  # as a child of `rotativa serve`, which has prepared the site
    enter_site()
    run()
