"""A process that reads the pages of many looks, one after the other."""

from collections.abc import Callable
from types import TracebackType
from typing import Any, Self

from rotativa.evidence.capture.bounds import BOUNDS, Bounds
from rotativa.evidence.capture.reader import Reader
from rotativa.evidence.capture.reading import Lines


class StandingReader:
    """Begun with the first page, and anew after each that it could not read: to begin takes longer
    than to read."""

    def __init__(self, bounds: Bounds = BOUNDS) -> None:
        self._bounds = bounds
        self._reader: Reader | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._end()

    def ask(self, how: Callable[..., Lines], *given: object) -> tuple[dict[str, Any], str]:
        self._reader = self._reader or Reader(self._bounds)
        said, fault = self._reader.ask(how, *given)
        if fault:
            self._end()
        return said, fault

    def _end(self) -> None:
        reader, self._reader = self._reader, None
        if reader is not None:
            reader.__exit__(None, None, None)
