"""A connection that one thread asks again and again: guarded and bounded at each request as one that is asked once."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import httpcore

from rotativa.lib.asking import Limits, connection_to, in_our_words, url_of
from rotativa.lib.destinations import Destination, Reach
from rotativa.lib.fetch_errors import BadAnswer, LineClosed, Unreachable
from rotativa.lib.guarded_stream import Deadline, Meter

AT_ONCE = 2
"""Seconds within which one hears that an idle connection had ended. Whoever ends it later has worked on the request."""


class KeptLine:
    """To one place at a time; opened anew where the other side has closed it, or a request has failed."""

    def __init__(self) -> None:
        self._deadline = Deadline(0)
        self._meter = Meter(0)
        self._connection: httpcore.HTTPConnection | None = None

    @contextmanager
    def ask(
        self,
        destination: Destination,
        *,
        method: str,
        headers: Sequence[tuple[str, str]],
        body: bytes,
        limits: Limits,
        reach: Reach,
    ) -> Iterator[httpcore.Response]:
        """Yield the answer, its body not read yet. Raises `LineClosed` beside what a single request may."""
        self._deadline.restart(limits.total_seconds)
        self._meter.restart(limits.max_header_bytes)
        kept = self._connection
        connection = self._connected(destination, limits=limits, reach=reach)
        target = url_of(destination)
        is_done = False
        asked_at = time.monotonic()
        try:
            with (
                in_our_words(destination.host),
                connection.stream(
                    method, target, headers=list(headers), content=body or None
                ) as answer,
            ):
                self._meter.allow(2 * limits.max_bytes)
                yield answer
            is_done = True
        except (BadAnswer, Unreachable) as error:
            is_soon = time.monotonic() - asked_at < AT_ONCE
            if connection is kept and self._meter.is_untouched and is_soon:
                raise LineClosed(error.words, **error.told) from error
            raise
        finally:
            if not is_done:
                self.close()

    def _connected(
        self, destination: Destination, *, limits: Limits, reach: Reach
    ) -> httpcore.HTTPConnection:
        kept = self._connection
        if (
            kept is not None
            and kept.can_handle_request(url_of(destination).origin)
            and kept.is_available()
            and not kept.has_expired()
        ):
            return kept
        self.close()
        self._connection = connection_to(
            destination, limits=limits, reach=reach, deadline=self._deadline, meter=self._meter
        )
        return self._connection

    def close(self) -> None:
        kept, self._connection = self._connection, None
        if kept is not None:
            kept.close()
