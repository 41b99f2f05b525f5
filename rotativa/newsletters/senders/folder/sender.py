"""Letters as files in a folder, each under its own name: writing one twice leaves one."""

import time
from pathlib import Path

from rotativa.lib.mail_folder import put
from rotativa.newsletters.letters import Book, Claimed, Entry, Mail
from rotativa.newsletters.models.delivery import State
from rotativa.newsletters.senders.report import Bounds, Report, latest_of
from rotativa.newsletters.senders.unwritten import put_aside

AT_ONCE = 100


def put_in_folder(folder: Path, book: Book, mail: Mail, bounds: Bounds) -> Report:
    report = Report(latest=latest_of(bounds.earlier))
    ends_at = time.monotonic() + bounds.seconds
    while time.monotonic() < ends_at and (letters := book.claim(AT_ONCE)):
        mail.prepare(letters)
        book.enter([stored(letter, folder, mail, report) for letter in letters])
    return report


def stored(letter: Claimed, folder: Path, mail: Mail, report: Report) -> Entry:
    try:
        pieces = mail.written(letter)
    except Exception as error:  # noqa: BLE001 - told of, or raised
        return put_aside(letter, error, write=mail.written, report=report)
    put(folder, f"letter-{letter.id}", as_file(pieces))
    report.counts[State.SENT] += 1
    report.note(is_yes=True)
    return Entry(letter.id, State.SENT)


def as_file(pieces: list[bytes]) -> bytes:
    """Dots are doubled for SMTP only."""
    return b"".join(pieces).replace(b"\r\n.", b"\r\n")
