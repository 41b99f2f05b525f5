"""Translating what knows no markup, so that bold words and links stand where they belong.

A paragraph is said as a whole, and so is each part of it that is marked. Where the words of all parts
are found again, in order, in those of the whole, the marks go there; otherwise the paragraph is said
piece by piece, which keeps the marks and costs some grammar.
"""

from collections.abc import Callable, Sequence

from lxml import html
from lxml.html import HtmlElement

Say = Callable[[str], str]
BREAKS = frozenset({
    "p", "ul", "ol", "li", "div", "blockquote", "br", "table", "thead", "tbody", "tfoot", "tr", "td",
    "th", "h1", "h2", "h3", "h4", "h5", "h6", "section", "figure", "figcaption", "pre", "hr", "img",
})  # fmt: skip
KEPT = frozenset({"code", "pre"})


def translate_html(fragment: str, say: Say) -> str:
    root = html.fragment_fromstring(fragment, create_parent="div")
    translate_in(root, say)
    whole = html.tostring(root, encoding="unicode")
    return whole.removeprefix("<div>").removesuffix("</div>")


def translate_in(element: HtmlElement, say: Say) -> None:
    """Give an element and all in it the other language's words; its tail is its parent's."""
    if element.tag in KEPT:
        return
    children = list(element)
    whole = element.text_content()
    for child in children:
        translate_in(child, say)
    if not any(child.tag in BREAKS for child in element.iterdescendants()):
        between = cut(said(whole, say), [child.text_content() for child in children])
        if between is not None:
            element.text = between[0]
            for child, tail in zip(children, between[1:], strict=True):
                child.tail = tail
            return
    element.text = said(element.text, say)
    for child in children:
        child.tail = said(child.tail, say)


def cut(whole: str, parts: Sequence[str]) -> list[str] | None:
    """What stands before, between and after the parts; None unless all are found in their order."""
    between = []
    for part in parts:
        before, found, whole = whole.partition(part)
        if not (part.strip() and found):
            return None
        between.append(before)
    return [*between, whole]


def said(text: str | None, say: Say) -> str:
    """Between the same spaces; what has no letter is not said."""
    text = text or ""
    bare = text.strip()
    if not any(sign.isalpha() for sign in bare):
        return text
    begin = text.index(bare)
    return f"{text[:begin]}{say(bare)}{text[begin + len(bare) :]}"
