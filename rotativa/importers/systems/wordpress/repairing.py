"""Puts right what XML forbids but blogs contain.

Control characters, bytes of another encoding, bare ampersands, HTML's entities, prefixes that nobody
declared, namespaces that an item declares anew. None of it changes what a reader would have seen.
"""

import codecs
import re
from html.entities import html5

from django.utils.translation import gettext as _

from rotativa.importers.files import HEAD, Export
from rotativa.importers.systems.wordpress.cutting import Piece

NAMESPACE_MARK = b"xmlns"
ROOT_TAGS = re.compile(rb"<(?:rss|rdf:RDF|channel)\b[^<>]*>")
NAMESPACE = re.compile(r"\sxmlns(?::([\w.-]+))?\s*=\s*(?:\"([^\"<]*)\"|'([^'<]*)')")
PREFIX = re.compile(r"[<\s/]((?!xml)[A-Za-z_][\w.-]*):[A-Za-z_]", re.ASCII)
KNOWN_NAMESPACES = (
    (re.compile(r"wordpress\.org/export/[\d.]+/excerpt/?$"), "excerpt"),
    (re.compile(r"wordpress\.org/export/[\d.]+/?$"), "wp"),
    (re.compile(r"purl\.org/rss/1\.0/modules/content/?$"), "content"),
    (re.compile(r"purl\.org/dc/elements/1\.1/?$"), "dc"),
)
USUAL_PREFIXES = ("wp", "content", "excerpt", "dc", "wfw")
CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
REFERENCE = re.compile(r"&(?:#(\d{1,7});|#[xX]([0-9a-fA-F]{1,6});|([A-Za-z][A-Za-z0-9]{1,31};))?")
XML_ENTITIES = frozenset({"amp;", "lt;", "gt;", "quot;", "apos;"})
STRAY_BYTES = "rotativa.stray-bytes"


def canonical_prefixes(export: Export) -> dict[str, str]:
    """The file's prefixes and what they stand for here: an XML tool may have renamed `wp` to `ns1`."""
    prefixes = {prefix: prefix for prefix in USUAL_PREFIXES}
    for tag in ROOT_TAGS.finditer(export.data[:HEAD]):
        for found in NAMESPACE.finditer(tag[0].decode("utf-8", "replace")):
            prefix, address = found[1], found[2] or found[3] or ""
            if prefix and PREFIX.match(f"<{prefix}:x"):
                prefixes[prefix] = _known_namespace(address) or prefix
    return prefixes


def _known_namespace(address: str) -> str:
    for pattern, name in KNOWN_NAMESPACES:
        if pattern.search(address):
            return name
    return ""


def prefixes_in(source: str) -> dict[str, str]:
    return {prefix: prefix for prefix in PREFIX.findall(source)}


def repaired(export: Export, pieces: list[Piece]) -> tuple[str, tuple[str, ...]]:
    """The entry as XML that can be parsed, and what had to be altered for it."""
    repairs: list[str] = []
    source = "".join(_piece(export, piece, repairs) for piece in pieces)
    source, controls = CONTROLS.subn("", source)
    if controls:
        repairs.append(_("Control characters were taken out."))
    return source, tuple(dict.fromkeys(repairs))


def _piece(export: Export, piece: Piece, repairs: list[str]) -> str:
    raw = export.data[piece.start : piece.end]
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        text = raw.decode("utf-8", STRAY_BYTES)
        repairs.append(_("Bytes that are not UTF-8 were read as Windows-1252."))
    if piece.is_text:
        return f"<![CDATA[{text.replace(']]>', ']]]]><![CDATA[>')}]]>"
    return REFERENCE.sub(_reference, NAMESPACE.sub("", text))


def _reference(found: re.Match[str]) -> str:
    decimal, hexadecimal, name = found.groups()
    if decimal or hexadecimal:
        code = int(decimal) if decimal else int(hexadecimal, 16)
        return found[0] if _is_allowed(code) else ""
    if name in XML_ENTITIES:
        return found[0]
    return html5.get(name or "", f"&amp;{name or ''}")


def _is_allowed(code: int) -> bool:
    """Whether XML 1.0 allows this character at all."""
    return (
        code in {9, 10, 13}
        or 0x20 <= code <= 0xD7FF
        or 0xE000 <= code <= 0xFFFD
        or (0x10000 <= code <= 0x10FFFF)
    )


def _as_windows_1252(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    stray = error.object[error.start : error.end]
    return stray.decode("cp1252", "replace").replace("\ufffd", ""), error.end


codecs.register_error(STRAY_BYTES, _as_windows_1252)
