"""Rules for lists. What no list item can hold stands between two lists."""

from django.utils.translation import gettext as _

from rotativa.importers.body.composer import Composer, Element, Rule
from rotativa.importers.body.rich import BREAK, paragraphs_of
from rotativa.importers.records import Block


def take_list(composer: Composer, node: Element) -> None:
    composer.end_paragraph()
    writer = _Writer("ol" if node.tag == "ol" else "ul")
    writer.take(_words(composer, node.text))
    for child in node:
        part = composer.part()
        if child.tag == "li":
            part.read(child)
        else:
            part.take(child)
        writer.take(part.finish())
        writer.take(_words(composer, child.tail))
    composer.extend(writer.finish())
    _report_numbers(composer, node, was_cut=writer.was_cut)


def _words(composer: Composer, text: str | None) -> list[Block]:
    """Words astray between items."""
    if not text or text.isspace():
        return []
    part = composer.part()
    part.text(text)
    return part.finish()


class _Writer:
    """Puts the blocks of each item into one list, and cuts it where a block is no text."""

    def __init__(self, tag: str) -> None:
        self.tag = tag
        self.was_cut = False
        self._blocks: list[Block] = []
        self._items: list[str] = []

    def take(self, blocks: list[Block]) -> None:
        item = ""
        is_cut = False
        for block in blocks:
            if is_cut or block["type"] not in {"paragraph", "list"}:
                self._end_item(item)
                item = ""
                self._cut()
                self._blocks.append(block)
                is_cut = True
            elif block["type"] == "paragraph":
                self._end_item(item)
                item = BREAK.join(paragraphs_of(block))
            elif item or not self._items:
                item += block["value"]
            else:  # a list right inside a list belongs to the item before it
                item = self._items.pop() + block["value"]
        self._end_item(item)

    def finish(self) -> list[Block]:
        self._cut()
        return self._blocks

    def _end_item(self, item: str) -> None:
        if item:
            self._items.append(item)

    def _cut(self) -> None:
        if self._items:
            self.was_cut = self.was_cut or bool(self._blocks)
            items = "</li><li>".join(self._items)
            self._blocks.append(
                {"type": "list", "value": f"<{self.tag}><li>{items}</li></{self.tag}>"}
            )
            self._items = []


def _report_numbers(composer: Composer, node: Element, *, was_cut: bool) -> None:
    if node.tag != "ol":
        return
    start = node.get("start", "1")
    if start != "1" or node.get("reversed") is not None:
        what = f'<ol start="{start}">'
        composer.report("altered", what, _("A numbered list starts at 1 and counts up."))
    if any(item.get("value") for item in node.iterchildren("li")):
        composer.report("altered", "<li value>", _("A numbered list starts at 1 and counts up."))
    if was_cut:
        why = _("Numbering starts again after what stands between two items.")
        composer.report("altered", "<ol>", why)


def _stray_item(composer: Composer, node: Element) -> None:
    """An item outside a list."""
    composer.read_apart(node)


RULES: dict[object, Rule] = {
    "ol": take_list,
    "menu": take_list,
    "dir": take_list,
    "li": _stray_item,
}
