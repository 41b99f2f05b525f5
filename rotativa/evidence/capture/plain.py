"""A copy without a browser: the page and what its HTML names, one level deep."""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace

from rotativa.evidence.capture.bounds import Bounds
from rotativa.evidence.capture.browser.visit import Seen
from rotativa.evidence.capture.errors import CannotCapture
from rotativa.evidence.capture.flat.css import LONGEST, addresses
from rotativa.evidence.capture.kept import Headers, Kept
from rotativa.evidence.capture.parsing import absolute
from rotativa.evidence.capture.reader import Reader
from rotativa.evidence.capture.whole import AGENT, Whole, ask_whole
from rotativa.lib.destinations import Reach
from rotativa.lib.fetch_errors import FetchError
from rotativa.lib.guarded_stream import Deadline, Meter

AT_ONCE = 6


@dataclass
class PlainVisit:
    """Asks by itself; what it has got goes to `keep`, with its unpacked body."""

    keep: Callable[[Kept, bytes], None]
    bounds: Bounds
    reach: Reach
    deadline: Deadline
    meter: Meter
    reader: Reader
    language: str = "en"
    document: Kept | None = None
    cut: dict[str, str] = field(default_factory=dict)
    _asked: set[str] = field(default_factory=set)

    def see(self, url: str) -> Seen:
        """Raises `CannotCapture` where there is no answer at all."""
        try:
            page = self._ask(url)
        except FetchError as error:
            cannot = CannotCapture.of(error)
            cannot.may_pass = error.may_pass
            raise cannot from error
        self.document = page.answer
        seen = Seen(certificates=page.certificates)
        if not page.answer.is_html:
            return seen
        base = page.answer.url
        parsed = self.reader.parse(page.content, page.answer.header("content-type"), base)
        if parsed.fault:
            self.cut[base] = parsed.fault
        self._ask_all(parsed.parts, referrer=base)
        return replace(seen, title=parsed.title, dom=parsed.dom)

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
            url,
            headers=headers,
            bounds=self.bounds,
            reach=self.reach,
            deadline=self.deadline,
            meter=self.meter,
        )
        for hop in whole.hops:
            self.keep(hop, whole.content if hop is whole.answer else b"")
            if hop.cut:
                self.cut[hop.url] = hop.cut
        return whole

    def _ask_all(self, found: Iterable[str], *, referrer: str) -> None:
        """Level by level: style sheets name more."""
        with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="capture") as threads:
            level = self._new(found)
            while level:
                answers = threads.map(lambda url: self._ask_part(url, referrer), level)
                level = self._new(url for more in list(answers) for url in more)

    def _new(self, found: Iterable[str]) -> list[str]:
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
