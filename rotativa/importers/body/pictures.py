"""Rules for pictures."""

import re
from typing import Any

from django.utils.translation import gettext as _

from rotativa.importers.body.composer import Composer, Element, Rule
from rotativa.importers.body.fitting import is_address
from rotativa.importers.records import MediaReference

_IDENTITY = re.compile(r"\b(?:wp-image-|attachment[_-])(\d+)\b")
_GLYPH = re.compile(r"\b(?:wp-smiley|emoji|wp-emoji)\b")
_PICTURE_PAGE = re.compile(r"[?&]attachment_id=\d+")
_WIDE = re.compile(r"\b(?:align|kg-width-)(?:wide|full)\b")
_SOURCES = ("data-orig-file", "src", "data-src", "data-lazy-src", "data-original")


def picture(composer: Composer, node: Element) -> None:
    """An image of its own: it ends the paragraph in which it stands."""
    if is_glyph(node):
        composer.text(node.get("alt") or "")
        return
    reference = reference_of(composer, node)
    if reference is None:
        return
    value = described(node, reference)
    value["caption"] = value["caption"] or composer.figure.take_caption()
    value["credit"] = value["credit"] or composer.figure.take_credit()
    value["width"] = "wide" if composer.figure.is_wide or is_wide(node) else "text"
    value["link"] = _link(composer, reference)
    composer.add("image", value)


def is_glyph(node: Element) -> bool:
    """Whether an image stands for a character."""
    return _GLYPH.search(node.get("class") or "") is not None


def is_wide(node: Element) -> bool:
    return _WIDE.search(node.get("class") or "") is not None


def reference_of(composer: Composer, node: Element) -> MediaReference | None:
    """What picture an image shows; none, reported, when it shows nothing to readers."""
    url = next((found for name in _SOURCES if (found := node.get(name))), "").strip()
    if not url:
        follower = node.getnext()
        if follower is None or follower.tag != "noscript":
            what = f"<img> {node.get('alt') or ''}".strip()
            composer.report("skipped", what, _("The image has no usable address."))
        return None
    if node.get("width") in {"0", "1"} and node.get("height") in {"0", "1"}:
        composer.report("skipped", url[:200], _("An invisible image that counts visits."))
        return None
    return composer.attachments.reference(url, _identity(node))


def _identity(node: Element) -> str:
    given = node.get("data-id") or node.get("data-attachment-id")
    if given:
        return given
    named = _IDENTITY.search(node.get("class") or "")
    return named[1] if named else ""


def described(node: Element, reference: MediaReference) -> dict[str, Any]:
    return {
        "image": reference,
        "alt": (node.get("alt") or "").strip(),
        "decorative": False,
        "caption": (node.get("data-caption") or "").strip(),
        "credit": (node.get("data-credit") or "").strip(),
    }


def _link(composer: Composer, reference: MediaReference) -> str:
    """Where the picture leads, unless that is the picture itself or its page in the old system."""
    link = composer.link
    if not link or link.startswith("#") or _PICTURE_PAGE.search(link):
        return ""
    if composer.attachments.reference(link) == reference:
        return ""
    if composer.attachments.base is None and not is_address(link):
        why = _("A picture links to whole addresses only: the link was left out.")
        composer.report("altered", link[:200], why)
        return ""
    return link


def _without_script(composer: Composer, node: Element) -> None:
    """What stands there for readers without scripts, unless the picture was read already."""
    image = node.find(".//img")
    latest = composer.latest
    if image is not None and latest is not None and latest["type"] == "image":
        url = (image.get("src") or "").strip()
        if composer.attachments.reference(url).url == latest["value"]["image"].url:
            return
    composer.read_apart(node)


RULES: dict[object, Rule] = {"img": picture, "noscript": _without_script}
