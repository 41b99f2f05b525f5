"""Links to other pages in a body as it is stored: finding them, and leading them elsewhere."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from wagtail import blocks

from rotativa.pages.reader_text import item_of

PAGE_LINK = re.compile(r'<a\b[^>]*\blinktype="page"[^>]*>')
ID = re.compile(r'\bid="(\d+)"')


def linked_pages(value: blocks.StreamValue) -> list[int]:
    """Keys of the pages that a body links or shows, in its order, each once."""
    found: dict[int, None] = {}

    def note(pk: int) -> int:
        found[pk] = None
        return pk

    walk(value.stream_block, value.get_prep_value(), note)
    return list(found)


def relinked(value: blocks.StreamValue, moved: Mapping[int, int]) -> list[Any]:
    """The body as it is stored, with its links leading to other pages."""
    stored: list[Any] = walk(
        value.stream_block, value.get_prep_value(), lambda pk: moved.get(pk, pk)
    )
    return stored


def walk(block: blocks.Block, value: Any, lead: Callable[[int], int]) -> Any:
    """A stored value with each page's key put through `lead`."""
    if isinstance(block, blocks.StreamBlock):
        return [walk_row(block, row, lead) for row in value or []]
    if isinstance(block, blocks.StructBlock):
        kinds = block.child_blocks
        return {
            name: walk(kinds[name], part, lead) if name in kinds else part
            for name, part in (value or {}).items()
        }
    if isinstance(block, blocks.ListBlock):
        return [walk_item(block, row, lead) for row in value or []]
    if isinstance(block, blocks.PageChooserBlock):
        return lead(value) if isinstance(value, int) else value
    if isinstance(block, blocks.RichTextBlock) and isinstance(value, str):
        return PAGE_LINK.sub(lambda tag: led_tag(tag[0], lead), value)
    return value


def walk_row(block: blocks.StreamBlock, row: Any, lead: Callable[[int], int]) -> Any:
    kind = block.child_blocks.get(row["type"])
    return {**row, "value": walk(kind, row["value"], lead)} if kind else row


def walk_item(block: blocks.ListBlock, row: Any, lead: Callable[[int], int]) -> Any:
    item = walk(block.child_block, item_of(row), lead)
    return {**row, "value": item} if item_of(row) is not row else item


def led_tag(tag: str, lead: Callable[[int], int]) -> str:
    return ID.sub(lambda found: f'id="{lead(int(found[1]))}"', tag)
