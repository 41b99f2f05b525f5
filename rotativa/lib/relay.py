"""Lines to the mail relay that the keeper of the site has named: opened, secured and signed in.

The standard library speaks until mail can be sent; then the line is its user's, and never blocks.
"""

import contextlib
import smtplib
import socket
import ssl
from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Literal
from urllib.parse import urlsplit

import idna
from django.conf import settings

from rotativa.lib.asking import trust
from rotativa.lib.smtp_client import Client, Connection, Heed

AT_ONCE = 256 * 1024
MOST_PIECES = 100
"""Systems take some more at once, and each its own number."""
FINAL_CODES = range(500, 600)


class NoRelay(Exception):
    """Nobody answers, or not as it should; `is_final` where asking again would not help, `is_late` where the time was
    over."""

    def __init__(self, words: str, *, is_final: bool = False, is_late: bool = False) -> None:
        super().__init__(words)
        self.is_final = is_final
        self.is_late = is_late


@dataclass(frozen=True, slots=True)
class Relay:
    host: str
    port: int
    security: Literal["starttls", "tls", "none"]
    name: str
    """What we call ourselves."""
    user: str = ""
    password: str = ""
    seconds: float = 120
    """For all that opens a line: some let one in only after a while, on purpose or as they look somebody up (RFC 5321,
    4.5.3.2.1)."""


def own_name() -> str:
    """What we call ourselves (RFC 5321, 4.1.1.1 and 4.1.3): the site's address, as looking up the machine's own name
    may take long."""
    host = str(urlsplit(settings.WAGTAILADMIN_BASE_URL).hostname)
    try:
        address = ip_address(host)
    except ValueError:
        return host if host.isascii() else idna.encode(host, uts46=True).decode()
    return f"[IPv6:{address}]" if address.version == 6 else f"[{address}]"


class Line:
    """A connection that is ready for mail. Reading and writing return at once."""

    def __init__(self, connection: socket.socket, *, extensions: frozenset[str]) -> None:
        connection.setblocking(False)
        self.connection = connection
        self.extensions = extensions
        self.left = memoryview(b"")
        self.is_broken = False

    def fileno(self) -> int:
        return self.connection.fileno()

    @property
    def unsent(self) -> int:
        """How many bytes the machine has not taken from us."""
        return len(self.left)

    def receive(self) -> bytes | None:
        """What has come; None where nothing has, empty where the other side is gone."""
        parts = []
        try:
            while part := self.connection.recv(AT_ONCE):
                parts.append(part)
                if len(part) < AT_ONCE and not isinstance(self.connection, ssl.SSLSocket):
                    break
            else:
                self.is_broken = True
        except (BlockingIOError, ssl.SSLWantReadError, ssl.SSLWantWriteError):
            pass  # that was all for now
        except OSError:
            self.is_broken = True
        if parts:
            return b"".join(parts)
        return b"" if self.is_broken else None

    def send(self, pieces: Sequence[bytes]) -> None:
        """All of them in this order; what the machine does not take now is left for `flush`."""
        if self.left or len(pieces) > MOST_PIECES or isinstance(self.connection, ssl.SSLSocket):
            self.left = memoryview(b"".join((self.left, *pieces)))
            self.flush()
            return
        try:
            sent = self.connection.sendmsg(pieces)
        except BlockingIOError:
            sent = 0
        except OSError:
            self.is_broken = True
            sent = 0
        if sent < sum(map(len, pieces)):
            self.left = memoryview(b"".join(pieces))[sent:]

    def flush(self) -> None:
        try:
            while self.left and not self.is_broken:
                self.left = self.left[self.connection.send(self.left) :]
        except (BlockingIOError, ssl.SSLWantReadError, ssl.SSLWantWriteError):
            pass  # the rest goes when there is room
        except OSError:
            self.is_broken = True

    def close(self) -> None:
        self.connection.close()


def open_line(
    relay: Relay, *, context: ssl.SSLContext | None = None, heed: Heed | None = None
) -> Line:
    """Raises `NoRelay`. A relay that cannot prove its name is not spoken to. Whoever heeds the connection may end it
    meanwhile."""
    try:
        client = greet(relay, context, heed)
    except smtplib.SMTPResponseException as error:
        words = error.smtp_error
        told = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
        is_final = error.smtp_code in FINAL_CODES
        raise NoRelay(f"{relay.host}: {error.smtp_code} {told}", is_final=is_final) from error
    except smtplib.SMTPNotSupportedError as error:
        raise NoRelay(f"{relay.host}: {error}", is_final=True) from error
    except ssl.SSLCertVerificationError as error:
        raise NoRelay(f"{relay.host}: {error.verify_message}", is_final=True) from error
    except (smtplib.SMTPException, OSError) as error:
        is_late = isinstance(error, TimeoutError) or isinstance(error.__context__, TimeoutError)
        words = f"{relay.host}: {error or type(error).__name__}"
        raise NoRelay(words, is_late=is_late) from error
    return taken_over(client)


def greet(relay: Relay, context: ssl.SSLContext | None, heed: Heed | None = None) -> Client:
    if relay.security != "none":
        context = context or trust()  # which takes 9 MB
    client = Client(
        relay.host,
        relay.port,
        local_hostname=relay.name,
        timeout=relay.seconds,
        context=context if relay.security == "tls" else None,
        heed=heed,
    )
    try:
        if relay.security == "starttls":
            client.starttls(context=context)
        client.ehlo_or_helo_if_needed()
        if relay.user:
            client.login(relay.user, relay.password)
    except BaseException:
        client.close()
        raise
    return client


def end(connection: Connection) -> None:
    """Whoever waits for it hears of that at once; closing it alone would tell them nothing."""
    with contextlib.suppress(OSError):  # the other side was faster
        connection.shutdown(socket.SHUT_RDWR)


def taken_over(client: smtplib.SMTP) -> Line:
    connection = client.sock
    if connection is None:
        raise NoRelay("The relay has hung up.")
    if client.file is not None:
        client.file.close()  # its buffer is empty: every reply has been read
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return Line(connection, extensions=frozenset(client.esmtp_features))
