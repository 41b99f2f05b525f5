"""What a reader sees of a body before and after: found without the code under test."""

import re
from collections.abc import Iterable, Iterator
from html import unescape
from html.parser import HTMLParser
from typing import Any

UNSEEN = frozenset({
    "audio", "canvas", "iframe", "script", "style", "svg", "template", "title", "video",
})  # fmt: skip
"""Has no words, or words for old browsers only."""
APART = frozenset({
    "address", "article", "aside", "blockquote", "br", "button", "center", "dd", "details", "div",
    "dl", "dt", "embed", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3",
    "h4", "h5", "h6", "header", "hr", "iframe", "img", "input", "label", "legend", "li", "main",
    "nav", "object", "ol", "option", "p", "pre", "section", "select", "summary", "table", "tbody",
    "td", "textarea", "tfoot", "th", "thead", "tr", "ul", "video", "audio",
})  # fmt: skip
SIGNS = re.compile(r"[↩↑⏎^⤴\ufe0e\ufe0f\u200b\ufeff\x00]")
"""Arrows back from a note, and what has no width."""

WINDOW = 500
"""A word that is found only further on is another one."""

Attributes = list[tuple[str, str | None]]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[str] = []
        self.unseen: list[str] = []

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        classes = dict(attrs).get("class") or ""
        if tag in UNSEEN or "wp-block-file__button" in classes:
            self.unseen.append(tag)
        if tag in APART:
            self.pieces.append(" ")
        if tag == "q":
            self.pieces.append("“")

    def handle_endtag(self, tag: str) -> None:
        if self.unseen and tag == self.unseen[-1]:
            self.unseen.pop()
        if tag == "q":
            self.pieces.append("”")
        if tag in APART:
            self.pieces.append(" ")

    def handle_data(self, data: str) -> None:
        if not self.unseen:
            self.pieces.append(data)


def words_of_html(html: str) -> list[str]:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return words_of("".join(reader.pieces))


def words_of(text: str) -> list[str]:
    return SIGNS.sub("", text).split()


def words_of_blocks(blocks: Iterable[dict[str, Any]]) -> list[str]:
    """Each word that the blocks show, in order; a table's caption counts above and below it."""
    return [word for block in blocks for word in _words(block["type"], block["value"])]


def _words(kind: str, value: Any) -> Iterator[str]:
    match kind:
        case "paragraph" | "list":
            yield from words_of_rich(value)
        case "table":
            yield from words_of(value["caption"])
            for column in value["columns"]:
                yield from words_of(column["heading"])
            for row in value["rows"]:
                for cell in row["values"]:
                    yield from words_of_rich(cell)
            yield from words_of(value["caption"])
        case "gallery":
            for item in value["images"]:
                yield from words_of(f"{item['value']['caption']} {item['value']['credit']}")
            yield from words_of(value["title"])
        case _:
            for text in value.values():
                if isinstance(text, str):
                    yield from words_of(text)


def words_of_rich(html: str) -> list[str]:
    apart = re.sub(r"</?(?:p|li|ul|ol)>|<br/>", " ", html)
    return words_of(unescape(re.sub(r"<[^>]*>", "", apart)))


def missing(wanted: list[str], found: list[str]) -> list[str]:
    """The wanted words that do not come in the found ones, in their order and close together."""
    places: dict[str, list[int]] = {}
    for place in range(len(found) - 1, -1, -1):
        places.setdefault(found[place], []).append(place)
    lost = []
    position = -1
    for word in wanted:
        later = places.get(word, [])
        while later and later[-1] <= position:
            later.pop()
        if later and later[-1] - position < WINDOW:
            position = later.pop()
        else:
            lost.append(word)
    return lost
