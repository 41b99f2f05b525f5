"""Seeing to it that the pictures of articles and pages can be shown."""

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from wagtail.models import Page

from rotativa.media.actions import request_renditions


def show_pictures(page_ids: Sequence[int], *, at: datetime) -> list[int]:
    """Ask for the renditions of all pictures that these pages show; return the pictures that lack some."""
    pictures: set[int] = set()
    for page in Page.objects.filter(pk__in=page_ids).specific():
        content = {"lead_image": getattr(page, "lead_image_id", None)}
        body = getattr(page, "body", None)
        pictures.update(pictures_in(content | {"body": list(body.raw_data) if body else []}))
    return request_renditions(pictures, at=at)


def pictures_in(content: dict[str, Any]) -> set[int]:
    """Pictures that a page shows, by its content as revisions keep it."""
    body = content.get("body") or []
    if isinstance(body, str):
        body = json.loads(body)
    lead = content.get("lead_image")
    return {*pictures_of_blocks(body), *([int(lead)] if lead else [])}


def pictures_of_blocks(blocks: Any) -> Iterator[int]:
    """The `image` of each block, however deep: galleries hold lists of them."""
    match blocks:
        case {"image": int(picture), **rest}:
            yield picture
            yield from pictures_of_blocks(list(rest.values()))
        case dict():
            yield from pictures_of_blocks(list(blocks.values()))
        case list():
            for block in blocks:
                yield from pictures_of_blocks(block)
