"""The original as it stands beside its translation: part by part, with what has changed since the check."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.rich_text import expand_db_html, get_text_for_indexing

from rotativa.lib.differences import Comparison, Piece
from rotativa.pages.models import BasePage
from rotativa.pages.reader_text import plain_value

HEAD = ("title", "deck", "lead_image_id", "lead_image_alt", "lead_image_caption", "lead_image_credit",
        "seo_title", "search_description")  # fmt: skip


Block: TypeAlias = blocks.StreamValue.StreamChild


@dataclass(slots=True)
class Part:
    """Something of the original that has a place of its own in the form of the translation."""

    label: str
    text: str = ""
    field_name: str = ""
    """The field of the form that holds its translation."""
    block: str = ""
    """The id of the block that holds it, for parts of the body."""
    is_lacking: bool = False
    """Whether the translation has no place for it."""
    html: str = ""
    """Rich text as readers get it."""
    before: str | None = None
    """What it said in the version to compare with, where that was something else."""
    difference: list[Piece] = field(default_factory=list)
    """Empty where the words are the same."""
    is_changed_otherwise: bool = False
    """The same words, but another picture, link or form."""

    @property
    def is_changed(self) -> bool:
        return bool(self.difference) or self.is_changed_otherwise

    @property
    def is_gone(self) -> bool:
        return bool(self.difference) and all(piece.kind == "removed" for piece in self.difference)


def parts_beside(translation: BasePage, *, original: BasePage, base: BasePage | None) -> list[Part]:
    """Of the original as it is now; `base` is the version that the translation was checked against."""
    parts = [
        *fields_beside(original, base),
        *blocks_beside(translation, original, base),
        *children_beside(original, base),
    ]
    comparison = Comparison(language=str(original.locale.language_code))
    for part in parts:
        if part.before is not None:
            part.difference = comparison.differences(part.before, part.text)
    return [part for part in parts if part.text or part.is_changed]


def fields_beside(original: BasePage, base: BasePage | None) -> list[Part]:
    parts = []
    for name in HEAD:
        if name in original.reader_fields:
            part = Part(label_of(original, name), text_of_field(original, name), field_name=name)
            part.is_changed_otherwise = bool(base) and getattr(original, name) != getattr(
                base, name
            )
            parts.append(compared(part, before=text_of_field(base, name) if base else None))
    return parts


def label_of(page: BasePage, name: str) -> str:
    if name == "title":
        return _("Headline")
    return str(capfirst(page._meta.get_field(name).verbose_name))


def text_of_field(page: BasePage, name: str) -> str:
    return str(getattr(page, name.removesuffix("_id")) or "")


def compared(part: Part, *, before: str | None) -> Part:
    if before != part.text:
        part.before = before
    return part


def blocks_beside(
    translation: BasePage, original: BasePage, base: BasePage | None
) -> Iterable[Part]:
    """In the order of the original; what it has lost stands where it stood."""
    body = list(getattr(original, "body", ()))
    places = places_in(list(getattr(translation, "body", ())), body)
    before = {block.id: block for block in getattr(base, "body", ())} if base else {}
    gone = gone_blocks(base, {block.id: number for number, block in enumerate(body)})
    for number, block in enumerate(body):
        yield from gone[number]
        part = Part(str(block.block.label), text_of(block), block=places.get(block.id, ""))
        part.is_lacking = block.id not in places
        part.html = html_of(block)
        yield compared_block(part, block, before.get(block.id)) if base else part
    yield from gone[len(body)]


def compared_block(part: Part, block: Block, before: Block | None) -> Part:
    if before is not None:
        now, then = (
            plain_value(each.block, each.get_prep_value()["value"]) for each in (block, before)
        )
        part.is_changed_otherwise = now != then
    return compared(part, before=text_of(before) if before else "")


def html_of(block: Block) -> str:
    is_rich = isinstance(block.block, blocks.RichTextBlock)
    return str(expand_db_html(block.value.source)) if is_rich else ""


def gone_blocks(base: BasePage | None, places: Mapping[str, int]) -> dict[int, list[Part]]:
    """Blocks of the checked version that the original has lost, by the place of what follows them now."""
    gone: dict[int, list[Part]] = defaultdict(list)
    place = 0
    for block in getattr(base, "body", ()):
        if block.id in places:
            place = places[block.id] + 1
        else:
            gone[place].append(compared(Part(str(block.block.label)), before=text_of(block)))
    return gone


def places_in(
    translated: Sequence[Block],
    original: Sequence[Block],
) -> dict[str, str]:
    """For blocks of the original the ids of those that hold their translation.

    The same id where the copy has kept it; else the next one of its kind that stands for no other.
    """
    ids = {block.id for block in translated}
    places = {block.id: block.id for block in original if block.id in ids}
    free = [block for block in translated if block.id not in places]
    for block in original:
        if block.id not in places:
            match = next((each for each in free if each.block_type == block.block_type), None)
            if match is not None:
                free.remove(match)
                places[block.id] = match.id
    return places


def children_beside(original: BasePage, base: BasePage | None) -> Iterable[Part]:
    """Questions; each is known by its number, since versions of a page share no keys of them."""
    for relation, names in original.reader_children.items():
        rows = [text_of_row(row, names) for row in getattr(original, relation).all()]
        old = [text_of_row(row, names) for row in getattr(base, relation).all()] if base else None
        label = capfirst(original._meta.get_field(relation).related_model._meta.verbose_name)
        for number in range(max(len(rows), len(old or ()))):
            part = Part(f"{label} {number + 1}", at(rows, number), field_name=relation)
            yield compared(part, before=None if old is None else at(old, number))


def text_of_row(row: object, names: Iterable[str]) -> str:
    return "\n".join(str(getattr(row, name)) for name in names if getattr(row, name))


def at(texts: Sequence[str], number: int) -> str:
    return texts[number] if number < len(texts) else ""


def text_of(block: Block) -> str:
    return text_of_value(block.block, block.value)


def text_of_value(block: blocks.Block, value: Any) -> str:
    """The words of a block as plain text; how it is laid out is no matter of translation."""
    if value is None or isinstance(block, blocks.ChoiceBlock | blocks.BooleanBlock):
        return ""
    if isinstance(block, blocks.RichTextBlock):
        return str(get_text_for_indexing(value.source))
    if isinstance(block, blocks.StructBlock):
        return text_of_struct(block, value)
    if isinstance(block, blocks.ListBlock):
        return "\n".join(text_of_value(block.child_block, item) for item in value)
    if isinstance(block, TypedTableBlock):
        return text_of_table(value)
    if isinstance(block, blocks.StaticBlock):
        return str(block.meta.admin_text or block.label)
    return str(value)


def text_of_struct(block: blocks.StructBlock, value: Any) -> str:
    lines = [
        (child.label, text_of_value(child, value.get(name)))
        for name, child in block.child_blocks.items()
    ]
    said = [(label, text) for label, text in lines if text]
    if len(said) == 1:
        return said[0][1]
    return "\n".join(f"{label}: {text}" for label, text in said)


def text_of_table(value: Any) -> str:
    head = " | ".join(column["heading"] for column in value.columns)
    rows = [" | ".join(text_of_value(cell.block, cell.value) for cell in row) for row in value.rows]
    return "\n".join([head, *rows])
