"""The HTML of a page as its site has sent it: what it says, and what it is made of.

Called in a process of its own alone (`reader`): libxml2 takes hours for a tag of very many attributes.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypedDict
from urllib.parse import urldefrag, urljoin

from lxml import etree, html

from rotativa.evidence.capture.cleaning import clean
from rotativa.evidence.capture.flat.css import addresses

CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
WITH_SOURCE = ("img", "script", "source", "video", "audio", "iframe", "embed", "track", "input")
LINKED = {"stylesheet", "icon", "preload", "apple-touch-icon"}
MOST_PARTS = 2000
"""That are told of; a visit asks for fewer."""


class Parsed(TypedDict):
    title: str
    dom: str
    parts: list[str]


def parse(content: bytes, content_type: str, url: str) -> Parsed:
    document = read_html(content, content_type)
    if document is None:
        return Parsed(title="", dom="", parts=[])
    return Parsed(
        title=" ".join(clean(document.findtext(".//title") or "").split())[:1000],
        dom=html.tostring(document, encoding="unicode", doctype="<!doctype html>"),
        parts=list(dict.fromkeys(islice(absolute(_named(document), url), MOST_PARTS))),
    )


def read_html(content: bytes, content_type: str) -> html.HtmlElement | None:
    """By the encoding that the answer names, else by what the page says of itself."""
    match = CHARSET.search(content_type)
    try:
        parser = html.HTMLParser(encoding=match[1] if match else None)
    except LookupError:
        parser = html.HTMLParser()
    try:
        return html.document_fromstring(content, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None


def _named(document: html.HtmlElement) -> Iterator[str]:
    for element in document.iter(*WITH_SOURCE):
        for name in ("src", "poster", "data-src"):
            if value := element.get(name):
                yield value
        for part in (element.get("srcset") or "").split(","):
            yield from part.split()[:1]
    for element in document.iter("link"):
        if LINKED & set((element.get("rel") or "").lower().split()):
            yield element.get("href") or ""
    for element in document.iter(etree.Element):
        text = element.text if element.tag == "style" else element.get("style")
        yield from addresses(text or "")


def absolute(found: Iterable[str], base: str) -> Iterator[str]:
    for each in found:
        try:
            url = urldefrag(urljoin(base, each.strip()))[0]
        except ValueError:
            continue
        if url.startswith(("http://", "https://")):
            yield url
