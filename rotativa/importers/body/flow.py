"""Rules for words: paragraphs, headings, formats, links, breaks."""

import re
from html import escape

from django.utils.translation import gettext as _

from rotativa.importers.body.composer import Composer, Element, Rule
from rotativa.importers.body.plain import plain_text

_FORMATS = {
    "b": "<b>", "strong": "<b>", "i": "<i>", "em": "<i>", "cite": "<i>", "dfn": "<i>", "var": "<i>",
    "code": "<code>", "kbd": "<code>", "samp": "<code>", "tt": "<code>",
    "s": "<s>", "strike": "<s>", "del": "<s>", "sub": "<sub>",
}  # fmt: skip
_APART = {
    "p", "article", "aside", "header", "footer", "main", "nav", "center", "address", "fieldset",
    "form", "legend", "figcaption", "hgroup", "body", "dd", "caption", "td", "th", "tr",
    "tbody", "thead", "tfoot", "select", "optgroup", "option", "label", "textarea", "button",
}  # fmt: skip
_NOTHING = ["source", "track", "param", "col", "colgroup"]
_LEVELS = {"h1": "2", "h2": "2", "h3": "3", "h4": "4", "h5": "4", "h6": "4"}
_CLAMPED = frozenset({"h1", "h5", "h6"})
_BACK = re.compile(r"[\s\ufe0e\ufe0f↩↑⏎^⤴]*")
_MARKER = re.compile(r"\s*[\[(]?\s*(\d{1,4}|[*†‡§]{1,3})\s*[\])]?\s*")


def _format(composer: Composer, node: Element) -> None:
    composer.format(_FORMATS[node.tag], node)


def _apart(composer: Composer, node: Element) -> None:
    composer.read_apart(node)


def _break(composer: Composer, _node: Element) -> None:
    composer.break_line()


def _nothing(_composer: Composer, _node: Element) -> None:
    """Has nothing to read."""


def _superscript(composer: Composer, node: Element) -> None:
    number = _footnote_number(node)
    if number:
        composer.words_in("<sup>", number)
    else:
        composer.format("<sup>", node)


def _footnote_number(node: Element) -> str:
    """The number of a footnote's marker: its link leads to a place that no block has."""
    link = node.find("a")
    if node.get("data-fn") is None and (link is None or not _leads_inside(link)):
        return ""
    found = _MARKER.fullmatch(plain_text(node))
    return found[1] if found else ""


def _leads_inside(link: Element) -> bool:
    return (link.get("href") or "").startswith("#")


def _link(composer: Composer, node: Element) -> None:
    href = (node.get("href") or "").strip()
    if not href or href == "#":
        composer.read(node)
        return
    if href.startswith("#"):
        if _BACK.fullmatch(plain_text(node)):
            return
        why = _("Links inside the article stay, but the place they lead to has no name of its own.")
        composer.report("altered", href[:80], why)
    leads_to_picture_page = "attachment" in (node.get("rel") or "")
    outer, composer.link = composer.link, "" if leads_to_picture_page else href
    composer.format(f'<a href="{escape(href)}">', node)
    composer.link = outer


def _heading(composer: Composer, node: Element) -> None:
    composer.end_paragraph()
    text = plain_text(node)
    if text:
        composer.add("heading", {"text": text, "level": _LEVELS[node.tag]})
        if node.tag in _CLAMPED:
            level = _LEVELS[node.tag]
            why = _("Became a heading of level %(level)s.") % {"level": level}
            composer.report("altered", f"<{node.tag}>", why)
        for link in node.iter("a"):
            href = (link.get("href") or "").strip()
            if href and not href.startswith("#"):
                composer.report("altered", href[:200], _("A heading holds no link."))
    for picture in list(node.iter("img")):
        composer.rules["img"](composer, picture)


def _rule(composer: Composer, node: Element) -> None:
    composer.end_paragraph()
    if "footnotes-sep" not in (node.get("class") or ""):
        composer.report("altered", "<hr>", _("A dividing line was left out."))


def _term(composer: Composer, node: Element) -> None:
    """The term of a definition list, the summary of details: a bold line of its own."""
    composer.end_paragraph()
    composer.format("<b>", node)
    composer.end_paragraph()


def _quoted(composer: Composer, node: Element) -> None:
    composer.text("“")
    composer.read(node)
    composer.text("”")


def _reading(composer: Composer, node: Element) -> None:
    """Ruby: how a word is read stands in brackets after it."""
    above = node.getparent()
    if above is not None and above.find("rp") is not None:
        composer.read(node)
        return
    composer.text("(")
    composer.read(node)
    composer.text(")")


RULES: dict[object, Rule] = {
    **dict.fromkeys(_FORMATS, _format),
    **dict.fromkeys(_APART, _apart),
    **dict.fromkeys(_NOTHING, _nothing),
    **dict.fromkeys(_LEVELS, _heading),
    "a": _link,
    "br": _break,
    "dt": _term,
    "hr": _rule,
    "q": _quoted,
    "rt": _reading,
    "summary": _term,
    "sup": _superscript,
}
