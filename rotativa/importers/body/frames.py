"""Rules for frames and players: a card, a file, or a plain link to what was shown."""

import re
from urllib.parse import unquote, urlsplit

from django.utils.translation import gettext as _

from rotativa.importers.body.composer import Composer, Element, Rule
from rotativa.importers.body.lines import block_of_url, plain_link
from rotativa.importers.body.plain import plain_text

_PLAIN_TITLE = re.compile(
    r"(?:youtube|vimeo|embedded)?[ -]?(?:video|content)? ?(?:player)?", re.IGNORECASE
)
_SOURCES = ("src", "data-src", "data-lazy-src", "data")


def _frame(composer: Composer, node: Element) -> None:
    """Anything shown from elsewhere."""
    composer.end_paragraph()
    url = _address(node)
    if not url:
        composer.report("skipped", f"<{node.tag}>", _("It has no usable address."))
        composer.read_apart(node)
        return
    title = (node.get("title") or "").strip()
    title = "" if _PLAIN_TITLE.fullmatch(title) else title
    block = block_of_url(url, title=title, caption=composer.figure.caption)
    if block is not None:
        composer.figure.take_caption()
        composer.add(block["type"], block["value"])
        return
    composer.report("altered", url[:200], _("What was shown from elsewhere became a plain link."))
    composer.paragraph(plain_link(url, title))


def _player(composer: Composer, node: Element) -> None:
    """Sound or film: a file that comes along when it is one of ours, else a plain link."""
    composer.end_paragraph()
    url = _address(node) or _address_inside(node)
    if not url:
        composer.report("skipped", f"<{node.tag}>", _("It has no usable address."))
        return
    block = block_of_url(url, caption=composer.figure.caption)
    if block is not None:
        composer.figure.take_caption()
        composer.add(block["type"], block["value"])
        return
    reference = composer.attachments.reference(url)
    title = composer.figure.take_caption() or plain_title(url)
    if reference.identity:
        why = _("A recording became a file to download.")
        composer.add("file", {"file": reference, "title": title})
    else:
        why = _("A recording became a plain link.")
        composer.paragraph(plain_link(url, title))
    composer.report("altered", url[:200], why)


def take_file(composer: Composer, node: Element) -> None:
    """A file to download: the first link names it, a button repeats it."""
    links = [link for link in node.iter("a") if (link.get("href") or "").startswith("http")]
    if not links:
        composer.read_apart(node)
        return
    url = links[0].get("href") or ""
    title = plain_text(links[0]) or plain_title(url)
    composer.add("file", {"file": composer.attachments.reference(url), "title": title})


def plain_title(url: str) -> str:
    """The file's name, or the address where there is none."""
    try:
        name = unquote(urlsplit(url).path.rpartition("/")[2])
    except ValueError:
        return url
    return name or url


def _address(node: Element) -> str:
    url = next((found for name in _SOURCES if (found := node.get(name))), "").strip()
    if url.startswith("//"):
        url = f"https:{url}"
    return url if url.startswith(("http://", "https://")) else ""


def _address_inside(node: Element) -> str:
    return next(filter(None, map(_address, node.iter("source", "embed", "iframe"))), "")


def _object(composer: Composer, node: Element) -> None:
    """The old way to show a film: the address stands in the object or in what it holds."""
    inner = next(node.iter("embed", "iframe"), None)
    if inner is not None and _address(inner):
        _frame(composer, inner)
    elif _address(node):
        _frame(composer, node)
    else:
        composer.read_apart(node)


RULES: dict[object, Rule] = {
    "audio": _player,
    "embed": _frame,
    "iframe": _frame,
    "object": _object,
    "video": _player,
}
