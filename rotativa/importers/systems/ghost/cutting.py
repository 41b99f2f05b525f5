"""Cuts an export into the rows of its tables before any JSON parser sees it.

Only brackets and strings are looked at, on a memory map, so the size of a file does not matter; each row
is parsed for itself, and a damaged one costs nothing but itself. What stands around the rows may be
`{"db": [{"data": {…}}]}`, `{"data": {…}}` or the tables alone, as the versions of Ghost have it.
"""

import re
from codecs import BOM_UTF8
from collections.abc import Iterator
from functools import partial
from typing import IO, NamedTuple, TypeAlias

from django.utils.translation import gettext as _

from rotativa.importers.files import HEAD, Export, Format, marked_encoding, open_export
from rotativa.importers.records import ImportRefused

TOKEN = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"|["\[\]{}]', re.DOTALL)
BEFORE_VALUE = re.compile(rb"\s*+:")
UNMARKED_UTF16 = ((b"{\0", "utf-16-le"), (b"\0{", "utf-16-be"))
AROUND = frozenset({(), ("db",), ("db", "[]"), ("data",), ("db", "data"), ("db", "[]", "data")})
"""Where tables may stand, or what leads there; `[]` is any place in a list."""
LONGEST_NAME = 100
MOST_LEVELS = 200
QUOTE = ord('"')

Path: TypeAlias = tuple[str, ...]


class Span(NamedTuple):
    start: int
    end: int


def _encoding(file: IO[bytes]) -> tuple[str, str]:
    file.seek(0)
    return marked_encoding(file.read(HEAD), UNMARKED_UTF16) or "utf-8", ""


open_json = partial(open_export, form=Format("JSON", _encoding))


class Cutter:
    """Walks once over an export and yields each row, and what stands in place of one, with its table."""

    def __init__(self, export: Export) -> None:
        self.export = export
        self.tables: set[str] = set()
        """Those met so far."""
        self._tokens = self._walk()
        self._opened: list[Path] = []
        self._name = ""

    def __iter__(self) -> Iterator[tuple[str, Span]]:
        for token in self._tokens:
            start, end = token.span()
            sign = self.export.data[start : start + 1]
            if sign == b'"':
                self._take_string(start, end)
                if not self._name and self._is_row((*self._opened[-1], "[]")):
                    yield self._opened[-1][-1], Span(start, end)
            elif sign in b"]}":
                if self._opened:
                    self._opened.pop()
                if not self._opened:
                    return
            elif self._is_entered(path := self._path(start), sign):
                self._opened.append(path)
            else:
                span = Span(start, self._end(start))
                if self._is_row(path):
                    yield path[-2], span
        raise self._cut_off()

    def _walk(self) -> Iterator[re.Match[bytes]]:
        """One search at a time: `finditer` would hold the map open, and it could not be closed."""
        position = 0
        while found := TOKEN.search(self.export.data, position):
            yield found
            position = found.end()

    def _take_string(self, start: int, end: int) -> None:
        if not self._opened:
            raise self._kind()
        if end - start == 1:
            raise self._cut_off()
        is_name = BEFORE_VALUE.match(self.export.data, end) and end - start <= LONGEST_NAME
        self._name = self.export.data[start + 1 : end - 1].decode("utf-8", "replace") * bool(
            is_name
        )

    def _path(self, start: int) -> Path:
        """Of what opens here."""
        if not self._opened:
            before = self.export.data[: min(start, LONGEST_NAME)].removeprefix(BOM_UTF8)
            if self.export.data[start : start + 1] != b"{" or before.strip():
                raise self._kind()
            return ()
        name, self._name = self._name, ""
        return (*self._opened[-1], name or "[]")

    def _is_entered(self, path: Path, sign: bytes) -> bool:
        if path in AROUND:
            return True
        is_table = sign == b"[" and path[:-1] in AROUND and path[-1] != "[]"
        if is_table:
            self.tables.add(path[-1])
        return is_table

    def _is_row(self, path: Path) -> bool:
        return path[-1] == "[]" and len(path) > 1 and path[-2] in self.tables

    def _end(self, start: int) -> int:
        """Past what opens at a place, whatever is in it."""
        data, levels = self.export.data, 1
        for token in self._tokens:
            sign = data[token.start()]
            if sign == QUOTE:
                if token.end() - token.start() == 1:
                    break
            elif sign in b"{[":
                levels += 1
                if levels > MOST_LEVELS:
                    raise self._depth(token.start())
            else:
                levels -= 1
                if not levels:
                    return token.end()
        raise self._cut_off(start)

    def _kind(self) -> ImportRefused:
        why = _("This is not an export of Ghost (JSON): make one under Settings, Import/Export.")
        return ImportRefused(f"{self.export.name}: {why}")

    def _depth(self, start: int) -> ImportRefused:
        why = _("It is nested deeper than any export of Ghost: the file is not read.")
        return ImportRefused(f"{self.export.where(start)}: {why}")

    def _cut_off(self, start: int = 0) -> ImportRefused:
        if not self._opened:
            return self._kind()
        place = self.export.where(start or len(self.export.data))
        why = (
            _("The file ends before what begins here is closed.")
            if start
            else _("The file ends before it is closed.")
        )
        advice = _("It was cut off: export it again. Nothing was stored.")
        return ImportRefused(f"{place}: {why} {advice}")
