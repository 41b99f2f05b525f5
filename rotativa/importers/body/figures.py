"""Rules for figures: a thing with a caption, or several pictures as a gallery."""

import re
from typing import Any

from django.utils.translation import gettext as _

from rotativa.importers.body.composer import Composer, Element, Figure, Rule
from rotativa.importers.body.pictures import described, is_glyph, is_wide, reference_of
from rotativa.importers.body.plain import plain_text

_CREDIT = re.compile(r"credit|byline|copyright|image-source", re.IGNORECASE)
_CAPTION = re.compile(r"\b(?:wp-caption-text|gallery-caption|image-caption)\b")
_GALLERY_CAPTION = re.compile(r"\bblocks-gallery-caption\b")


def figure(composer: Composer, node: Element) -> None:
    """Reads the things in a figure; the first that can show the caption takes it."""
    composer.end_paragraph()
    if len(list(node.iter("img"))) > 1 and _is_gallery(node):
        gallery(composer, node)
        return
    outer, composer.figure = composer.figure, _figure_of(composer, node)
    composer.read_apart(node)
    if composer.figure.caption:
        composer.words_in("<i>", composer.figure.caption)
        composer.end_paragraph()
    composer.figure = outer


def gallery(composer: Composer, node: Element) -> None:
    """Pictures with their captions; a node that holds more than that is read as it is."""
    if not _is_gallery(node):
        composer.read_apart(node)
        return
    items: list[dict[str, Any]] = []
    title = ""
    for element in node.iter("img", "figcaption", "dd", "p"):
        if element.tag == "img":
            reference = reference_of(composer, element)
            if reference is not None:
                items.append(described(element, reference))
        elif element.getparent() is node or _has(_GALLERY_CAPTION, element) or not items:
            title = _caption(composer, element)
        else:
            items[-1]["caption"] = _caption(composer, element) or items[-1]["caption"]
    add_gallery(composer, items, title)


def add_gallery(composer: Composer, items: list[dict[str, Any]], title: str) -> None:
    if items:
        images = [{"type": "item", "value": value} for value in items]
        composer.add("gallery", {"title": title, "images": images})


def _is_gallery(node: Element) -> bool:
    """Whether it holds pictures, captions and nothing else."""
    if any(is_glyph(image) for image in node.iter("img")) or node.find(".//img") is None:
        return False
    if next(node.iter("iframe", "video", "audio", "table", "pre", "blockquote"), None) is not None:
        return False
    captions = list(node.iter("figcaption", "dd", "p"))
    if any(element.find(".//img") is not None for element in captions):
        return False
    words = "".join(plain_text(element) for element in captions)
    return len(words.replace(" ", "")) >= len(plain_text(node).replace(" ", ""))


def _figure_of(composer: Composer, node: Element) -> Figure:
    found = Figure(credit=(node.get("data-credit") or "").strip(), is_wide=is_wide(node))
    for element in [
        *node.iterfind("figcaption"),
        *node.iterfind("div/figcaption"),
        *node.iterfind("p"),
    ]:
        if element.tag == "figcaption" or _has(_CAPTION, element):
            _take_credit(element, found)
            found.caption = f"{found.caption} {_caption(composer, element)}".strip()
            element.tag = TAKEN
    return found


def _take_credit(caption: Element, found: Figure) -> None:
    for element in caption.iter("span", "small", "cite", "em", "div"):
        if _has(_CREDIT, element) and not found.credit:
            found.credit = plain_text(element)
            element.tag = TAKEN
            for inside in list(element):
                element.remove(inside)
            element.text = ""


def _caption(composer: Composer, element: Element) -> str:
    for link in element.iter("a"):
        href = (link.get("href") or "").strip()
        if href and not href.startswith("#"):
            composer.report("altered", href[:200], _("A caption holds no link: its text was kept."))
    return plain_text(element)


def _has(pattern: re.Pattern[str], element: Element) -> bool:
    return pattern.search(element.get("class") or "") is not None


def _taken(_composer: Composer, _node: Element) -> None:
    """A caption that has gone with its figure."""


TAKEN = "rotativa-taken"
RULES: dict[object, Rule] = {"figure": figure, TAKEN: _taken}
