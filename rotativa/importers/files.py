"""Opens an export as bytes in UTF-8, whatever it was written in, without reading it into memory.

Everything after this file works on a memory map: a pattern runs over a file of any size, and only the
entry that is being read is ever copied.
"""

import codecs
import mmap
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from django.utils.translation import gettext as _

from rotativa.importers.records import ImportRefused

CHUNK = 1 << 20
HEAD = 1 << 16
BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
PACKED = (b"PK\x03\x04", b"\x1f\x8b")


@dataclass(frozen=True, slots=True)
class Format:
    """What the files of a system are."""

    name: str
    encoding: Callable[[IO[bytes]], tuple[str, str]]
    """The encoding to read a file in, and the one that it wrongly declares."""


@dataclass
class Export:
    """One file of an export, mapped into memory."""

    name: str
    data: mmap.mmap
    declared: str = ""
    """The encoding that the file declares, when its bytes are in another one."""
    _line: int = field(default=1, init=False)
    _counted_to: int = field(default=0, init=False)

    def line_at(self, offset: int) -> int:
        """The line of a place in the file; cheap when places are asked for in rising order."""
        if offset < self._counted_to:
            self._line, self._counted_to = 1, 0
        for start in range(self._counted_to, offset, CHUNK):
            self._line += self.data[start : min(start + CHUNK, offset)].count(b"\n")
        self._counted_to = offset
        return self._line

    def place(self, offset: int) -> str:
        return f"{self.name}:{self.line_at(offset)}"

    def where(self, offset: int) -> str:
        """The place in words."""
        return _("%(file)s, line %(line)d") % {"file": self.name, "line": self.line_at(offset)}


@contextmanager
def open_export(path: Path, form: Format) -> Iterator[Export]:
    with ExitStack() as stack:
        try:
            data, declared = _open(path, form, stack)
        except OSError as error:
            reason = error.strerror or error
            raise ImportRefused(f"{path}: {reason}") from error
        yield Export(path.name, data, declared)


def _open(path: Path, form: Format, stack: ExitStack) -> tuple[mmap.mmap, str]:
    if path.exists() and not path.is_file():
        raise ImportRefused(
            _("%(path)s is not a file: name the %(format)s files of the export.")
            % {"path": path, "format": form.name}
        )
    file: IO[bytes] = stack.enter_context(path.open("rb"))
    _refuse_what_is_no_text(file, path.name, form)
    encoding, declared = form.encoding(file)
    if encoding != "utf-8":
        file = stack.enter_context(_recoded(file, encoding))
    return stack.enter_context(_mapped(file)), declared


def _mapped(file: IO[bytes]) -> mmap.mmap:
    return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)


def _refuse_what_is_no_text(file: IO[bytes], name: str, form: Format) -> None:
    head = file.read(HEAD)
    if not head.strip():
        raise ImportRefused(_("%(file)s is empty: export it again.") % {"file": name})
    if head.startswith(PACKED):
        raise ImportRefused(
            _("%(file)s is compressed: unpack it and import the %(format)s files inside.")
            % {"file": name, "format": form.name}
        )


def marked_encoding(head: bytes, unmarked: tuple[tuple[bytes, str], ...] = ()) -> str:
    """The encoding that a mark at the beginning tells, or empty; `unmarked` are beginnings that tell as much."""
    return next(
        (encoding for mark, encoding in (*BYTE_ORDER_MARKS, *unmarked) if head.startswith(mark)), ""
    )


@contextmanager
def _recoded(file: IO[bytes], encoding: str) -> Iterator[IO[bytes]]:
    """A copy in UTF-8 on disk, for as long as it is read."""
    file.seek(0)
    decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
    with TemporaryFile() as copy:
        while chunk := file.read(CHUNK):
            copy.write(decoder.decode(chunk).encode("utf-8", "replace"))
        copy.write(decoder.decode(b"", final=True).encode("utf-8", "replace"))
        copy.flush()
        yield copy
