"""Keeps Markdown's inline parser from costing more than its text: long runs in pieces, plain addresses.

Several of its rules look on to the end of a paragraph at each sign, so that a paragraph of a megabyte
would take hours. In pieces of a few thousand characters it takes seconds.
"""

import re

from django.utils.translation import gettext as _
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from rotativa.importers.body.result import Report

REPORT = "report"
"""Key of a conversion's report in the parser's environment."""

LONGEST_RUN = 10_000
_LONGEST_LINE_BACK = 2_000
_SCHEMES = ("http", "https")
_ADDRESS = re.compile(r"://[\w\[][^\s<]{0,2000}")
_AFTER = " \t\n*_~("
_NOT_LAST = "?!.,:;*_~'\"[]"


def bounds_plugin(parser: MarkdownIt) -> None:
    """Goes after the plugin for bare addresses, whose slowest rule it replaces."""
    parser.core.ruler.before("inline", "pieces", _cut)
    parser.inline.ruler.at("gfm_autolink_protocol", _bare_address)


def _cut(state: StateCore) -> None:
    if all(len(token.content) <= LONGEST_RUN for token in state.tokens if token.type == "inline"):
        return
    tokens: list[Token] = []
    for token in state.tokens:
        if token.type != "inline" or len(token.content) <= LONGEST_RUN:
            tokens.append(token)
            continue
        report: Report = state.env[REPORT]
        why = _("A very long paragraph was read in pieces: formats that go over a cut may be lost.")
        report.add("altered", token.content[:80], why)
        tokens += [token.copy(content=piece, children=[]) for piece in _pieces(token.content)]
    state.tokens = tokens


def _pieces(text: str) -> list[str]:
    """The text cut before newlines where there are any, else before spaces."""
    pieces = []
    start = 0
    while len(text) - start > LONGEST_RUN:
        end = start + LONGEST_RUN
        cut = max(text.rfind("\n", end - _LONGEST_LINE_BACK, end), 0)
        cut = cut or text.rfind(" ", end - _LONGEST_LINE_BACK, end)
        cut = cut if cut > start else end
        pieces.append(text[start:cut])
        start = cut
    return [*pieces, text[start:]]


def _bare_address(state: StateInline, silent: bool) -> bool:
    """`http://…` and `https://…` at their colon."""
    source, colon = state.src, state.pos
    if silent or state.linkLevel or not source.startswith("://", colon):
        return False
    scheme = next((one for one in _SCHEMES if state.pending.endswith(one)), "")
    start = colon - len(scheme)
    if not scheme or (start and source[start - 1] not in _AFTER):
        return False
    found = _ADDRESS.match(source, colon, state.posMax)
    address = scheme + _without_signs(found[0]) if found else ""
    href = state.md.normalizeLink(address)
    if len(address) <= len(scheme) + 3 or not state.md.validateLink(href):
        return False
    state.pending = state.pending[: -len(scheme)]
    state.push("link_open", "a", 1).attrs = {"href": href}
    state.push("text", "", 0).content = state.md.normalizeLinkText(address)
    state.push("link_close", "a", -1)
    state.pos = start + len(address)
    return True


def _without_signs(address: str) -> str:
    """Without the signs of the sentence around it; a closing bracket stays where it closes one."""
    surplus = address.count(")") - address.count("(")
    while address:
        if address[-1] == ")" and surplus > 0:
            surplus -= 1
        elif address[-1] not in _NOT_LAST:
            break
        address = address[:-1]
    return address
