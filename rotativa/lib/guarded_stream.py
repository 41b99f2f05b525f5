"""The connection under a guarded request: pinned to checked addresses, counted and timed."""

# ruff: noqa: ARG002 - the signatures are httpcore's; our deadline replaces its timeouts

import ssl
import threading
import time
from collections.abc import Iterable
from typing import Any

import httpcore
from django.utils.translation import gettext_noop as _

from rotativa.lib.addresses import IPAddress
from rotativa.lib.fetch_errors import TooLarge, TooSlow


class Deadline:
    """The moment after which nothing is waited for any more, whatever still arrives."""

    def __init__(self, seconds: float) -> None:
        self.restart(seconds)

    def restart(self, seconds: float) -> None:
        """For the next request on the same connection."""
        self._end = time.monotonic() + seconds

    def left(self, *, at_most: float) -> float:
        """Return the seconds one step may take; raise TooSlow when none are left."""
        seconds = self._end - time.monotonic()
        if seconds <= 0:
            raise TooSlow(_("The answer took too long."))
        return min(seconds, at_most)


class Meter:
    """Counts what arrives on a connection against what was allowed so far.

    What it takes is taken from the meter `within` too, which several connections may share.
    """

    def __init__(self, allowance: int, *, within: "Meter | None" = None) -> None:
        self._left = allowance
        self._within = within
        self._lock = threading.Lock()
        self.is_untouched = True
        """Nothing has arrived since it was started."""

    def allow(self, count: int) -> None:
        with self._lock:
            self._left += count

    def restart(self, allowance: int) -> None:
        """For the next request on the same connection."""
        with self._lock:
            self._left = allowance
            self.is_untouched = True

    def room(self) -> int:
        if self._left <= 0:
            raise TooLarge(_("The answer is too large."))
        return min(self._left, self._within.room()) if self._within else self._left

    def take(self, count: int) -> None:
        with self._lock:
            self._left -= count
            self.is_untouched = self.is_untouched and not count
        if self._within:
            self._within.take(count)


class GuardedStream(httpcore.NetworkStream):
    """A stream that keeps to the deadline and the meter, above and below TLS."""

    def __init__(
        self, stream: httpcore.NetworkStream, *, deadline: Deadline, meter: Meter, idle: float
    ) -> None:
        self._stream = stream
        self._deadline = deadline
        self._meter = meter
        self._idle = idle

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        seconds = self._deadline.left(at_most=self._idle)
        data = self._stream.read(min(max_bytes, self._meter.room()), timeout=seconds)
        self._meter.take(len(data))
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, timeout=self._deadline.left(at_most=self._idle))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        seconds = self._deadline.left(at_most=self._idle)
        secured = self._stream.start_tls(ssl_context, server_hostname, timeout=seconds)
        return GuardedStream(secured, deadline=self._deadline, meter=self._meter, idle=self._idle)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class PinnedBackend(httpcore.NetworkBackend):
    """Connects to the addresses it was given, in their order, whatever name is asked for."""

    def __init__(
        self,
        addresses: list[IPAddress],
        *,
        deadline: Deadline,
        meter: Meter,
        connect: float,
        idle: float,
        port: int | None = None,
    ) -> None:
        self._port = port
        self._addresses = addresses
        self._deadline = deadline
        self._meter = meter
        self._connect = connect
        self._idle = idle

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        failure: Exception = httpcore.ConnectError("no address")
        for address in self._addresses:
            seconds = self._deadline.left(at_most=self._connect)
            try:
                stream = httpcore.SyncBackend().connect_tcp(
                    str(address), self._port or port, seconds, local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
                continue
            return GuardedStream(
                stream, deadline=self._deadline, meter=self._meter, idle=self._idle
            )
        raise failure
