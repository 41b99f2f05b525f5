"""The folder, from which our own front serves, and after it the other places."""

import time
from collections.abc import Callable, Iterator
from typing import TypeVar

from rotativa.press.sheet import Sheet
from rotativa.press.targets import NoRoom, NotEverywhere, Target

REST_SECONDS = 20
"""How long a place that failed is left alone: each attempt may take seconds, and pages wait."""

T = TypeVar("T")


class Targets:
    """What fails elsewhere never keeps the folder from being printed to."""

    def __init__(
        self,
        folder: Target,
        bucket: Target | None = None,
        *,
        announce: Callable[[str], None] = lambda _: None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.folder = folder
        self.bucket = bucket
        self.announce = announce
        """Called with a path when all have something new there."""
        self.clock = clock
        self.rests_until = 0.0
        self.failure = ""

    def put(self, path: str, sheet: Sheet) -> bool:
        is_news = self.folder.put(path, sheet)
        if self.bucket is not None:
            bucket = self.bucket
            is_news = self.elsewhere(lambda: bucket.put(path, sheet)) or is_news
        if is_news:
            self.announce(path)
        return is_news

    def delete(self, path: str) -> None:
        self.folder.delete(path)
        if self.bucket is not None:
            bucket = self.bucket
            self.elsewhere(lambda: bucket.delete(path))
        self.announce(path)

    def elsewhere(self, act: Callable[[], T]) -> T:
        """Raises `NotEverywhere`, at once while the place is left alone."""
        if self.clock() < self.rests_until:
            raise NotEverywhere(self.failure)
        try:
            return act()
        except NoRoom as error:
            self.failure = str(error)
            self.rests_until = self.clock() + REST_SECONDS
            raise NotEverywhere(self.failure) from error

    def list(self) -> Iterator[str]:
        return self.folder.list()

    def read(self, path: str) -> Sheet | None:
        return self.folder.read(path)
