"""The standard library's client of mail servers, each of whose waits is bound by time as a whole."""

import errno
import io
import smtplib
import socket
import ssl
import time
from collections.abc import Callable
from functools import partial
from typing import Any

from rotativa.lib.in_time import in_time

Connection = socket.socket
Heed = Callable[[Connection], object]

LONGEST_WAY = 30
"""Seconds until a machine is reached, however long it may take to let us in then."""
SHORTEST = 0.001
"""Seconds that a socket waits; none would be for ever."""
DOT = 4
"""Times as long as another command a message may take, until it is taken (RFC 5321, 4.5.3.2.6, has minutes): it may be
looked through first, and what is given up meanwhile arrives, and is sent again by whoever does so by itself."""


class Coming(io.RawIOBase):
    """What the other side says, as a file that is waited for no longer than is left."""

    def __init__(self, connection: socket.socket, *, left: Callable[[], float]) -> None:
        self.connection = connection
        self.left = left

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self.connection.settimeout(self.left())
        return self.connection.recv_into(buffer)


class Client(smtplib.SMTP):
    """All that opens a line takes `timeout` seconds at most, and from the first mail on so does each command with its
    reply: by itself the library bounds each read, however many there are. What is late is an `OSError`, as all else
    that fails."""

    def __init__(
        self,
        host: str,
        port: int,
        *,
        local_hostname: str,
        timeout: float,
        context: ssl.SSLContext | None = None,
        heed: Heed | None = None,
    ) -> None:
        """With a context the line is secured before anything is said. Whoever heeds the connection is told of it
        before either."""
        self.context = context
        self.is_open = False
        self.heed = heed
        self.is_patient = False
        """It waits longer for whether a message is taken."""
        self.ends_at = time.monotonic() + timeout
        super().__init__(host, port, local_hostname, timeout)

    def left(self) -> float:
        seconds = self.ends_at - time.monotonic()
        if seconds <= 0:
            raise TimeoutError("timed out")  # as sockets say it
        return seconds

    def connect(
        self,
        host: str = "localhost",
        port: int = 0,
        source_address: object = None,  # noqa: ARG002  # as the library's
    ) -> tuple[int, bytes]:
        ends_at, way_ends_at = self.ends_at, time.monotonic() + LONGEST_WAY
        self.ends_at = min(ends_at, way_ends_at)
        connection = reached(host, port, left=self.left)
        self.ends_at = ends_at
        if self.heed is not None:
            self.heed(connection)
        if self.context is not None:
            connection.settimeout(self.left())
            connection = self.context.wrap_socket(connection, server_hostname=host)
        self.sock, self.file = connection, None
        return self.getreply()

    def send(self, s: Any) -> None:
        """A command is text, and a message bytes."""
        if self.is_open:
            times = DOT if self.is_patient and not isinstance(s, str) else 1
            self.ends_at = time.monotonic() + times * self.timeout
        self.keep_time()
        super().send(s)

    def getreply(self) -> tuple[int, bytes]:
        if self.file is None and self.sock is not None:
            self.file = io.BufferedReader(Coming(self.sock, left=self.left))
        reply = super().getreply()
        self.keep_time()  # a handshake may follow
        return reply

    def keep_time(self) -> None:
        if self.sock is not None:
            self.sock.settimeout(max(self.ends_at - time.monotonic(), SHORTEST))

    def sendmail(self, *told: Any, **more: Any) -> dict[str, tuple[int, bytes]]:
        self.is_open = True
        return super().sendmail(*told, **more)


def reached(host: str, port: int, *, left: Callable[[], float]) -> socket.socket:
    """At any of its addresses; each has its share of the time."""
    look_up = partial(socket.getaddrinfo, host, port, type=socket.SOCK_STREAM)
    addresses = in_time(look_up, seconds=left())
    failure: OSError | None = None
    for tried, (family, _kind, _protocol, _name, address) in enumerate(addresses):
        try:
            return connected(family, address, seconds=left() / (len(addresses) - tried))
        except OSError as error:
            if failure is None or error.errno != errno.EAFNOSUPPORT:  # which tells least
                failure = error
    raise failure or OSError()


def connected(family: int, address: Any, *, seconds: float) -> socket.socket:
    connection = socket.socket(family, socket.SOCK_STREAM)
    try:
        connection.settimeout(seconds)
        connection.connect(address)
    except OSError:
        connection.close()
        raise
    return connection
