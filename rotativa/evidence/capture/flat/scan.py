"""Finds what a style sheet names, in one walk: no sheet makes it go back over what it has seen."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

BEGINS = re.compile(r"url\(|@import\b", re.IGNORECASE)
SPACE = re.compile(r"\s*")
OF_IMPORT = re.compile(r"\s*(?:url\(\s*)?", re.IGNORECASE)
BARE = re.compile(r"[^'\");\s]+")
QUOTES = ("'", '"')


@dataclass(frozen=True)
class Named:
    """An address, and where in the text it is named."""

    begin: int
    end: int
    address: str
    is_import: bool = False


def scan(text: str) -> Iterator[Named]:
    """One after the other; what never closes names nothing."""
    return iter(_Scan(text))


class _Scan:
    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._gone: set[str] = set()
        """Signs that do not come any more, so that nobody looks for them again."""

    def __iter__(self) -> Iterator[Named]:
        while match := BEGINS.search(self._text, self._at):
            self._at = match.end()
            is_import = match[0].startswith("@")
            address = self._import() if is_import else self._url()
            if address is not None:
                yield Named(match.start(), self._at, address, is_import=is_import)

    def _url(self) -> str | None:
        self._at = _after(SPACE, self._text, self._at)
        if not self._text.startswith(QUOTES, self._at):
            return self._until(")")
        address = self._quoted()
        closing = _after(SPACE, self._text, self._at)
        if not self._text.startswith(")", closing):
            return None
        self._at = closing + 1
        return address

    def _import(self) -> str | None:
        self._at = _after(OF_IMPORT, self._text, self._at)
        if self._text.startswith(QUOTES, self._at):
            address = self._quoted()
        else:
            begin, self._at = self._at, _after(BARE, self._text, self._at)
            address = self._text[begin : self._at]
        return address if address and self._until(";") is not None else None

    def _quoted(self) -> str | None:
        quote = self._text[self._at]
        self._at += 1
        return self._until(quote)

    def _until(self, sign: str) -> str | None:
        """What stands before the next `sign`, and go on behind that."""
        if sign in self._gone:
            return None
        end = self._text.find(sign, self._at)
        if end < 0:
            self._gone.add(sign)
            return None
        begin, self._at = self._at, end + 1
        return self._text[begin:end].rstrip()


def _after(pattern: re.Pattern[str], text: str, at: int) -> int:
    match = pattern.match(text, at)
    return match.end() if match else at
