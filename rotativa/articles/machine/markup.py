"""Markup on its way to a machine and back: numbers go, and what they stand for never leaves.

Each element carries a number instead of its attributes, so links, keys of blocks and the like can
neither be read nor changed by whoever translates. What comes back is cleaned as all HTML from outside
is, and used only if every number is there once, on the same kind of element, in the same paragraph.
"""

import re
from copy import deepcopy

from lxml import etree, html
from lxml.html import HtmlElement

from rotativa.lib.html import sanitised

BLOCKS = frozenset({
    "p", "ul", "ol", "li", "div", "blockquote", "table", "caption", "thead", "tbody", "tfoot", "tr",
    "td", "th", "h1", "h2", "h3", "h4", "h5", "h6", "section", "figure", "figcaption", "pre", "dl",
    "dt", "dd", "hr", "details", "summary",
})  # fmt: skip
KEPT = frozenset({"code", "pre", "kbd", "samp", "var"})
"""Their words are not of any language."""
DRAFTAIL_KEY = "data-block-key"
TAG = re.compile(r"<[a-zA-Z/!?]")
VOID_TAG = re.compile(r"<(br|hr|wbr)>")
LETTER = re.compile(r"[^\W\d_]")


Mark = tuple[str, ...]


class MarkupLost(Exception):
    """Links or other marks did not come back as they went."""


def has_words(fragment: str) -> bool:
    """Whether there is anything to translate in it."""
    return any(LETTER.search(text) for text in tree_of(fragment).itertext())


def fragments_of(rich: str) -> list[str]:
    """Paragraphs and lists of a rich text, each by itself; joined they are the text again."""
    root = tree_of(rich)
    if (root.text or "").strip() or any((child.tail or "").strip() for child in root):
        return [rich]
    return [written(child) for child in root]


def canonical(rich: str) -> str:
    """The same for two rich texts that read the same, whoever wrote them down."""
    root = tree_of(rich)
    for element in root.iterdescendants():
        told = sorted(element.attrib.items())
        element.attrib.clear()
        element.attrib.update({name: value for name, value in told if name != DRAFTAIL_KEY})
    return inside(root).strip()


def numbered(fragment: str) -> str:
    """What is sent."""
    root = tree_of(fragment)
    for number, element in enumerate(root.iterdescendants(), 1):
        element.attrib.clear()
        element.set("id", str(number))
        if element.tag in KEPT:
            element.set("translate", "no")
    return inside(root)


def restored(fragment: str, answer: str) -> str:
    """The answer to what `numbered` gave, with the attributes of the fragment. Raises `MarkupLost`."""
    sent = numbered(fragment)
    if len(TAG.findall(answer)) != len(TAG.findall(sent)):
        raise MarkupLost
    try:
        ours, theirs = tree_of(sent), tree_of(sanitised(answer))
    except UnicodeEncodeError as error:  # half a surrogate pair is no character
        raise MarkupLost from error
    if shape_of(ours) != shape_of(theirs) or words_are_lost(ours, theirs):
        raise MarkupLost
    originals = list(tree_of(fragment).iterdescendants())
    for element in list(theirs.iterdescendants()):
        if element.getparent() is not None:  # or it was in something that is kept
            put_back(element, originals[int(element.attrib["id"]) - 1])
    return inside(theirs)


def shape_of(root: HtmlElement) -> tuple[list[Mark], list[Mark]]:
    """What must be the same: paragraphs, their order, and what is marked in each, in any order."""
    blocks: list[Mark] = []
    marks: list[Mark] = []
    for element in root.iterdescendants():
        told = (element.get("id", ""), str(element.tag), block_of(element))
        if element.tag in BLOCKS:
            blocks.append(told)
        else:
            marks.append((*told, link_of(element)))
    return blocks, sorted(marks)


def block_of(element: HtmlElement) -> str:
    return next((each.get("id", "") for each in element.iterancestors(*BLOCKS)), "")


def link_of(element: HtmlElement) -> str:
    """A link must not come to stand in another, nor anything in a link that it was not in."""
    return next((each.get("id", "") for each in element.iterancestors("a")), "")


def words_are_lost(ours: HtmlElement, theirs: HtmlElement) -> bool:
    """Whether something that had words has none, or words stand where only paragraphs do."""
    told = {each.get("id"): each for each in theirs.iter()}
    for mine in ours.iter():
        other = told[mine.get("id")]
        if bool(mine.text_content().strip()) != bool(other.text_content().strip()):
            return True
        holds_blocks = any(child.tag in BLOCKS for child in mine)
        if holds_blocks and own_words(other) and not own_words(mine):
            return True
    return False


def own_words(element: HtmlElement) -> str:
    return "".join([element.text or "", *(child.tail or "" for child in element)]).strip()


def put_back(element: HtmlElement, original: HtmlElement) -> None:
    """Its attributes; of what is kept, its words too."""
    element.attrib.clear()
    element.attrib.update(dict(original.attrib))
    if original.tag in KEPT:
        element[:] = [deepcopy(child) for child in original]
        element.text = original.text


def tree_of(fragment: str) -> HtmlElement:
    root = html.fragment_fromstring(fragment, create_parent="div")
    etree.strip_tags(root, etree.Comment)
    return root


def inside(root: HtmlElement) -> str:
    return written(root).removeprefix("<div>").removesuffix("</div>")


def written(element: HtmlElement) -> str:
    """As Wagtail writes rich text."""
    text = html.tostring(element, encoding="unicode", with_tail=False)
    return VOID_TAG.sub(r"<\1/>", text)
