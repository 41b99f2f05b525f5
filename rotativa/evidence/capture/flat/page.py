"""A page as one file without a script: what was rendered, with its pictures and styles inside.

It is served with `POLICY` and needs neither JavaScript nor a host of its own. The policy is the wall;
what is taken out of the page is taken out so that it reads well behind it.
"""

import base64
import re

from lxml import etree, html

from rotativa.evidence.capture.cleaning import clean, clean_html, joined
from rotativa.evidence.capture.flat.bodies import Bodies
from rotativa.evidence.capture.flat.css import Sheets

ALLOWED = (
    "default-src 'none'; img-src data:; style-src 'unsafe-inline'; font-src data:; "
    "base-uri 'none'; form-action 'none'"
)
POLICY = f"sandbox; {ALLOWED}; frame-ancestors 'self'"
"""Goes with every answer that holds a flat view."""

LARGEST = 600_000
ALL = 6_000_000
DROPPED = {
    "script",
    "noscript",
    "template",
    "object",
    "applet",
    "base",
    "link",
    "meta",
    "portal",
    "frame",
    "frameset",
    "audio",
    "fencedframe",
}
# They hold nothing in HTML, but the parser does not know it, and puts what follows into them.
EMPTY = {"embed", "source", "track", "param"}
NAMED_INSTEAD = {"iframe", "video"}
INERT = {"form", "input", "button", "select", "textarea"}
ADDRESSES = {
    "href",
    "src",
    "action",
    "formaction",
    "srcset",
    "poster",
    "data",
    "background",
    "ping",
    "xlink:href",
    "srcdoc",
    "imagesrcset",
    "manifest",
    "longdesc",
    "cite",
    "codebase",
    "profile",
    "usemap",
    "autofocus",
    "target",
    "data-shown",
    "nonce",
}
PICTURES = ("image/", "font/", "application/font", "application/x-font")
CLOSING = re.compile(r"</", re.IGNORECASE)


class Flat:
    def __init__(self, bodies: Bodies) -> None:
        self._bodies = bodies
        self._left = ALL
        self._sheets = Sheets(as_data=self._as_data, text_of=self._text_of)
        self._linked: set[tuple[str, str]] = set()

    def page(self, dom: str, at: str) -> str:
        """`dom` is the page's HTML, and `at` where it stood."""
        document, at = _parsed(dom), clean(at)
        for element in list(document.iter()):
            if isinstance(element.tag, str):
                self._flatten(element, at)
            elif element.getparent() is not None:
                element.drop_tree()
        head = document.find("head")
        if head is None:
            head = html.Element("head")
            document.insert(0, head)
        head.insert(0, _meta({"http-equiv": "Content-Security-Policy", "content": ALLOWED}))
        head.insert(0, _meta({"name": "referrer", "content": "no-referrer"}))
        head.insert(0, _meta({"charset": "utf-8"}))
        return "<!doctype html>\n" + html.tostring(document, encoding="unicode")

    def _flatten(self, element: html.HtmlElement, at: str) -> None:
        tag = element.tag.lower().rpartition(":")[2]
        if element.getparent() is None:
            _strip(element)
        elif tag == "link" and "stylesheet" in (element.get("rel") or "").lower():
            self._put_sheet(element, at)
        elif tag in EMPTY:
            element.drop_tag()
        elif tag in DROPPED:
            element.drop_tree()
        elif tag in NAMED_INSTEAD:
            self._name(element, tag, at)
        elif tag == "style":
            element.text = self._css(element.text or "", at)
            _strip(element)
        else:
            self._clean(element, tag, at)

    def _put_sheet(self, link: html.HtmlElement, at: str) -> None:
        url = joined(at, link.get("href") or "")
        media = link.get("media") or ""
        text = "" if (url, media) in self._linked else self._text_of(url)
        self._linked.add((url, media))
        if text:
            style = html.Element("style")
            style.text = self._css(text, url)
            if media:
                style.set("media", media)
            link.addprevious(style)
        link.drop_tree()

    def _name(self, element: html.HtmlElement, tag: str, at: str) -> None:
        """Say where a film or a frame stood, which a flat view cannot show."""
        note = html.Element("p")
        poster = self._as_data(joined(at, element.get("poster") or "")) if tag == "video" else ""
        if poster:
            note.append(html.Element("img", src=poster, alt="", style="max-width:100%"))
        source = element.get("src") or next(iter(element.xpath("./source/@src")), "")
        words = html.Element("span")
        words.text = f"[{tag}: {joined(at, source)}]"
        note.append(words)
        element.addprevious(note)
        element.drop_tree()

    def _clean(self, element: html.HtmlElement, tag: str, at: str) -> None:
        picture, link = "", ""
        if tag == "img":
            shown = element.get("data-shown") or element.get("src") or ""
            picture = shown if shown.startswith("data:image/") else self._as_data(joined(at, shown))
        if tag in {"a", "area"} and element.get("href"):
            link = joined(at, element.get("href"))
        style = element.get("style")
        _strip(element)
        if style:
            element.set("style", self._css(style, at))
        if picture:
            element.set("src", picture)
        if link.startswith(("http://", "https://")):
            element.set("href", link)
            element.set("rel", "nofollow noreferrer noopener")
        if tag in INERT:
            element.set("disabled", "disabled")

    def _css(self, text: str, at: str) -> str:
        return CLOSING.sub(r"<\\/", self._sheets.whole(text, at))

    def _text_of(self, url: str) -> str:
        body = self._bodies.get(url)
        is_sheet = body is not None and body.media_type == "text/css"
        return clean(body.content.decode(errors="replace")) if body and is_sheet else ""

    def _as_data(self, url: str) -> str:
        body = self._bodies.get(url)
        if body is None or not body.media_type.startswith(PICTURES):
            return ""
        if len(body.content) > min(LARGEST, self._left) or '"' in body.media_type:
            return ""
        self._left -= len(body.content)
        return f"data:{clean(body.media_type)};base64,{base64.b64encode(body.content).decode()}"


def _parsed(dom: str) -> html.HtmlElement:
    """From bytes: in a text, lxml refuses an XML declaration that names an encoding."""
    parser = html.HTMLParser(encoding="utf-8")
    try:
        return html.document_fromstring(clean_html(dom).encode(), parser=parser)
    except etree.ParserError:  # nothing is left
        return html.document_fromstring("<html></html>")


def _strip(element: html.HtmlElement) -> None:
    for name in list(element.attrib):
        lower = name.lower()
        if lower.startswith("on") or lower in ADDRESSES or lower == "style":
            del element.attrib[name]


def _meta(attributes: dict[str, str]) -> html.HtmlElement:
    meta = html.Element("meta")
    for name, value in attributes.items():
        meta.set(name, value)
    return meta
