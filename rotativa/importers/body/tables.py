"""Rules for tables: rows of rich text under plain headings."""

from collections.abc import Callable, Iterator

from django.utils.translation import gettext as _

from rotativa.importers.body.cells import paragraphs_of_cell
from rotativa.importers.body.composer import Composer, Element, Rule
from rotativa.importers.body.plain import plain_text
from rotativa.importers.records import Block

MOST_COLUMNS = 100
MOST_CELLS = 100_000


def _table(composer: Composer, node: Element) -> None:
    composer.end_paragraph()
    rows = list(_rows(node))
    if not _is_data(rows):
        composer.read_apart(node)
        return
    grid = _Grid(composer)
    headings = grid.headings(rows.pop(0)) if _is_heading(rows[0]) else []
    for row in rows:
        grid.take(row)
    caption = node.find("caption")
    title = plain_text(caption) if caption is not None else ""
    composer.add("table", grid.value(headings, title or composer.figure.take_caption()))
    composer.extend(grid.things)


def _rows(node: Element) -> Iterator[Element]:
    """A table's own rows."""
    for child in node:
        if child.tag == "tr":
            yield child
        else:
            yield from child.iterchildren("tr")


def _is_data(rows: list[Element]) -> bool:
    """Whether it is more than a frame around text."""
    return any(row.find("th") is not None or len(row.findall("td")) > 1 for row in rows)


def _is_heading(row: Element) -> bool:
    above = row.getparent()
    if above is not None and above.tag == "thead":
        return True
    return row.find("td") is None and row.find("th") is not None


class _Grid:
    """Rows of equal length; a cell over several places stands in the first of them."""

    def __init__(self, composer: Composer) -> None:
        self.composer = composer
        self.things: list[Block] = []
        self._rows: list[list[str]] = []
        self._room = MOST_CELLS
        self._covered: dict[int, int] = {}
        """Column → how many rows from here a cell from above covers."""

    def headings(self, row: Element) -> list[str]:
        for image in row.iter("img"):
            part = self.composer.part()
            part.take(image)
            self.things.extend(part.finish())
        return self._places(row, plain_text)

    def take(self, row: Element) -> None:
        self._rows.append(self._places(row, self._cell))

    def value(self, headings: list[str], caption: str) -> dict[str, object]:
        width = max(map(len, [headings, *self._rows]), default=0)
        headings = headings + [""] * (width - len(headings))
        return {
            "columns": [{"type": "text", "heading": heading} for heading in headings],
            "rows": [{"values": row + [""] * (width - len(row))} for row in self._rows],
            "caption": caption,
        }

    def _places(self, row: Element, text_of: Callable[[Element], str]) -> list[str]:
        covered, self._covered = self._covered, {}
        places: list[str] = []
        for cell in row.iterchildren("td", "th"):
            while len(places) in covered:
                places.append("")
            if len(places) >= MOST_COLUMNS:
                places[-1] += text_of(cell)
                continue
            across, down = self._spans(cell, MOST_COLUMNS - len(places))
            covered.update(dict.fromkeys(range(len(places), len(places) + across), down))
            places += [text_of(cell), *[""] * (across - 1)]
        self._covered = {column: down - 1 for column, down in covered.items() if down > 1}
        self._room -= len(places)
        return places

    def _spans(self, cell: Element, columns: int) -> tuple[int, int]:
        """How many columns and rows a cell takes, as long as the table stays of a bearable size."""
        across, down = _span(cell, "colspan"), _span(cell, "rowspan")
        if across == down == 1:
            return 1, 1
        why = _("A cell that spans several places stands in the first; the rest are empty.")
        self.composer.report("altered", "<td colspan rowspan>", why)
        return (min(across, columns), down) if self._room > 0 else (1, 1)

    def _cell(self, cell: Element) -> str:
        part = self.composer.part()
        if cell.tag == "th":
            part.format("<b>", cell)
        else:
            part.read(cell)
        paragraphs, things = paragraphs_of_cell(part.finish())
        if things:
            why = _("It stands after its table: a cell holds text only.")
            for thing in things:
                self.composer.report("altered", thing["type"], why)
            self.things.extend(things)
        return "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)


def _span(cell: Element, name: str) -> int:
    written = (cell.get(name) or "1").strip()
    return max(1, int(written)) if written.isdecimal() and len(written) < 6 else 1


RULES: dict[object, Rule] = {"table": _table}
