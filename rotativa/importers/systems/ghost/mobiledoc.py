"""Mobiledoc, in which Ghost wrote from version 1 to 4, as HTML."""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from html import escape
from typing import Any, Final

from django.utils.translation import gettext as _

from rotativa.importers.body.bounds import MOST_CHARACTERS
from rotativa.importers.body.result import Report
from rotativa.importers.systems.ghost.cards import card, tag

MARKUP, IMAGE, LIST, CARD = 1, 2, 3, 10
"""What begins a section."""
NAME: Final = re.compile(r"[a-z][a-z0-9]{0,10}")
BREAKS: Final = frozenset({"soft-return", "soft-break"})


def html_of_mobiledoc(document: Any, report: Report) -> str:
    @cache
    def shown(number: int) -> str:
        name, fields = document["cards"][number][:2]
        return card(str(name), fields if isinstance(fields, dict) else {}, report)

    sections = (_section(each, document, shown, report) for each in document["sections"])
    return "".join(_bounded(piece for each in sections for piece in each))


def _bounded(pieces: Iterable[str]) -> Iterator[str]:
    """Sections name cards, atoms and formats by their numbers, so few words may call for any length."""
    length = 0
    for piece in pieces:
        length += len(piece)
        if length > MOST_CHARACTERS:
            raise ValueError(f"it is longer than {MOST_CHARACTERS} characters")
        yield piece


def _section(
    section: list[Any], document: Any, shown: Callable[[int], str], report: Report
) -> Iterator[str]:
    match section:
        case [int(kind), str(name), list(markers), *_] if kind == MARKUP:
            yield from _around(_name(name, "p"), _line(markers, document))
        case [int(kind), str(src), *_] if kind == IMAGE:
            yield tag("figure", tag("img", src=src))
        case [int(kind), str(name), list(items), *_] if kind == LIST:
            lines = (piece for each in items for piece in _around("li", _line(each, document)))
            yield from _around("ol" if name == "ol" else "ul", lines)
        case [int(kind), int(number), *_] if kind == CARD:
            yield shown(number)
        case _:
            why = _("An unknown part of the text: nothing of it could be read.")
            report.add("skipped", str(section)[:200], why)


def _around(name: str, pieces: Iterable[str]) -> Iterator[str]:
    yield f"<{name}>"
    yield from pieces
    yield f"</{name}>"


def _line(markers: list[Any], document: Any) -> Iterator[str]:
    """Text and atoms; each says which formats begin before it, and how many end after it."""
    opened: list[str] = []
    for kind, begins, ends, what in markers:
        for number in begins:
            name, attributes = _markup(document["markups"][number])
            yield f"<{name}{attributes}>"
            opened.append(name)
        yield _atom(document["atoms"][what]) if kind else escape(what, quote=False)
        for _end in range(min(ends, len(opened))):
            yield f"</{opened.pop()}>"
    for name in reversed(opened):
        yield f"</{name}>"


def _markup(markup: list[Any]) -> tuple[str, str]:
    name = _name(markup[0], "span")
    told = markup[1] if len(markup) > 1 else []
    pairs = dict(zip(told[::2], told[1::2], strict=False))
    href = pairs.get("href") if name == "a" else ""
    return name, f' href="{escape(str(href))}"' if href else ""


def _atom(atom: list[Any]) -> str:
    return "<br>" if atom[0] in BREAKS else escape(str(atom[1]), quote=False)


def _name(name: str, otherwise: str) -> str:
    return name if NAME.fullmatch(name) else otherwise
