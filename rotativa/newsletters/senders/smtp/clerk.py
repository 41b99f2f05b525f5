"""Entering in the ledger while the connections go on: one transaction for all that wait."""

import contextlib
import os
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from rotativa.newsletters.letters import Book, Claimed, Entry


@dataclass(slots=True)
class Done:
    granted: set[int] = field(default_factory=set)
    claimed: list[Claimed] | None = None
    resting: dict[str, datetime] = field(default_factory=dict)


class Clerk:
    """Has the caller's database connection for itself until it is dismissed."""

    def __init__(self, book: Book, wake: Callable[[], None]) -> None:
        self.book = book
        self.wake = wake
        self.database = connections[DEFAULT_DB_ALIAS]
        self.database.inc_thread_sharing()
        self.thread = ThreadPoolExecutor(1, "ledger", use_connection, (self.database,))
        self.job: Future[Done] | None = None

    def start(
        self, entries: list[Entry], *, claim: int, resting: set[str], taking: set[str]
    ) -> None:
        self.job = self.thread.submit(self.work, entries, claim, resting, taking)
        self.job.add_done_callback(lambda _job: self.wake())

    def work(self, entries: list[Entry], claim: int, resting: set[str], taking: set[str]) -> Done:
        granted = self.book.enter(entries)
        self.book.relieve(taking - resting)
        return Done(
            granted=granted,
            resting={domain: self.book.rest(domain) for domain in resting},
            claimed=self.book.claim(claim) if claim else None,
        )

    def finished(self) -> Done | None:
        if self.job is None or not self.job.done():
            return None
        job, self.job = self.job, None
        return job.result()

    def dismiss(self) -> None:
        self.thread.shutdown()
        self.database.dec_thread_sharing()


def use_connection(database: BaseDatabaseWrapper) -> None:
    connections[DEFAULT_DB_ALIAS] = database


class Bell:
    """Rung by other threads, heard by the one that watches the connections."""

    def __init__(self) -> None:
        self.end, self.button = os.pipe()
        os.set_blocking(self.end, False)
        os.set_blocking(self.button, False)

    def fileno(self) -> int:
        return self.end

    def ring(self) -> None:
        with contextlib.suppress(BlockingIOError):  # it has been rung often enough
            os.write(self.button, b"!")

    def answer(self) -> None:
        with contextlib.suppress(BlockingIOError):  # nobody rang
            os.read(self.end, 4096)

    def close(self) -> None:
        os.close(self.end)
        os.close(self.button)
