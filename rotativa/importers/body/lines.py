"""Finds addresses that stand alone on a line: a video, a post, or a plain link."""

import re
from collections.abc import Iterator
from html import escape, unescape

from rotativa.importers.body.fitting import is_address
from rotativa.importers.body.hosts import recognise
from rotativa.importers.body.rich import BREAK
from rotativa.importers.records import Block

_ALONE = re.compile(
    r'(?:<(?:b|i|s)>)*(?:<a href="([^"]+)">)?(https?://[^\s<>]+)(</a>)?(?:</(?:b|i|s)>)*'
)


def blocks_of_lines(html: str) -> Iterator[str | Block]:
    """A paragraph's rich text, cut where a line is nothing but the address of a video or post."""
    kept: list[str] = []
    for line in html.split(BREAK):
        alone = _ALONE.fullmatch(line)
        if not alone:
            kept.append(line)
            continue
        url = unescape(alone[1] or alone[2])
        block = block_of_url(url)
        if block is None:
            kept.append(line if alone[1] else plain_link(url))
            continue
        if kept:
            yield BREAK.join(kept)
            kept = []
        yield block
    if kept:
        yield BREAK.join(kept)


def block_of_url(url: str, *, title: str = "", caption: str = "", text: str = "") -> Block | None:
    """A video, social or map block for an address of a known host."""
    known = recognise(url)
    if known is None or not is_address(known.url):
        return None
    if known.kind == "video":
        return {
            "type": "video",
            "value": {"url": known.url, "title": title, "caption": caption},
        }
    if known.kind == "social":
        value = {"url": known.url, "text": text or caption, "author": ""}
        return {"type": "social", "value": value}
    return {
        "type": "map",
        "value": {"url": known.url, "place": known.name or title or known.url, "note": caption},
    }


def plain_link(url: str, text: str = "") -> str:
    """Rich text of a link that is shown as its address unless there are words for it."""
    return f'<a href="{escape(url)}">{escape(text or url, quote=False)}</a>'
