"""Bodies from records to StreamField: references to pictures and files become those that are stored."""

import re
import uuid
from collections.abc import Iterator
from html import escape, unescape
from typing import Any, Protocol

from django.utils.translation import gettext as _

from rotativa.importers.actions.links import LINK
from rotativa.importers.records import Block, MediaReference, Notice


class Kept(Protocol):
    @property
    def picture(self) -> int | None: ...
    @property
    def file(self) -> int | None: ...


class Finder(Protocol):
    def find(self, reference: MediaReference) -> Kept | None: ...


def references_in(value: Any) -> Iterator[MediaReference]:
    """Every reference within raw blocks, however deep."""
    match value:
        case MediaReference():
            yield value
        case dict():
            for part in value.values():
                yield from references_in(part)
        case list():
            for part in value:
                yield from references_in(part)


def resolved(body: list[Block], *, media: Finder, notices: list[Notice]) -> list[Block]:
    """The body with what is stored in it; what is missing becomes a link to where it was."""
    blocks: list[Block] = []
    for block in body:
        match block["type"]:
            case "image":
                blocks.append(resolved_image(block, media=media, notices=notices))
            case "gallery":
                blocks += resolved_gallery(block, media=media, notices=notices)
            case "file":
                blocks.append(resolved_file(block, media=media, notices=notices))
            case "paragraph" | "list":
                blocks.append({**block, "value": with_files(block["value"], media=media)})
            case _:
                blocks.append(block)
    return blocks


def with_files(html: str, *, media: Finder) -> str:
    """Rich text whose links to stored files lead to them, not to the old site."""

    def link(match: re.Match[str]) -> str:
        try:
            kept = media.find(MediaReference(url=unescape(match[1])))
        except ValueError:  # no address at all
            return match[0]
        if kept is None or kept.file is None:
            return match[0]
        return f'<a linktype="document" id="{kept.file}">'

    return LINK.sub(link, html)


def resolved_image(block: Block, *, media: Finder, notices: list[Notice]) -> Block:
    value = block["value"]
    reference: MediaReference = value["image"]
    kept = media.find(reference)
    if kept is not None and kept.picture is not None:
        return {**block, "value": {**value, "image": kept.picture}}
    return missing(reference, value.get("caption") or value.get("alt") or "", notices=notices)


def resolved_gallery(block: Block, *, media: Finder, notices: list[Notice]) -> list[Block]:
    """Each picture gets an id: an item of a list that has none is taken for a value, and read as empty."""
    images: list[Block] = []
    lost: list[Block] = []
    for child in block["value"]["images"]:
        value = child["value"]
        kept = media.find(value["image"])
        if kept is not None and kept.picture is not None:
            shown = {**value, "image": kept.picture}
            images.append({"type": "item", "id": str(uuid.uuid4()), "value": shown})
        else:
            words = value.get("caption") or value.get("alt") or ""
            lost.append(missing(value["image"], words, notices=notices))
    gallery = {**block, "value": {**block["value"], "images": images}}
    return [gallery, *lost] if images else lost


def resolved_file(block: Block, *, media: Finder, notices: list[Notice]) -> Block:
    value = block["value"]
    reference: MediaReference = value["file"]
    kept = media.find(reference)
    if kept is not None and kept.file is not None:
        return {**block, "value": {**value, "file": kept.file}}
    return missing(reference, value.get("title", ""), notices=notices)


def missing(reference: MediaReference, words: str, *, notices: list[Notice]) -> Block:
    """A plain link in place of what could not be brought."""
    address = reference.url or reference.identity
    why = _("It could not be brought, and is a link now.")
    notices.append(Notice("altered", address, why, reference.identity))
    label = escape(words or address.rpartition("/")[2] or address)
    if not reference.url.startswith(("http://", "https://")):
        return {"type": "paragraph", "value": f"<p>{label}</p>"}
    return {"type": "paragraph", "value": f'<p><a href="{escape(reference.url)}">{label}</a></p>'}
