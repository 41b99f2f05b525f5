"""The part of `rotativa serve` that takes what comes back from a mail server on this machine or beside it."""

import asyncio
import logging
import signal
from concurrent.futures import ThreadPoolExecutor

from django.conf import settings
from django.db import InterfaceError, OperationalError, close_old_connections
from django.utils import timezone

from rotativa.lib.mail_door import MailDoor
from rotativa.newsletters.actions import Taken, is_for_us, take_mail

logger = logging.getLogger(__name__)


def run() -> None:
    """Until SIGTERM; a mail that has been taken is worked off."""
    asyncio.run(listen(settings.NEWSLETTERS.returns_host, settings.NEWSLETTERS.returns_port))


async def listen(host: str, port: int) -> None:
    loop, stopping = asyncio.get_running_loop(), asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopping.set)
    with ThreadPoolExecutor(1, "returns") as thread:

        async def take_beside(raw: bytes, recipient: str) -> bool:
            return await loop.run_in_executor(thread, take_alone, raw, recipient)

        async with await MailDoor(knows=is_for_us, take=take_beside).listen(host, port):
            await stopping.wait()


def take_alone(raw: bytes, recipient: str) -> bool:
    """On a connection to the database that works, whatever became of the one before."""
    close_old_connections()
    try:
        return take(raw, recipient)
    finally:
        close_old_connections()


def take(raw: bytes, recipient: str) -> bool:
    """False where the database cannot take it now, so that the server keeps it and comes again."""
    try:
        taken = take_mail(raw, to=[recipient], at=timezone.now())
    except (OperationalError, InterfaceError):
        logger.exception("What came back to %s is to come again.", recipient)
        return False
    if taken != Taken.NOTHING:
        logger.info("A mail to %s: %s.", recipient, taken)
    return True
