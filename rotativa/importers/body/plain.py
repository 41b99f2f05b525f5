"""Plain text of a node: for headings, captions, attributions and other fields without formats."""

import re

from lxml import etree
from lxml.etree import _Element as Element

_SPACES = re.compile(r"[ \t\n\r\f]+")
_APART = ("br", "p", "div", "li", "tr", "td", "th", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6")
_string = etree.XPath("string()", smart_strings=False)


def plain_text(node: Element) -> str:
    """All text inside, with single spaces."""
    if not len(node):
        return one_line(node.text or "")
    for apart in node.iter(*_APART):
        apart.tail = f" {apart.tail or ''}"
    return one_line(str(_string(node)))


def raw_text(node: Element) -> str:
    """All text inside as it stands, line breaks as newlines."""
    for line_break in node.iter("br"):
        line_break.tail = f"\n{line_break.tail or ''}"
    return str(_string(node))


def one_line(text: str) -> str:
    return _SPACES.sub(" ", text).strip()
