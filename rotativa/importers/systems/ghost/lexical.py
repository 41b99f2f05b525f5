"""Lexical, in which Ghost writes since version 5, as HTML."""

from collections.abc import Iterable
from html import escape
from typing import Any, Final

from django.utils.translation import gettext as _

from rotativa.importers.body.result import Report
from rotativa.importers.systems.ghost.cards import card, said, tag

FORMATS: Final = ("strong", "em", "s", "u", "code", "sub", "sup", "mark")
"""By the bits of a text's number."""
ELEMENTS: Final = {
    "paragraph": "p",
    "quote": "blockquote",
    "extended-quote": "blockquote",
    "aside": "blockquote",
    "listitem": "li",
}
HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
LINKS: Final = frozenset({"link", "autolink", "at-link"})
TEXTS: Final = frozenset({"text", "extended-text", "tk", "emoji"})
MOST_LEVELS = 60


def html_of_lexical(document: Any, report: Report) -> str:
    return _inside(document["root"], report, 0)


def _inside(node: dict[str, Any], report: Report, level: int) -> str:
    children = node.get("children")
    if not isinstance(children, list):
        return ""
    if level > MOST_LEVELS:
        why = _("It is nested deeper than any text: nothing of it was read.")
        report.add("skipped", said(node, "type")[:200], why)
        return ""
    return "".join(_node(each, report, level + 1) for each in children if isinstance(each, dict))


def _node(node: dict[str, Any], report: Report, level: int) -> str:
    kind = said(node, "type")
    if kind in TEXTS:
        return _text(node)
    if kind in {"linebreak", "tab"}:
        return "<br>" if kind == "linebreak" else " "
    inner = _inside(node, report, level)
    if kind in LINKS:
        return tag("a", inner, href=said(node, "url"))
    if kind in {"heading", "extended-heading"}:
        name = said(node, "tag")
        return tag(name if name in HEADINGS else "h2", inner)
    if kind == "list":
        return tag("ol" if said(node, "listType") == "number" else "ul", inner)
    if kind in ELEMENTS:
        return tag(ELEMENTS[kind], inner)
    return inner or card(kind, node, report)


def _text(node: dict[str, Any]) -> str:
    words = node.get("text")
    found = escape(words if isinstance(words, str) else "", quote=False)
    return formatted(found, _formats(node.get("format")))


def _formats(bits: Any) -> Iterable[str]:
    bits = bits if isinstance(bits, int) else 0
    return (name for bit, name in enumerate(FORMATS) if bits >> bit & 1)


def formatted(words: str, formats: Iterable[str]) -> str:
    for name in formats:
        words = tag(name, words)
    return words
