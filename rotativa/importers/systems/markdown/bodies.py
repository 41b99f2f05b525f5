"""The text below the front matter as blocks."""

import re
from collections.abc import Callable
from html import unescape

from rotativa.importers.body import Body, convert_html, convert_markdown


def read_body(text: str, *, is_html: bool, reference: Callable[[str], str]) -> Body:
    """Links and pictures keep the addresses they have in the text: they are settled afterwards."""
    if is_html:
        return convert_html(text)
    return convert_markdown(text, reference=reference)


def as_html(text: str) -> str:
    """Paragraphs and lists only, as rich text: for a biography."""
    blocks = convert_markdown(text).blocks
    return "".join(block["value"] for block in blocks if block["type"] in {"paragraph", "list"})


def as_plain(text: str) -> str:
    """The words of it on one line: for a description."""
    apart = re.sub(r"</(?:p|li)>|<br/>", " ", as_html(text))
    return " ".join(unescape(re.sub(r"<[^>]*>", "", apart)).split())
