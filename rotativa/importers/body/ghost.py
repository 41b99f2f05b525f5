"""Bodies from Ghost: HTML with the cards of its editor, Koenig."""

import re
from collections.abc import Mapping

from django.utils.translation import gettext as _

from rotativa.importers.body.attachments import Attachments
from rotativa.importers.body.composer import Composer, Element, Figure, Rule
from rotativa.importers.body.frames import plain_title
from rotativa.importers.body.html import RULES as HTML_RULES
from rotativa.importers.body.html import compose
from rotativa.importers.body.lines import block_of_url, plain_link
from rotativa.importers.body.plain import plain_text
from rotativa.importers.body.result import Body, Report
from rotativa.importers.body.rich import BREAK, rich_text
from rotativa.importers.records import Cited, MediaReference

_CARD = re.compile(r"(?:^|\s)kg-(bookmark|video|audio|file|callout|signup)-card(?:\s|$)")
_OWN = re.compile(r"/content/(?:images|media|files)/")
_SIZE = re.compile(r"(?<=/content/images/)size/[wh]\d+(?:[wh]\d+)?/(?:format/\w+/)?")


def original(url: str) -> str:
    """The picture itself, for the address of one of the sizes that Ghost makes of it."""
    return _SIZE.sub("", url)


class OwnFiles(Attachments):
    """Ghost lists no attachments: what it keeps is known by its address."""

    def reference(self, url: str, identity: str = "") -> MediaReference:  # noqa: ARG002  # there are none
        url = original(url)
        return MediaReference(url=url, identity=url if _OWN.search(url) else "")


def convert_ghost(html: str, *, site: str = "", cites: bool = False) -> Body:
    """Blocks of a post's HTML; `site` as in `compose`. With `cites`, footnotes that lead somewhere become sources."""
    named: dict[str, Cited] | None = {} if cites else None
    return compose(html, RULES, OwnFiles({}), Report(), named=named, site=site)


def _card(composer: Composer, node: Element) -> None:
    found = _CARD.search(node.get("class") or "")
    rule = CARDS[found[1]] if found else HTML_RULES[node.tag]
    rule(composer, node)


def _bookmark(composer: Composer, node: Element) -> None:
    """A page elsewhere: a film or a post where it is one, else a link with what was said of it."""
    composer.end_paragraph()
    link = node.find(".//a")
    url = (link.get("href") or "").strip() if link is not None else ""
    if not url:
        composer.read_apart(node)
        return
    title, caption = _words(node, "kg-bookmark-title"), _caption(node)
    block = block_of_url(url, title=title, caption=caption)
    if block is not None:
        composer.add(block["type"], block["value"])
        return
    said = [_words(node, "kg-bookmark-description"), caption]
    composer.paragraph(BREAK.join([plain_link(url, title), *map(rich_text, filter(None, said))]))
    why = _("A card for another page became a link; its picture was left out.")
    composer.report("altered", url[:200], why)


def _recording(composer: Composer, node: Element) -> None:
    """Sound or film without the knobs that stand around it."""
    player = next(node.iter("video", "audio"), None)
    if player is None:
        composer.read_apart(node)
        return
    words = _words(node, "kg-audio-title") or _caption(node)
    outer, composer.figure = composer.figure, Figure(caption=words)
    composer.take(player)
    if left := composer.figure.take_caption():
        composer.words_in("<i>", left)
        composer.end_paragraph()
    composer.figure = outer


def _file(composer: Composer, node: Element) -> None:
    link = node.find(".//a")
    url = (link.get("href") or "").strip() if link is not None else ""
    if not url:
        composer.read_apart(node)
        return
    title = _words(node, "kg-file-card-title") or _words(node, "kg-file-card-filename")
    reference = composer.attachments.reference(url)
    composer.add("file", {"file": reference, "title": title or plain_title(url)})
    if caption := _words(node, "kg-file-card-caption"):
        composer.paragraph(rich_text(caption))


def _callout(composer: Composer, node: Element) -> None:
    """Words in a box: a paragraph with the box's sign before them."""
    composer.end_paragraph()
    text = _part(node, "kg-callout-text")
    if text is not None and (sign := _words(node, "kg-callout-emoji")):
        composer.text(f"{sign} ")
    composer.read(node if text is None else text)
    composer.end_paragraph()


def _signup(composer: Composer, node: Element) -> None:
    composer.end_paragraph()
    what = plain_text(heading) if (heading := node.find(".//h2")) is not None else ""
    why = _("A form to sign up at the old site: the paper has its own.")
    composer.report("skipped", what or "kg-signup-card", why)


def _part(node: Element, name: str) -> Element | None:
    return next((each for each in node.iter() if name in (each.get("class") or "").split()), None)


def _words(node: Element, name: str) -> str:
    part = _part(node, name)
    return plain_text(part) if part is not None else ""


def _caption(node: Element) -> str:
    caption = node.find("figcaption")
    return plain_text(caption) if caption is not None else ""


CARDS: Mapping[str, Rule] = {
    "bookmark": _bookmark,
    "video": _recording,
    "audio": _recording,
    "file": _file,
    "callout": _callout,
    "signup": _signup,
}
RULES: Mapping[object, Rule] = {**HTML_RULES, "figure": _card, "div": _card}
