"""Makes blocks of text, formats and things, in the order in which they are met."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from lxml.etree import _Element

from rotativa.importers.body.attachments import Attachments
from rotativa.importers.body.fitting import fitted
from rotativa.importers.body.lines import blocks_of_lines
from rotativa.importers.body.result import Action, Report
from rotativa.importers.body.rich import block_of, paragraphs_of
from rotativa.importers.body.words import Words
from rotativa.importers.records import Block

Element: TypeAlias = _Element
Rule: TypeAlias = "Callable[[Composer, Element], None]"

MOST_LEVELS = 120
"""Deeper elements give their text only. `bounds` keeps real bodies far above this."""


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


class Composer(Words):
    """Reads a tree and collects blocks. Consecutive paragraphs share a block."""

    def __init__(
        self,
        rules: "Mapping[object, Rule]",
        attachments: Attachments,
        report: Report,
        formats: Iterable[str] = (),
    ) -> None:
        super().__init__(formats)
        self.rules = rules
        self.attachments = attachments
        self.link = ""
        self.figure = Figure()
        self._report = report
        self._level = 0
        self._is_part = False
        self._blocks: list[Block] = []
        self._paragraphs: list[str] = []

    # Reading

    def read(self, node: Element) -> None:
        """Takes in what stands inside a node."""
        if self._level > MOST_LEVELS:
            self.text(str(node.xpath("string()")))
            return
        self._level += 1
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
        self._level -= 1

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

    def format(self, start: str, node: Element) -> None:
        """Takes in a node in a format."""
        if start in self._formats:
            self.read(node)
            return
        self._begin(start)
        self.read(node)
        self._formats.remove(start)

    def part(self) -> "Composer":
        """A fresh composer for a cell or an item, with the same rules, report and formats."""
        return self._like_this(self._formats)

    def blocks_in(self, node: Element) -> list[Block]:
        """The blocks that a node gives by itself, outside any format."""
        part = self._like_this(())
        part.read(node)
        return part.finish()

    def _like_this(self, formats: Iterable[str]) -> "Composer":
        part = Composer(self.rules, self.attachments, self._report, formats)
        part.keeps_lines = self.keeps_lines
        part._level = self._level
        part._is_part = True
        return part

    # Blocks

    def paragraph(self, html: str) -> None:
        """Takes a whole paragraph of rich text."""
        self.end_paragraph()
        self._paragraphs.append(html)

    def add(self, kind: str, value: object) -> None:
        self.end_paragraph()
        self._add({"type": kind, "value": value})

    def extend(self, blocks: Iterable[Block]) -> None:
        """Takes blocks that a part gave."""
        self.end_paragraph()
        for block in blocks:
            if block["type"] == "paragraph":
                self._paragraphs.extend(paragraphs_of(block))
            else:
                self._end_run()
                self._blocks.append(block)

    def finish(self) -> list[Block]:
        self.end_paragraph()
        self._end_run()
        return self._blocks

    @property
    def latest(self) -> Block | None:
        """The latest block, when nothing came after it."""
        if self._pieces or self._paragraphs or not self._blocks:
            return None
        return self._blocks[-1]

    def report(self, action: Action, what: str, why: str) -> None:
        self._report.add(action, what, why)

    def _take(self, html: str) -> None:
        if self._is_part or "http" not in html:
            self._paragraphs.append(html)
            return
        for piece in blocks_of_lines(html):
            if isinstance(piece, str):
                self._paragraphs.append(piece)
            else:
                _caption(piece, self.figure)
                self._add(piece)

    def _add(self, block: Block) -> None:
        self.extend(fitted(block, self._report))

    def _end_run(self) -> None:
        if self._paragraphs:
            self._blocks.append(block_of(self._paragraphs))
            self._paragraphs = []


def _caption(block: Block, figure: Figure) -> None:
    """Gives a block made of an address the caption of the figure around it."""
    field = {"video": "caption", "social": "text", "map": "note"}[block["type"]]
    block["value"][field] = figure.take_caption()
