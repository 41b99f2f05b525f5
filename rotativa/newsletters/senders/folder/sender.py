"""Letters as files in a folder, each under its own name: writing one twice leaves one."""

import time
from pathlib import Path

from rotativa.lib.mail_folder import put
from rotativa.newsletters.letters import Book, Entry, Mail
from rotativa.newsletters.models.delivery import State
from rotativa.newsletters.senders.report import Bounds, Report

AT_ONCE = 100


def put_in_folder(folder: Path, book: Book, mail: Mail, bounds: Bounds) -> Report:
    report = Report()
    ends_at = time.monotonic() + bounds.seconds
    while time.monotonic() < ends_at and (letters := book.claim(AT_ONCE)):
        mail.prepare(letters)
        for letter in letters:
            put(folder, f"letter-{letter.id}", as_file(mail.written(letter)))
        report.counts[State.SENT] += len(letters)
        book.enter([Entry(letter.id, State.SENT) for letter in letters])
    return report


def as_file(pieces: list[bytes]) -> bytes:
    """Dots are doubled for SMTP only."""
    return b"".join(pieces).replace(b"\r\n.", b"\r\n")
