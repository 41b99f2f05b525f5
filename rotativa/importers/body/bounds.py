"""Keeps a hostile body from costing more than its length: bounds on size, tags and nesting.

HTML parsers take quadratic time and worse for unclosed tags in their ten thousands, so what goes
beyond any real page is taken out before a parser sees it. Text stays.
"""

import re
from collections import Counter
from html import unescape

MOST_CHARACTERS = 16 * 1024 * 1024
MOST_TAGS = 500_000
MOST_SIGNS = 100_000
MOST_LEVELS = 64
MOST_FORMATS = 12
HARMLESS = 400
"""So few tags cannot hurt, however they nest."""

_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/<>]*)[^<>]*>?")
_ANY_TAG = re.compile(r"<(?:(script|style)\b|[a-zA-Z/!])[^<>]*>?")
_FORMATS = frozenset({
    "a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt",
    "u",
})  # fmt: skip
_UNCOUNTED = frozenset({
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param",
    "source", "track", "wbr", "p", "li", "dd", "dt", "td", "th", "tr", "option",
    "thead", "tbody", "tfoot", "colgroup", "rp", "rt",
})  # fmt: skip


def is_too_long(text: str) -> bool:
    return len(text) > MOST_CHARACTERS


def is_too_dense(html: str) -> bool:
    """Whether it has more tags, or signs written as entities, than a parser takes in good time."""
    return html.count("<") > MOST_TAGS or html.count("&") + html.count("\xa0") > MOST_SIGNS


def text_only(html: str) -> str:
    """The text between tags, found without a parser."""
    pieces = []
    position = 0
    for tag in _ANY_TAG.finditer(html):
        if tag.start() < position:
            continue
        pieces += [html[position : tag.start()], " "]
        position = tag.end()
        if tag[1]:
            end = html.find(f"</{tag[1]}", position)
            position = end if end >= 0 else len(html)
    pieces.append(html[position:])
    return unescape("".join(pieces))


def flatten(html: str) -> tuple[str, bool]:
    """The HTML without tags nested beyond any real page, and whether there were any."""
    if html.count("<") <= HARMLESS:
        return html, False
    counter = _Levels()
    flat = _TAG.sub(counter.keep, html)
    return flat, counter.dropped_any


class _Levels:
    """Counts what is open, name by name, and drops what would go too deep."""

    def __init__(self) -> None:
        self.open: Counter[str] = Counter()
        self.dropped: Counter[str] = Counter()
        self.levels = 0
        self.formats = 0
        self.dropped_any = False

    def keep(self, tag: re.Match[str]) -> str:
        name = tag[2].lower()
        if name in _UNCOUNTED:
            return tag[0]
        keeps = self._close(name) if tag[1] else self._open(name)
        return tag[0] if keeps else ""

    def _open(self, name: str) -> bool:
        is_format = name in _FORMATS
        if self.levels >= MOST_LEVELS or (is_format and self.formats >= MOST_FORMATS):
            self.dropped[name] += 1
            self.dropped_any = True
            return False
        self._count(name, 1)
        return True

    def _close(self, name: str) -> bool:
        if self.dropped[name]:
            self.dropped[name] -= 1
            return False
        if self.open[name]:
            self._count(name, -1)
        return True

    def _count(self, name: str, step: int) -> None:
        self.open[name] += step
        self.levels += step
        if name in _FORMATS:
            self.formats += step
