"""The next letters, asked for while others go."""

import logging
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import ParamSpec, TypeVar

from django.db import OperationalError, connection, connections

from rotativa.newsletters.letters import Book, Claimed
from rotativa.newsletters.senders.smtp.bell import Bell

P = ParamSpec("P")
T = TypeVar("T")
logger = logging.getLogger(__name__)

MOST_SECONDS = 30
"""For one statement of a claim, which takes milliseconds: longer it waits for a lock of somebody who may never
give it back, as whose machine has gone down, and the next shift may try."""


class Claims:
    def __init__(self, book: Book, *, by: Executor, bell: Bell) -> None:
        self.book = book
        self.executor = by
        self.bell = bell
        self.asked: Future[list[Claimed]] | None = None

    @property
    def is_asked(self) -> bool:
        return self.asked is not None

    def ask(self, number: int) -> None:
        self.asked = self.executor.submit(self.book.claim, number)
        self.asked.add_done_callback(lambda _asked: self.bell.ring())

    def taken(self) -> list[Claimed] | None:
        """None where nothing has come yet. Raises what claiming does."""
        if self.asked is None or not self.asked.done():
            return None
        asked, self.asked = self.asked, None
        return asked.result()


class AtOnce(Executor):
    """By whoever asks, before anything else."""

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        done: Future[T] = Future()
        try:
            done.set_result(fn(*args, **kwargs))
        except Exception as error:  # noqa: BLE001 - `result` raises it
            done.set_exception(error)
        return done


@contextmanager
def beside_others() -> Iterator[Executor]:
    """A thread with a connection to PostgreSQL of its own, as claiming takes it longer than entering. SQLite has
    one writer at a time; nobody else sees what is in a transaction; and some server may have no second one."""
    if connection.vendor == "sqlite" or connection.in_atomic_block:
        yield AtOnce()
        return
    with ThreadPoolExecutor(1, "claims") as thread:
        try:
            yield thread if is_open(thread) else AtOnce()
        finally:
            thread.submit(connections.close_all).result()


def open_own() -> None:
    milliseconds = str(int(MOST_SECONDS * 1000))
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('statement_timeout', %s, FALSE)", [milliseconds])


def is_open(thread: Executor) -> bool:
    try:
        thread.submit(open_own).result()
    except OperationalError as error:
        logger.warning("Letters wait while others are claimed: no second connection. %s", error)
        return False
    return True
