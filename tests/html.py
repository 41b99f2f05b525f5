"""Reading a page as a reader's browser would."""

from typing import Any

from lxml import html
from lxml.html import HtmlElement


def tree(response: Any) -> HtmlElement:
    return html.document_fromstring(response.content.decode())


def words(element: HtmlElement) -> str:
    return " ".join(element.text_content().split())


def part(page: HtmlElement, name: str) -> HtmlElement:
    """The one element with a class."""
    (found,) = page.find_class(name)
    return found


def links(element: HtmlElement) -> list[tuple[str, str]]:
    """Words and address of each link."""
    return [(words(link), link.get("href")) for link in element.iter("a")]


def metas(page: HtmlElement) -> dict[str, str]:
    return {
        meta.get("name") or meta.get("property"): meta.get("content")
        for meta in page.iter("meta")
        if not meta.get("media") and not meta.get("charset")
    }


def head_links(page: HtmlElement, rel: str) -> list[tuple[str | None, str]]:
    """Language and address of each `<link>` of a kind; of alternates, those in other languages."""
    return [
        (link.get("hreflang"), link.get("href"))
        for link in page.iter("link")
        if link.get("rel") == rel and not (rel == "alternate" and link.get("type"))
    ]
