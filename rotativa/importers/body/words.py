"""Makes rich text of words and formats."""

import re
from abc import ABC, abstractmethod
from bisect import insort
from collections.abc import Iterable
from html import escape

from rotativa.importers.body.rich import BREAK

_MIXED = re.compile(r"[ \t\n\r\f\xa0]+")
_BLANK_LINES = re.compile(r"\n[ \t]*\n\s*")
_INVISIBLE = " \t\n\r\f\xa0\u200b\u200c\u200d\ufeff"


class Words(ABC):
    """The paragraph that is being written.

    A format is opened only when a word follows it, so a paragraph may end anywhere and the next
    one goes on in the same formats. A format is named by its start tag.
    """

    def __init__(self, formats: Iterable[str] = ()) -> None:
        self.keeps_lines = False
        """A newline is a line break and a blank line ends a paragraph, as in WordPress."""
        self._formats = list(formats)
        self._opened: list[str] = []
        self._pieces: list[str] = []
        self._breaks = 0
        self._space = False
        self._is_inked = False

    @abstractmethod
    def _take(self, html: str) -> None:
        """Takes the rich text of a whole paragraph."""

    @property
    def is_at_line_start(self) -> bool:
        return not self._pieces or self._breaks > 0

    def text(self, text: str) -> None:
        if not self.keeps_lines or "\n" not in text:
            self._words(text)
            return
        for number, paragraph in enumerate(_BLANK_LINES.split(text)):
            if number:
                self.end_paragraph()
            for line_number, line in enumerate(paragraph.split("\n")):
                if line_number and not self._breaks:
                    self.break_line()
                if line:
                    self._words(line)

    def words_in(self, start: str, words: str) -> None:
        self._begin(start)
        self.text(words)
        self._formats.remove(start)

    def _begin(self, start: str) -> None:
        """Formats nest in the alphabet's order, links outside, as the editor would nest them."""
        insort(self._formats, start)

    def break_line(self) -> None:
        """Twice without a word between ends the paragraph."""
        if self._pieces:
            self._breaks += 1
        self._space = False

    def end_paragraph(self) -> None:
        pieces, self._pieces = self._pieces, []
        opened, self._opened = self._opened, []
        is_inked, self._is_inked = self._is_inked, False
        self._breaks = 0
        self._space = False
        if is_inked:
            pieces.extend(_closing(start) for start in reversed(opened))
            self._take("".join(pieces))

    def _words(self, text: str) -> None:
        words = text
        if "\n" in text or "  " in text or "\xa0" in text or "\t" in text:
            words = _MIXED.sub(_one_space, text)
        if words[:1] == " ":
            self._space = True
            words = words[1:]
            if not words:
                return
        if not self._pieces or self._breaks:
            words = words.lstrip()
            if not words:
                return
        if words[-1] == " ":
            self._write(words[:-1])
            self._space = True
        else:
            self._write(words)

    def _write(self, words: str) -> None:
        if self._space or self._breaks or self._opened != self._formats:
            self._catch_up()
        self._pieces.append(escape(words, quote=False))
        if not self._is_inked and words.strip(_INVISIBLE):
            self._is_inked = True

    def _catch_up(self) -> None:
        """Writes the breaks, spaces and changes of format that came since the latest word."""
        if self._breaks > 1:
            self.end_paragraph()
        kept = self._kept()
        self._pieces.extend(_closing(start) for start in reversed(self._opened[kept:]))
        if self._pieces:
            if self._breaks:
                self._pieces.append(BREAK)
            elif self._space:
                self._pieces.append(" ")
        self._pieces.extend(self._formats[kept:])
        self._opened = list(self._formats)
        self._breaks = 0
        self._space = False

    def _kept(self) -> int:
        """How many formats go on. A link does not go over a break: the editor would lose the break."""
        kept = 0
        for opened, wanted in zip(self._opened, self._formats, strict=False):
            if opened != wanted or (self._breaks and opened.startswith("<a ")):
                break
            kept += 1
        return kept


def _one_space(run: re.Match[str]) -> str:
    """One for a run of spaces; a no-break space beside a plain one is a typist's indent."""
    return " " if run[0].strip("\xa0") else run[0]


def _closing(start: str) -> str:
    return "</a>" if start.startswith("<a ") else f"</{start[1:]}"
