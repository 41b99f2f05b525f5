"""Letters as files in a folder, each under its own name: writing one twice leaves one."""

import time
from pathlib import Path

from rotativa.newsletters.letters import Book, Claimed, Entry, Mail
from rotativa.newsletters.models.delivery import State
from rotativa.newsletters.senders.report import Bounds, Report

AT_ONCE = 100


def put_in_folder(folder: Path, book: Book, mail: Mail, bounds: Bounds) -> Report:
    report = Report()
    ends_at = time.monotonic() + bounds.seconds
    folder.mkdir(parents=True, exist_ok=True)
    while time.monotonic() < ends_at and (letters := book.claim(AT_ONCE)):
        mail.prepare(letters)
        for letter in letters:
            put(folder, letter, mail)
        report.counts[State.SENT] += len(letters)
        book.enter([Entry(letter.id, State.SENT) for letter in letters])
    return report


def put(folder: Path, letter: Claimed, mail: Mail) -> None:
    written = b"".join(mail.written(letter)).replace(
        b"\r\n.", b"\r\n"
    )  # dots are doubled for SMTP only
    draft = folder / f"letter-{letter.id}.draft"
    draft.write_bytes(written)
    draft.replace(folder / f"letter-{letter.id}.eml")
