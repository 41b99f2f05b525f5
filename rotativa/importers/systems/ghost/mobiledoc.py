"""Mobiledoc, in which Ghost wrote from version 1 to 4, as HTML."""

import re
from html import escape
from typing import Any, Final

from django.utils.translation import gettext as _

from rotativa.importers.body.result import Report
from rotativa.importers.systems.ghost.cards import card, tag

MARKUP, IMAGE, LIST, CARD = 1, 2, 3, 10
"""What begins a section."""
NAME: Final = re.compile(r"[a-z][a-z0-9]{0,10}")
BREAKS: Final = frozenset({"soft-return", "soft-break"})


def html_of_mobiledoc(document: Any, report: Report) -> str:
    return "".join(_section(each, document, report) for each in document["sections"])


def _section(section: list[Any], document: Any, report: Report) -> str:
    match section:
        case [int(kind), str(name), list(markers), *_] if kind == MARKUP:
            return tag(_name(name, "p"), _line(markers, document))
        case [int(kind), str(src), *_] if kind == IMAGE:
            return tag("figure", tag("img", src=src))
        case [int(kind), str(name), list(items), *_] if kind == LIST:
            lines = "".join(tag("li", _line(markers, document)) for markers in items)
            return tag("ol" if name == "ol" else "ul", lines)
        case [int(kind), int(number), *_] if kind == CARD:
            name, fields = document["cards"][number][:2]
            return card(str(name), fields if isinstance(fields, dict) else {}, report)
    why = _("An unknown part of the text: nothing of it could be read.")
    report.add("skipped", str(section)[:200], why)
    return ""


def _line(markers: list[Any], document: Any) -> str:
    """Text and atoms; each says which formats begin before it, and how many end after it."""
    opened: list[str] = []
    pieces: list[str] = []
    for kind, begins, ends, what in markers:
        for number in begins:
            name, attributes = _markup(document["markups"][number])
            pieces.append(f"<{name}{attributes}>")
            opened.append(name)
        pieces.append(_atom(document["atoms"][what]) if kind else escape(what, quote=False))
        pieces += [f"</{opened.pop()}>" for _end in range(min(ends, len(opened)))]
    return "".join([*pieces, *(f"</{name}>" for name in reversed(opened))])


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
