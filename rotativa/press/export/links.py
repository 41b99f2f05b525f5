"""What a page, a style sheet or a script points to."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote, urljoin, urlsplit

from lxml import etree, html

ADDRESSES = ("href", "src", "poster", "data", "action", "formaction")
SETS = ("srcset", "imagesrcset")
DESCRIPTOR = re.compile(r"\s[\d.]+[wxh](?:,|(?=\s)|$)")
"""How large a picture of a `srcset` is; a comma after it need not be followed by a space."""
IN_STYLE = re.compile(r"""url\(\s*["']?([^"')]+)["']?\s*\)|@import\s+["']([^"']+)["']""")
IN_SCRIPT = re.compile(r"""(?:^|[\s;}])(?:import|from)\s*\(?\s*["'](\.{0,2}/[^"']+)["']""")


@dataclass(slots=True)
class Found:
    links: set[str]
    """As they stand in the text."""
    ids: set[str]
    """Places in the page that a fragment may name."""


@dataclass(frozen=True, slots=True)
class Place:
    path: str
    """Percent-decoded."""
    fragment: str


def in_page(body: bytes) -> Found:
    """Of HTML, by lxml's parser, which fetches nothing and keeps its limits."""
    parser = html.HTMLParser(encoding="utf-8", no_network=True)
    try:
        root = html.document_fromstring(body, parser=parser)
    except etree.ParserError:
        return Found(set(), set())  # an empty page
    found = Found(set(), {"", "top"})
    for element in root.iter(etree.Element):
        found.links.update(links_of(element))
        found.ids.update(element.get(name, "") for name in ("id", "name"))
    return found


def links_of(element: html.HtmlElement) -> Iterator[str]:
    for name in ADDRESSES:
        if element.get(name):
            yield element.get(name)
    for name in SETS:
        yield from pictures_in(element.get(name, ""))


def pictures_in(srcset: str) -> Iterator[str]:
    """The addresses (HTML, 4.8.4.2.1), in time that grows with the text and no faster."""
    for word in DESCRIPTOR.sub(" ", srcset).split():
        if address := word.strip(","):
            yield address


def in_feed(body: bytes) -> set[str]:
    """Of Atom or a sitemap; where the articles in it lead to, their pages tell."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
    root = etree.fromstring(body, parser=parser)
    found: set[str] = set()
    for element in () if root is None else root.iter(etree.Element):
        found.update(links_of(element))
        if etree.QName(element).localname in {"loc", "uri"}:
            found.add((element.text or "").strip())
    return found


def in_asset(name: str, text: str) -> set[str]:
    """Of a style sheet or a script, by its file's name; nothing of other files."""
    if name.endswith(".css"):
        return {one or other for one, other in IN_STYLE.findall(text)}
    if name.endswith((".js", ".mjs")):
        return set(IN_SCRIPT.findall(text))
    return set()


def place_of(link: str, *, on: str, home: str) -> Place | None:
    """Where a link leads to on this site, whose address is `home`; None if it leads elsewhere.

    Raises `ValueError` where a link cannot be read as one.
    """
    parts = urlsplit(urljoin(urljoin(home, on), link.strip()))
    if parts.scheme not in {"http", "https"} or parts.netloc != urlsplit(home).netloc:
        return None
    return Place(unquote(parts.path) or "/", unquote(parts.fragment))
