"""The text below the front matter as blocks."""

import re
from collections.abc import Callable, Mapping
from html import unescape

from rotativa.importers.body import Body, convert_html, convert_markdown
from rotativa.importers.records import Cited


def read_body(
    text: str,
    *,
    is_html: bool,
    reference: Callable[[str], str],
    named: Mapping[str, Cited] | None,
) -> Body:
    """Links and pictures keep the addresses they have in the text: they are settled afterwards.

    With `named`, footnotes become sources; without, they stay notes.
    """
    if is_html:
        return convert_html(text, named=named)
    return convert_markdown(text, reference=reference, named=named)


def as_html(text: str) -> str:
    """Paragraphs and lists only, as rich text: for a biography."""
    blocks = convert_markdown(text).blocks
    return "".join(block["value"] for block in blocks if block["type"] in {"paragraph", "list"})


def as_plain(text: str) -> str:
    """The words of it on one line: for a description."""
    apart = re.sub(r"</(?:p|li)>|<br/>", " ", as_html(text))
    return " ".join(unescape(re.sub(r"<[^>]*>", "", apart)).split())
