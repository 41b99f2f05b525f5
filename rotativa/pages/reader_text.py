"""What readers read of a page, so that a change of it can be told from a change of anything else.

A translation follows the words and pictures of its original: headline, deck, body, captions,
questions, what search engines show. It does not follow the section, authors, tags, slug or dates,
whether the article is pinned, nor how the desk stores the same thing differently.
"""

import hashlib
import json
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from wagtail import blocks

if TYPE_CHECKING:
    from rotativa.pages.models.base import BasePage

DRAFTAIL_KEY = re.compile(r' data-block-key="[^"]*"')
NOTHING: tuple[Any, ...] = (None, "", False, [], {})


def digest_of(page: "BasePage") -> str:
    """The same for two versions of a page that read the same."""
    text = json.dumps(reader_text(page), sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def reader_text(page: "BasePage") -> dict[str, Any]:
    text = {name: plain(getattr(page, name)) for name in page.reader_fields}
    for relation, names in page.reader_children.items():
        rows = getattr(page, relation).all()
        text[relation] = [{name: plain(getattr(row, name)) for name in names} for row in rows]
    return text


def plain(value: Any) -> Any:
    if isinstance(value, blocks.StreamValue):
        return plain_stream(value.stream_block, value.get_prep_value())
    return str(value or "")


def plain_stream(block: blocks.StreamBlock, rows: Iterable[dict[str, Any]]) -> list[Any]:
    """Without the ids of blocks; what is of no known kind is shown to nobody."""
    kinds = block.child_blocks
    return [
        [row["type"], plain_value(kinds[row["type"]], row["value"])]
        for row in rows
        if row["type"] in kinds
    ]


def plain_value(block: blocks.Block, value: Any) -> Any:
    """As it is stored, but for what makes no difference to readers."""
    if isinstance(block, blocks.StreamBlock):
        return plain_stream(block, value or [])
    if isinstance(block, blocks.StructBlock):
        return plain_struct(block, value or {})
    if isinstance(block, blocks.ListBlock):
        return [plain_value(block.child_block, item_of(row)) for row in value or []]
    return DRAFTAIL_KEY.sub("", value) if isinstance(value, str) else value


def plain_struct(block: blocks.StructBlock, value: dict[str, Any]) -> dict[str, Any]:
    """A part left empty, or as it is by default, is as good as none: older texts lack newer parts."""
    parts = {
        name: plain_value(child, value.get(name)) for name, child in block.child_blocks.items()
    }
    return {
        name: part
        for name, part in parts.items()
        if part not in NOTHING and part != block.child_blocks[name].meta.default
    }


def item_of(row: Any) -> Any:
    """Items of a list are stored with a type and an id, and were stored bare in older versions."""
    return row["value"] if isinstance(row, dict) and row.get("type") == "item" else row
