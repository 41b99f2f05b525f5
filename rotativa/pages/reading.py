"""A body made ready to be read: in a fixed number of queries, however long it is."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any

from django.db.models import prefetch_related_objects
from django.utils.safestring import SafeString
from wagtail.blocks import StreamValue, StructValue
from wagtail.contrib.typed_table_block.blocks import TypedTable
from wagtail.rich_text import RichText

from rotativa.lib.html import markdown_to_html
from rotativa.media.models import Picture
from rotativa.pages.cards import put_cards
from rotativa.pages.foreign_html import fitted
from rotativa.pages.outline import Outline
from rotativa.pages.rich_text import expanded

Put = Callable[[SafeString | RichText], None]


def readable(body: StreamValue) -> StreamValue:
    """The same body; its values now hold what the templates of the blocks show."""
    expand_rich_texts(body)
    set_headings(body)
    put_cards(body)
    fetch_renditions(body)
    return body


def expand_rich_texts(body: StreamValue) -> None:
    places = list(rich_texts(body))
    for (put, _source), html in zip(
        places, expanded([source for _put, source in places]), strict=True
    ):
        put(html)


def rich_texts(body: Iterable[Any]) -> Iterator[tuple[Put, str]]:
    """Each rich text in a body, in tables too, with what puts its HTML in its place."""
    for block in body:
        if isinstance(block.value, RichText):
            yield partial(setattr, block, "value"), block.value.source
        elif isinstance(block.value, TypedTable):
            yield from cells(block.value)


def cells(table: TypedTable) -> Iterator[tuple[Put, str]]:
    for row in table.row_data:
        for place, cell in enumerate(row["values"]):
            if isinstance(cell, RichText):
                yield partial(row["values"].__setitem__, place), cell.source


def set_headings(body: StreamValue) -> None:
    outline = Outline()
    for block in body:
        match block.block_type:
            case "heading":
                block.value.rank = outline.next_rank(int(block.value["level"]))
                block.value.anchor = outline.anchor(block.value["text"])
            case "questions":
                outline.next_rank(2)
                outline.next_rank(3)
            case "markdown":
                block.value = fitted(markdown_to_html(block.value), outline)
            case "html":
                block.value = fitted(block.value, outline)


def fetch_renditions(body: StreamValue) -> None:
    prefetch_related_objects(list(pictures(body)), "renditions")


def pictures(body: StreamValue) -> Iterator[Picture]:
    """The pictures in a body, in their order."""
    values: list[StructValue] = []
    for block in body:
        if block.block_type == "image":
            values.append(block.value)
        elif block.block_type == "gallery":
            values.extend(block.value["images"])
    yield from (value["image"] for value in values if value["image"] is not None)
