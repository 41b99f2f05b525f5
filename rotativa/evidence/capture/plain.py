"""A copy without a browser: the page and what its HTML names, one level deep."""

import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from urllib.parse import urldefrag, urljoin

from lxml import etree, html

from rotativa.evidence.capture.bounds import Bounds
from rotativa.evidence.capture.browser.visit import Seen
from rotativa.evidence.capture.cleaning import clean
from rotativa.evidence.capture.errors import CannotCapture
from rotativa.evidence.capture.flat.css import LONGEST, addresses
from rotativa.evidence.capture.kept import Headers, Kept
from rotativa.evidence.capture.whole import AGENT, Whole, ask_whole
from rotativa.lib.destinations import Reach
from rotativa.lib.fetch_errors import FetchError
from rotativa.lib.guarded_stream import Deadline

AT_ONCE = 6
CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
WITH_SOURCE = ("img", "script", "source", "video", "audio", "iframe", "embed", "track", "input")
LINKED = {"stylesheet", "icon", "preload", "apple-touch-icon"}


@dataclass
class PlainVisit:
    """Asks by itself; what it has got goes to `keep`, with its unpacked body."""

    keep: Callable[[Kept, bytes], None]
    bounds: Bounds
    reach: Reach
    deadline: Deadline
    language: str = "en"
    document: Kept | None = None
    cut: dict[str, str] = field(default_factory=dict)
    _asked: set[str] = field(default_factory=set)

    def see(self, url: str) -> Seen:
        """Raises `CannotCapture` where there is no answer at all."""
        try:
            page = self._ask(url)
        except FetchError as error:
            cannot = CannotCapture(str(error))
            cannot.may_pass = error.may_pass
            raise cannot from error
        self.document = page.answer
        seen = Seen(certificates=page.certificates)
        if not page.answer.is_html:
            return seen
        document = read_html(page.content, page.answer.header("content-type"))
        if document is None:
            return seen
        base = page.answer.url
        self._ask_all(parts_of(document, base), referrer=base)
        return Seen(
            title=" ".join(clean(document.findtext(".//title") or "").split())[:1000],
            dom=html.tostring(document, encoding="unicode", doctype="<!doctype html>"),
            certificates=page.certificates,
        )

    def _ask(self, url: str, *, referrer: str = "") -> Whole:
        headers: Headers = (
            ("User-Agent", AGENT),
            ("Accept", "*/*"),
            ("Accept-Encoding", "gzip"),
            ("Accept-Language", self.language),
        )
        if referrer:
            headers += (("Referer", referrer),)
        whole = ask_whole(
            url, headers=headers, bounds=self.bounds, reach=self.reach, deadline=self.deadline
        )
        for hop in whole.hops:
            self.keep(hop, whole.content if hop is whole.answer else b"")
            if hop.cut:
                self.cut[hop.url] = hop.cut
        return whole

    def _ask_all(self, found: Iterator[str], *, referrer: str) -> None:
        """Level by level: style sheets name more."""
        with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="capture") as threads:
            level = self._new(found)
            while level:
                answers = threads.map(lambda url: self._ask_part(url, referrer), level)
                level = self._new(url for more in list(answers) for url in more)

    def _new(self, found: Iterator[str]) -> list[str]:
        fresh = []
        for url in found:
            if url not in self._asked and len(self._asked) < self.bounds.parts:
                self._asked.add(url)
                fresh.append(url)
        return fresh

    def _ask_part(self, url: str, referrer: str) -> list[str]:
        try:
            whole = self._ask(url, referrer=referrer)
        except FetchError as error:
            self.cut[url] = str(error)
            return []
        if whole.answer.media_type != "text/css":
            return []
        text = whole.content[:LONGEST].decode(errors="replace")
        return list(absolute(addresses(text), whole.answer.url))


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


def parts_of(document: html.HtmlElement, base: str) -> Iterator[str]:
    yield from absolute(_named(document), base)


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
    for text in document.xpath("//style/text() | //@style"):
        yield from addresses(str(text))


def absolute(found: Iterator[str], base: str) -> Iterator[str]:
    for each in found:
        try:
            url = urldefrag(urljoin(base, each.strip()))[0]
        except ValueError:
            continue
        if url.startswith(("http://", "https://")):
            yield url
