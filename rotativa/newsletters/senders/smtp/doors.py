"""Connections that are being opened, beside those that talk: nobody has to wait for them to go."""

import threading
from collections.abc import Callable
from concurrent.futures import Future

from rotativa.lib.relay import Line
from rotativa.newsletters.senders.smtp.bell import Bell


class Doors:
    def __init__(self, open_line: Callable[[], Line], *, bell: Bell) -> None:
        self.open_line = open_line
        self.bell = bell
        self.opening: list[Future[Line]] = []
        self.lock = threading.Lock()
        self.is_closed = False

    def open(self) -> None:
        """In a thread that keeps no process from ending. The bell is rung when it is open, or cannot be opened."""
        opening: Future[Line] = Future()
        self.opening.append(opening)
        threading.Thread(target=self.finish, args=(opening,), name="relay", daemon=True).start()

    def finish(self, opening: Future[Line]) -> None:
        try:
            opening.set_result(self.open_line())
        except Exception as error:  # noqa: BLE001 - raised again where it is taken
            opening.set_exception(error)
        with self.lock:
            if self.is_closed:
                shut(opening)
            else:
                self.bell.ring()

    def opened(self) -> list[Future[Line]]:
        """Those that have come to an end, once each."""
        if not self.opening:
            return []
        done = [each for each in self.opening if each.done()]
        self.opening = [each for each in self.opening if each not in done]
        return done

    def close(self) -> None:
        """What is open by now is closed, and what comes later as soon as it does."""
        with self.lock:
            self.is_closed = True
            for each in self.opening:
                if each.done():
                    shut(each)


def shut(opened: Future[Line]) -> None:
    if opened.exception() is None:
        opened.result().close()
