"""Makes blocks of text, formats and things, in the order in which they are met."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from html import escape
from typing import TypeAlias

from lxml.etree import _Element

from rotativa.importers.body.attachments import Attachments
from rotativa.importers.body.lines import blocks_of_lines
from rotativa.importers.body.result import Action, Report
from rotativa.importers.records import Block

Element: TypeAlias = _Element
Rule: TypeAlias = "Callable[[Composer, Element], None]"

MOST_LEVELS = 120
"""Deeper elements give their text only. `bounds` keeps real bodies far above this."""

_SPACES = re.compile(r"[ \t\n\r\f]+")
_MIXED = re.compile(r"[ \t\n\r\f\xa0]+")
_BLANK_LINES = re.compile(r"\n[ \t]*\n\s*")
_INVISIBLE = " \t\n\r\f\xa0\u200b\u200c\u200d\ufeff"


@dataclass(slots=True)
class Figure:
    """What a figure says about the things in it; the first that can show it takes it."""

    caption: str = ""
    credit: str = ""
    is_wide: bool = False

    def take_caption(self) -> str:
        caption, self.caption = self.caption, ""
        return caption

    def take_credit(self) -> str:
        credit, self.credit = self.credit, ""
        return credit


class Composer:
    """Reads a tree and collects blocks.

    Consecutive paragraphs share a block. Formats are opened only when text follows, so an image
    or a blank line may fall anywhere: the paragraph before it ends and the one after it goes on in
    the same formats.
    """

    def __init__(
        self,
        rules: "Mapping[object, Rule]",
        attachments: Attachments,
        report: Report,
        formats: Iterable[str] = (),
    ) -> None:
        self.rules = rules
        self.attachments = attachments
        self._report = report
        self.keeps_lines = False
        """A newline is a line break and a blank line ends a paragraph, as in WordPress."""
        self.link = ""
        self.figure = Figure()
        self.level = 0
        self._blocks: list[Block] = []
        self._paragraphs: list[str] = []
        self._wanted = list(formats)
        self._opened: list[str] = []
        self._pieces: list[str] = []
        self._breaks = 0
        self._space = False
        self._is_inked = False

    # Reading

    def read(self, node: Element) -> None:
        """Takes in what stands inside a node."""
        if self.level > MOST_LEVELS:
            self.text(str(node.xpath("string()")))
            return
        self.level += 1
        rules = self.rules
        if node.text:
            self.text(node.text)
        for child in node:
            rule = rules.get(child.tag)
            if rule is not None:
                rule(self, child)
            elif isinstance(child.tag, str):
                self.read(child)
            if child.tail:
                self.text(child.tail)
        self.level -= 1

    def take(self, child: Element) -> None:
        """Takes in a node by its rule, without what follows it."""
        rule = self.rules.get(child.tag)
        if rule is not None:
            rule(self, child)
        elif isinstance(child.tag, str):
            self.read(child)

    def read_apart(self, node: Element) -> None:
        """Takes in a node that begins and ends a paragraph."""
        self.end_paragraph()
        self.read(node)
        self.end_paragraph()

    def part(self) -> "Composer":
        """A fresh composer for a cell or an item, with the same rules, report and formats."""
        return self._like_this(self._wanted)

    def _like_this(self, formats: Iterable[str]) -> "Composer":
        part = Composer(self.rules, self.attachments, self._report, formats)
        part.keeps_lines = self.keeps_lines
        part.level = self.level
        return part

    def blocks_in(self, node: Element) -> list[Block]:
        """The blocks that a node gives by itself, outside any format."""
        part = self._like_this(())
        part.read(node)
        return part.finish()

    # Text and formats

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

    def _words(self, text: str) -> None:
        words = _collapse(text) if "\xa0" in text else _SPACES.sub(" ", text)
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
            words = words[:-1]
            self._write(words)
            self._space = True
        else:
            self._write(words)

    def _write(self, words: str) -> None:
        if self._space or self._breaks or self._opened != self._wanted:
            self._catch_up()
        self._pieces.append(escape(words, quote=False))
        if not self._is_inked and words.strip(_INVISIBLE):
            self._is_inked = True

    def _catch_up(self) -> None:
        """Writes the breaks, spaces and changes of format that came since the latest word."""
        if self._breaks > 1:
            self.end_paragraph()
        kept = 0
        for opened, wanted in zip(self._opened, self._wanted, strict=False):
            if opened != wanted:
                break
            kept += 1
        self._pieces.extend(_closing(start) for start in reversed(self._opened[kept:]))
        if self._pieces:
            if self._breaks:
                self._pieces.append("<br>")
            elif self._space:
                self._pieces.append(" ")
        self._pieces.extend(self._wanted[kept:])
        self._opened = list(self._wanted)
        self._breaks = 0
        self._space = False

    def format(self, start: str, node: Element) -> None:
        """Takes in a node in a format, given by its start tag."""
        if start in self._wanted:
            self.read(node)
            return
        self._wanted.append(start)
        self.read(node)
        self._wanted.remove(start)

    def words_in(self, start: str, words: str) -> None:
        self._wanted.append(start)
        self.text(words)
        self._wanted.remove(start)

    def break_line(self) -> None:
        """Twice without a word between ends the paragraph."""
        if self._pieces:
            self._breaks += 1
        self._space = False

    @property
    def is_at_line_start(self) -> bool:
        return not self._pieces or self._breaks > 0

    def end_paragraph(self) -> None:
        pieces, self._pieces = self._pieces, []
        opened, self._opened = self._opened, []
        is_inked, self._is_inked = self._is_inked, False
        self._breaks = 0
        self._space = False
        if is_inked:
            pieces.extend(_closing(start) for start in reversed(opened))
            self._take("".join(pieces))

    def _take(self, html: str) -> None:
        if "http" not in html:
            self._paragraphs.append(html)
            return
        for piece in blocks_of_lines(html):
            if isinstance(piece, str):
                self._paragraphs.append(piece)
            else:
                _caption(piece, self.figure)
                self.add(piece["type"], piece["value"])

    # Blocks

    def paragraph(self, html: str) -> None:
        """Takes a whole paragraph of rich text."""
        self.end_paragraph()
        self._paragraphs.append(html)

    def add(self, kind: str, value: object) -> None:
        self.end_paragraph()
        self._flush()
        self._blocks.append({"type": kind, "value": value})

    def extend(self, blocks: list[Block]) -> None:
        """Takes blocks that a part gave."""
        for block in blocks:
            if block["type"] == "paragraph":
                self.end_paragraph()
                self._paragraphs.extend(paragraphs_of(block))
            else:
                self.add(block["type"], block["value"])

    @property
    def latest(self) -> Block | None:
        """The latest block, when nothing came after it."""
        if self._pieces or self._paragraphs or not self._blocks:
            return None
        return self._blocks[-1]

    def finish(self) -> list[Block]:
        self.end_paragraph()
        self._flush()
        return self._blocks

    def _flush(self) -> None:
        if self._paragraphs:
            value = f"<p>{'</p><p>'.join(self._paragraphs)}</p>"
            self._blocks.append({"type": "paragraph", "value": value})
            self._paragraphs = []

    def report(self, action: Action, what: str, why: str) -> None:
        self._report.add(action, what, why)


def _caption(block: Block, figure: Figure) -> None:
    """Gives a block made of an address the caption of the figure around it."""
    field = {"video": "caption", "social": "text", "map": "note"}[block["type"]]
    block["value"][field] = figure.take_caption()


def paragraphs_of(block: Block) -> list[str]:
    """The rich text of each paragraph of a paragraph block."""
    value: str = block["value"]
    return value.removeprefix("<p>").removesuffix("</p>").split("</p><p>")


def _collapse(text: str) -> str:
    """One space for a run of spaces; a no-break space beside a plain one is a typist's indent."""
    return _MIXED.sub(lambda run: run[0] if run[0].strip("\xa0") == "" else " ", text)


def _closing(start: str) -> str:
    return "</a>" if start.startswith("<a ") else f"</{start[1:]}"
