"""Connections that are being opened, beside those that talk: nobody has to wait for them to go."""

import threading
from concurrent.futures import Future
from functools import partial
from typing import Protocol

from rotativa.lib.relay import Line, end
from rotativa.lib.smtp_client import Connection, Heed
from rotativa.newsletters.senders.smtp.bell import Bell


class OpensLine(Protocol):
    def __call__(self, *, heed: Heed) -> Line: ...


class Doors:
    def __init__(self, open_line: OpensLine, *, bell: Bell) -> None:
        self.open_line = open_line
        self.bell = bell
        self.opening: list[Future[Line]] = []
        self.connections: dict[Future[Line], Connection] = {}
        """Of those: handles of our own, as TLS takes the first one away."""
        self.lock = threading.Lock()
        self.is_closed = False

    def open(self) -> None:
        """In a thread that keeps no process from ending. The bell is rung when it is open, or cannot be opened."""
        opening: Future[Line] = Future()
        self.opening.append(opening)
        threading.Thread(target=self.finish, args=(opening,), name="relay", daemon=True).start()

    def finish(self, opening: Future[Line]) -> None:
        try:
            opening.set_result(self.open_line(heed=partial(self.heed, opening)))
        except Exception as error:  # noqa: BLE001 - raised again where it is taken
            opening.set_exception(error)
        with self.lock:
            if opening in self.connections:
                self.connections.pop(opening).close()
            if self.is_closed:
                shut(opening)
            else:
                self.bell.ring()

    def heed(self, opening: Future[Line], connection: Connection) -> None:
        with self.lock:
            self.connections[opening] = connection.dup()
            if self.is_closed:
                end(connection)

    def opened(self) -> list[Future[Line]]:
        """Those that have come to an end, once each."""
        if not self.opening:
            return []
        done = [each for each in self.opening if each.done()]
        self.opening = [each for each in self.opening if each not in done]
        return done

    def close(self) -> None:
        """What is open by now is closed, and what is being opened ends, so that the relay has no more connections of
        ours than it is to have when the next shift begins."""
        with self.lock:
            self.is_closed = True
            for connection in self.connections.values():
                end(connection)
            for each in self.opening:
                if each.done():
                    shut(each)


def shut(opened: Future[Line]) -> None:
    if opened.exception() is None:
        opened.result().close()
