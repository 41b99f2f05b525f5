"""Plain text out of what WordPress keeps as HTML, percent-encoded or damaged."""

import html
import re
from urllib.parse import unquote_to_bytes

SILENT = re.compile(r"<(?P<close>/?)(?P<tag>script|style)\b[^<>]*>|<!--|-->", re.IGNORECASE)
TAG = re.compile(r"</?[A-Za-z][^<>]*>")
BREAK = re.compile(r"<(?:br|/p|/div|/li|/h[1-6]|/tr|/blockquote)\b[^<>]*>", re.IGNORECASE)
SHORTCODE = re.compile(r"\[/?[a-z][\w-]*(?:\s[^\[\]]*)?/?\]", re.ASCII)
SPACE = re.compile(r"\s+")
CUT_OFF_ESCAPE = re.compile(r"%[0-9a-fA-F]?$")
NOT_IN_SLUG = re.compile(r"[^\w-]+")
DAMAGED = re.compile(
    "\u00e2\u20ac[\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc"
    "\u2013-\u203a\u20ac\u2122]"
    "|\u00c3[\u0080-\u00ba\u00bc-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc"
    "\u2013\u2014\u2018\u201a\u201e-\u203a\u20ac\u2122]"
    "|\u00c2[\u00a0-\u00ba\u00bc-\u00bf]"
)
CLOSED_BY = {"script": "/script", "style": "/style", "<!--": "-->"}
TITLE_LENGTH = 70


def plain(markup: str) -> str:
    """One line of text: no tags, no scripts, entities as the characters that they name."""
    if "<" in markup:
        markup = TAG.sub("", BREAK.sub(" ", _without_silent(markup)))
    return SPACE.sub(" ", html.unescape(markup)).strip()


def _without_silent(markup: str) -> str:
    """Without scripts, styles and comments; what is never closed hides nothing."""
    kept, position, waiting_for = [], 0, ""
    for found in SILENT.finditer(markup):
        mark = f"{found['close']}{found['tag']}".lower() if found["tag"] else found[0]
        if mark == waiting_for:
            position, waiting_for = found.end(), ""
        elif not waiting_for and mark in CLOSED_BY:
            kept.append(markup[position : found.start()])
            position, waiting_for = found.start(), CLOSED_BY[mark]
    return "".join([*kept, markup[position:]])


def opening_words(content: str) -> str:
    """What a title can be made of when there is none: the first words of the text."""
    text = plain(SHORTCODE.sub(" ", content[: 20 * TITLE_LENGTH]))
    if len(text) <= TITLE_LENGTH:
        return text
    return text[:TITLE_LENGTH].rpartition(" ")[0].rstrip(",;:–—-") + "…"


def decoded_slug(slug: str) -> str:
    """`%ce%b5%cf%80` as it reads; WordPress cuts long slugs, sometimes inside a character."""
    if "%" not in slug:
        return slug
    return unquote_to_bytes(CUT_OFF_ESCAPE.sub("", slug)).decode("utf-8", "ignore")


def slug_of(name: str) -> str:
    """A slug for something that has only a name."""
    return NOT_IN_SLUG.sub("-", decoded_slug(name).strip().lower()).strip("-")


def mended(text: str) -> tuple[str, int]:
    """UTF-8 that was once taken for Windows-1252 (`â€™`), put right, and how often.

    Only sequences that no language writes are touched; the rest stays as it is.
    """
    if "\u00c3" not in text and "\u00c2" not in text and "\u00e2\u20ac" not in text:
        return text, 0
    return DAMAGED.subn(_mend, text)


def _mend(found: re.Match[str]) -> str:
    try:
        return b"".join(_byte(character) for character in found[0]).decode("utf-8")
    except UnicodeError:
        return found[0]


def _byte(character: str) -> bytes:
    if ord(character) < 0x100:
        return bytes([ord(character)])
    return character.encode("cp1252")
