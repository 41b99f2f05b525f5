"""A mailbox at a server that the keeper of the site has named: what is new in it, read and put away."""

import imaplib
import re
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal

from rotativa.lib.asking import trust

MOST_MAILS = 500
"""At a time."""
LONGEST = 256 * 1024
SECONDS = 30
UID = re.compile(rb"\d{1,20}")


class NoMailbox(Exception):
    """It cannot be opened or read."""


@dataclass(frozen=True, slots=True)
class Mailbox:
    host: str
    port: int
    security: Literal["tls", "starttls", "none"]
    user: str
    password: str
    folder: str = "INBOX"


class OpenMailbox:
    def __init__(self, server: imaplib.IMAP4) -> None:
        self.server = server

    def new(self) -> Iterator[tuple[bytes, bytes]]:
        """Number and beginning of each mail that has not been read. They stay so until they are put away."""
        told, found = self.server.uid("SEARCH", "UNSEEN")
        numbers = UID.findall(found[0] or b"") if told == "OK" and found else []
        for number in numbers[:MOST_MAILS]:
            told, parts = self.server.uid("FETCH", number.decode(), f"(BODY.PEEK[]<0.{LONGEST}>)")
            for part in parts if told == "OK" else []:
                if isinstance(part, tuple):
                    yield number, part[1]

    def put_away(self, number: bytes, *, for_good: bool) -> None:
        flags = r"(\Seen \Deleted)" if for_good else r"(\Seen)"
        self.server.uid("STORE", number.decode(), "+FLAGS.SILENT", flags)


@contextmanager
def open_mailbox(box: Mailbox, *, context: ssl.SSLContext | None = None) -> Iterator[OpenMailbox]:
    """What was put away for good is removed at the end. Raises `NoMailbox`."""
    try:
        server = connected(box, context or trust())
        try:
            server.login(box.user, box.password)
            told, words = server.select(f'"{box.folder}"')
            if told != "OK":
                raise NoMailbox(f"{box.folder}: {words[0]!r}")
            yield OpenMailbox(server)
            server.close()
        finally:
            server.logout()
    except (imaplib.IMAP4.error, OSError) as error:
        raise NoMailbox(f"{box.host}: {error or type(error).__name__}") from error


def connected(box: Mailbox, context: ssl.SSLContext) -> imaplib.IMAP4:
    if box.security == "tls":
        return imaplib.IMAP4_SSL(box.host, box.port, ssl_context=context, timeout=SECONDS)
    server = imaplib.IMAP4(box.host, box.port, timeout=SECONDS)
    if box.security == "starttls":
        server.starttls(context)
    return server
