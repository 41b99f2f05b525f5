"""How those who serve learn at once what was printed, without looking at the disk at each request.

A writer appends the paths to a journal, then raises a counter in a shared page of memory. A reader
compares one integer at each request; when it has moved, it reads the new lines. When the journal
has grown long a new one is begun, and readers forget all they hold.
"""

import fcntl
import mmap
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

LONGEST = 1 << 20
"""Bytes after which a new journal is begun."""
PAGE = mmap.PAGESIZE


class Journal:
    """In the folder given: `journal` (a path a line), `counter` (how often it was written to, mapped)."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.file = folder / "journal"
        self.counter = mapped(folder / "counter")

    def write(self, paths: Iterable[str]) -> None:
        """Tell readers that the sheets of these paths have changed."""
        lines = "".join(f"{path}\n" for path in paths if "\n" not in path).encode()
        with locked(self.folder / "lock"):
            if self.file.exists() and self.file.stat().st_size > LONGEST:
                self.file.unlink()
            with self.file.open("ab") as file:
                file.write(lines)
            self.counter[0] += 1


class News:
    """What one process has read of a journal, from now on."""

    def __init__(self, journal: Journal) -> None:
        self.journal = journal
        self.counter = journal.counter
        self.begin()

    def begin(self) -> None:
        self.seen = self.counter[0]
        self.file = self.journal.file.open("ab+")
        self.position = self.file.seek(0, os.SEEK_END)

    def close(self) -> None:
        self.file.close()

    def read(self) -> list[str] | None:
        """The paths that were written since the last call; None when it may have been any."""
        if self.is_replaced():
            self.close()
            self.begin()
            return None
        self.seen = self.counter[0]
        self.file.seek(self.position)
        data = self.file.read()
        whole = data[: data.rfind(b"\n") + 1]
        self.position += len(whole)
        return whole.decode().splitlines()

    def is_replaced(self) -> bool:
        try:
            there = self.journal.file.stat()
        except FileNotFoundError:
            return True
        return there.st_ino != os.fstat(self.file.fileno()).st_ino


def mapped(path: Path) -> "memoryview[int]":
    """A file's first eight bytes as one integer that all processes share."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        if os.fstat(descriptor).st_size < PAGE:
            os.truncate(descriptor, PAGE)
        memory = mmap.mmap(descriptor, PAGE)
    finally:
        os.close(descriptor)
    return memoryview(memory).cast("Q")


@contextmanager
def locked(path: Path) -> Iterator[None]:
    with path.open("ab") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
