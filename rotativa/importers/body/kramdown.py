"""What kramdown (Jekyll) and Hugo add to Markdown about its looks: attribute lists and their kind.

`{:.note}` names a class, `{:toc}` asks for a table of contents, `{#why}` names a heading. None of it
is text. An attribute list is told from braces that somebody wrote by its grammar.
"""

import re

from django.utils.translation import gettext as _
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from rotativa.importers.body.inline import REPORT
from rotativa.importers.body.result import Report

_ONE = r"(?:[.#][\w:-]++|[\w-]++=(?:\"[^\"\n]{0,300}+\"|'[^'\n]{0,300}+'|[\w%./-]++)|[\w-]++)"
_LIST = re.compile(
    rf"\{{:(?:\s*+{_ONE})*+\s*+\}}|\{{::[a-z]++[^{{}}\n]{{0,300}}\}}|\{{:/[a-z]*+\}}"
)
_OWN_LINE = re.compile(rf"(?:^|\n)[ \t]*+\{{[.#](?=[\w-])(?:\s*+{_ONE}|[\w-]++)*+\s*+\}}[ \t]*+$")
_OF_HEADING = re.compile(r"[ \t]*+\{[.#][^{}\n]{0,300}\}$")
_CONTENTS = re.compile(r"(?:^|\n)\s*+\{:[^{}\n]{0,300}\btoc\b[^{}\n]{0,300}\}\s*+$")
_SHORT_FORM = re.compile(r"\*\[[^\[\]\n]{1,100}\]:.*+(?:\n\*\[[^\[\]\n]{1,100}\]:.*+)*+")


def attributes_plugin(parser: MarkdownIt) -> None:
    parser.inline.ruler.before("emphasis", "attribute_list", _attribute_list)
    parser.core.ruler.before("inline", "attributes", _blocks)


def _attribute_list(state: StateInline, silent: bool) -> bool:
    if not state.src.startswith("{:", state.pos):
        return False
    found = _LIST.match(state.src, state.pos)
    if not found:
        return False
    if not silent:
        _tell(state.env[REPORT], found[0])
    state.pos = found.end()
    return True


def _blocks(state: StateCore) -> None:
    """Take out blocks that are nothing but attributes, while their text is still one piece."""
    report: Report = state.env[REPORT]
    kept: list[Token] = []
    opened: list[int] = []
    for token in state.tokens:
        if token.nesting == 1:
            opened.append(len(kept))
        kept.append(token)
        if token.type == "inline":
            _trim(token, kept[-2], report)
        if token.nesting == -1:
            start = opened.pop()
            if _means_nothing(kept[start:], report):
                del kept[start:]
    state.tokens = kept


def _trim(token: Token, above: Token, report: Report) -> None:
    pattern = _OF_HEADING if above.type == "heading_open" else _OWN_LINE
    found = pattern.search(token.content)
    if found and (above.type == "heading_open" or found[0].strip() != token.content.strip("\n")):
        token.content = token.content[: found.start()]
        _tell(report, found[0].strip())


def _means_nothing(tokens: list[Token], report: Report) -> bool:
    """Whether a block is a list that asks for contents, a row of attributes, or short forms."""
    texts = [token.content for token in tokens if token.type == "inline"]
    match tokens[0].type:
        case "bullet_list_open" | "ordered_list_open":
            if len(texts) != 1 or not _CONTENTS.search(texts[0]):
                return False
            why = _("A table of contents was left out.")
        case "tr_open":
            written = [text for text in texts if text.strip()]
            if len(written) != 1 or not _LIST.fullmatch(written[0].strip()):
                return False
            _tell(report, written[0].strip())
            return True
        case "paragraph_open":
            if len(texts) != 1 or not _SHORT_FORM.fullmatch(texts[0]):
                return False
            why = _("What a short form stands for was left out.")
        case _:
            return False
    report.add("altered", texts[0][:1000], why)
    return True


def _tell(report: Report, source: str) -> None:
    why = _("Attributes for the old site's design were left out.")
    report.add("altered", source[:1000], why)
