"""Rich text as Wagtail's editor stores it. Its reader wants every tag closed, `<br/>` too."""

import re
from collections.abc import Iterable
from html import escape, unescape

from rotativa.importers.records import Block

BREAK = "<br/>"
_TAG = re.compile(r"<[^>]*>")


def block_of(paragraphs: Iterable[str]) -> Block:
    """A paragraph block of paragraphs of rich text."""
    return {"type": "paragraph", "value": f"<p>{'</p><p>'.join(paragraphs)}</p>"}


def paragraphs_of(block: Block) -> list[str]:
    """The rich text of each paragraph of a paragraph block."""
    return paragraphs_in(block["value"])


def paragraphs_in(html: str) -> list[str]:
    return html.removeprefix("<p>").removesuffix("</p>").split("</p><p>") if html else []


def rich_text(text: str) -> str:
    """Rich text of plain text, its newlines as line breaks."""
    return escape(text, quote=False).replace("\n", BREAK)


def text_of_rich(html: str) -> str:
    """The text of rich text, line breaks as newlines."""
    return unescape(_TAG.sub("", html.replace(BREAK, "\n")))
