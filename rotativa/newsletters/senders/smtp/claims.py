"""The next letters, asked for while others go."""

from collections.abc import Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import contextmanager

from django.db import connection, connections

from rotativa.newsletters.letters import Book, Claimed
from rotativa.newsletters.senders.smtp.bell import Bell


class Claims:
    def __init__(self, book: Book, *, thread: Executor | None, bell: Bell) -> None:
        self.book = book
        self.thread = thread
        self.bell = bell
        self.asked: Future[list[Claimed]] | None = None

    @property
    def is_asked(self) -> bool:
        return self.asked is not None

    def ask(self, number: int) -> None:
        """Where there is no thread, they are there at once."""
        if self.thread is not None:
            self.asked = self.thread.submit(self.book.claim, number)
            self.asked.add_done_callback(lambda _asked: self.bell.ring())
        else:
            self.asked = Future()
            self.asked.set_result(self.book.claim(number))

    def taken(self) -> list[Claimed] | None:
        """None where nothing has come yet. Raises what claiming does."""
        if self.asked is None or not self.asked.done():
            return None
        asked, self.asked = self.asked, None
        return asked.result()


@contextmanager
def beside_others() -> Iterator[Executor | None]:
    """A thread with a connection to PostgreSQL of its own, as claiming takes it longer than entering. SQLite has
    one writer at a time; and nobody else sees what is in a transaction."""
    if connection.vendor == "sqlite" or connection.in_atomic_block:
        yield None
        return
    with ThreadPoolExecutor(1, "claims") as thread:
        try:
            yield thread
        finally:
            thread.submit(connections.close_all).result()
