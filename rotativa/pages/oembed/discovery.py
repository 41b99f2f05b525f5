"""Find in a page where its site answers for it."""

from dataclasses import dataclass
from itertools import islice
from urllib.parse import urljoin

from lxml import html
from lxml.etree import ParserError

JSON_OEMBED = "application/json+oembed"
MAX_LINKS = 500


@dataclass(frozen=True)
class Discovery:
    endpoint: str | None
    description: str


def discover(page: str, *, base: str) -> Discovery:
    """Read the head of a page, which may be cut short anywhere."""
    try:
        tree = html.document_fromstring(page.replace("\0", ""))
    except (ParserError, ValueError):
        return Discovery(None, "")
    return Discovery(_endpoint(tree, base=base), _description(tree))


def _endpoint(tree: html.HtmlElement, *, base: str) -> str | None:
    for link in islice(tree.iter("link"), MAX_LINKS):
        relations = str(link.get("rel", "")).lower().split()
        kind = str(link.get("type", "")).partition(";")[0].strip().lower()
        address = str(link.get("href", "")).strip()
        if address and "alternate" in relations and kind == JSON_OEMBED:
            try:
                return urljoin(base, address)
            except ValueError:
                return None
    return None


def _description(tree: html.HtmlElement) -> str:
    for meta in tree.iter("meta"):
        if meta.get("property") == "og:description":
            return str(meta.get("content", ""))
    return ""
