"""What a table's cell can hold: paragraphs, bold, italic, links and code."""

import re
from typing import Any

from rotativa.importers.body.rich import paragraphs_in, paragraphs_of, rich_text
from rotativa.importers.records import Block

_NO_FORMAT = re.compile(r"</?(?:s|sub|sup)>")
_LIST_TAG = re.compile(r"</?(?:ul|ol|li)>")


def paragraphs_of_cell(blocks: list[Block]) -> tuple[list[str], list[Block]]:
    """The text of the blocks as paragraphs, and the blocks that are no text."""
    paragraphs: list[str] = []
    things: list[Block] = []
    for block in blocks:
        found = _paragraphs(block)
        if found is None:
            things.append(block)
        else:
            paragraphs.extend(_NO_FORMAT.sub("", paragraph) for paragraph in found)
    return paragraphs, things


def _paragraphs(block: Block) -> list[str] | None:
    value = block["value"]
    match block["type"]:
        case "paragraph":
            return paragraphs_of(block)
        case "list":
            return [item for item in _LIST_TAG.split(value) if item]
        case "heading":
            return [f"<b>{rich_text(value['text'])}</b>"]
        case "code":
            return [f"<code>{rich_text(value['code'])}</code>"]
        case "pull_quote":
            return [rich_text(text) for text in (value["text"], value["attribution"]) if text]
        case "statement":
            return [rich_text(text) for text in (value["quote"], value["speaker"]) if text]
        case "table":
            return _flat(value)
    return None


def _flat(table: dict[str, list[dict[str, Any]]]) -> list[str]:
    """A table inside a cell, cell by cell."""
    headings = [rich_text(column["heading"]) for column in table["columns"]]
    cells = [cell for row in table["rows"] for cell in row["values"]]
    paragraphs = [text for cell in cells for text in paragraphs_in(cell)]
    return [*filter(None, headings), *paragraphs]
