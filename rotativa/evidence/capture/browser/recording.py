"""Every answer that the browser is given, kept before the page sees it."""

import asyncio
import base64
import logging
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from rotativa.evidence.capture.bounds import Bounds
from rotativa.evidence.capture.browser.pipe import Devtools, NotDone, Params
from rotativa.evidence.capture.errors import BrowserFailed
from rotativa.evidence.capture.kept import (
    Headers,
    Kept,
    unpacked_headers,
    with_length,
    without_secrets,
)
from rotativa.lib.exchanges import REDIRECTS
from rotativa.lib.proxy import MARK

logger = logging.getLogger(__name__)

BODY_SECONDS = 20
AT_ONCE = 6
WITHOUT_BODY = {204, 205, 304}
BROKEN_OFF = {
    "net::ERR_CONNECTION_CLOSED",
    "net::ERR_CONNECTION_RESET",
    "net::ERR_CONTENT_DECODING_FAILED",
    "net::ERR_CONTENT_LENGTH_MISMATCH",
    "net::ERR_HTTP2_PROTOCOL_ERROR",
    "net::ERR_INCOMPLETE_CHUNKED_ENCODING",
}
OF_A_RANGE = {"range", "if-range"}


@dataclass
class Recording:
    """Listens to one browser; what it has kept goes to `keep` at once."""

    devtools: Devtools
    keep: Callable[[Kept], None]
    mark: str
    """Of answers that are the proxy's own."""
    bounds: Bounds
    main_frame: str = ""
    document: Kept | None = None
    """The latest answer that became the page itself."""
    left: dict[str, Headers] = field(default_factory=dict)
    """What must be asked for again, whole, with the headers it was asked for with."""
    cut: dict[str, str] = field(default_factory=dict)
    """What could not be kept whole, and why."""
    count: int = 0
    size: int = 0
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)
    _urls: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._turns = asyncio.Semaphore(AT_ONCE)

    @property
    def is_busy(self) -> bool:
        return bool(self._tasks)

    def hear(self, method: str, params: Params, session: str) -> None:
        if method == "Fetch.requestPaused":
            task = asyncio.create_task(self._take(params, session))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
            self._urls[str(params.get("networkId"))] = _address(params)
        elif _is_broken_off(method, params) and params["requestId"] in self._urls:
            self.cut.setdefault(self._urls[params["requestId"]], "disconnect")

    async def _take(self, paused: Params, session: str) -> None:
        """Whatever becomes of the copy, the page goes on."""
        url = _address(paused)
        try:
            async with self._turns:
                await self._look(url, paused, session)
        except TimeoutError:
            self.cut[url] = "time"
        except NotDone:
            self.cut[url] = "disconnect"
        except BrowserFailed:
            return  # whoever waits for the page is told
        except Exception:  # what a page may hold has no end: this part is missing, and is told of
            logger.exception("An answer could not be kept: %s", url)
            self.cut[url] = "unspecified"
        self._go_on(paused, session)

    def _go_on(self, paused: Params, session: str) -> None:
        """A refusal of the guard's is no page: the visitor stays on the one there is."""
        request = paused["requestId"]
        if self._is_refusal(paused):
            self.devtools.ask(
                "Fetch.failRequest", session, requestId=request, errorReason="Aborted"
            )
        else:
            self.devtools.ask("Fetch.continueRequest", session, requestId=request)

    def _is_refusal(self, paused: Params) -> bool:
        told = {each["name"].lower(): each["value"] for each in paused.get("responseHeaders", [])}
        return told.get(MARK.lower()) == self.mark

    async def _look(self, url: str, paused: Params, session: str) -> None:
        status = paused.get("responseStatusCode")
        if status is None or not url.startswith(("http://", "https://")):
            return
        if self._is_refusal(paused):
            return
        headers = tuple((each["name"], each["value"]) for each in paused["responseHeaders"])
        told = {name.lower(): value for name, value in headers}
        asked = tuple(paused["request"]["headers"].items())
        if self._is_left(url, status, told, asked) or self._is_full(url):
            return
        body = await self._body(status, paused, session)
        self.count += 1
        self.size += len(body)
        self._keep(url, paused, status=status, headers=headers, asked=asked, body=body)

    def _is_left(self, url: str, status: int, told: dict[str, str], asked: Headers) -> bool:
        """Streams never end; parts and large bodies are asked for again, past the browser."""
        if told.get("content-type", "").startswith("text/event-stream"):
            self.cut[url] = "stream"
            return True
        length = told.get("content-length", "")
        is_large = length.isdecimal() and int(length) > self.bounds.body_bytes
        if status == 206 or is_large:
            self.left.setdefault(
                url, tuple(each for each in asked if each[0].lower() not in OF_A_RANGE)
            )
            return True
        return False

    def _is_full(self, url: str) -> bool:
        if self.count >= self.bounds.exchanges or self.size > self.bounds.all_bytes:
            self.cut[url] = "length"
            return True
        return False

    async def _body(self, status: int, paused: Params, session: str) -> bytes:
        if status in REDIRECTS | WITHOUT_BODY:
            return b""
        got = await self.devtools.call(
            "Fetch.getResponseBody", session, seconds=BODY_SECONDS, requestId=paused["requestId"]
        )
        return base64.b64decode(got["body"]) if got["base64Encoded"] else got["body"].encode()

    def _keep(
        self,
        url: str,
        paused: Params,
        *,
        status: int,
        headers: Headers,
        asked: Headers,
        body: bytes,
    ) -> None:
        request: dict[str, Any] = paused["request"]
        kept = Kept(
            method=request["method"],
            url=url,
            status=status,
            reason=paused.get("responseStatusText", ""),
            headers=with_length(unpacked_headers(without_secrets(headers)), len(body)),
            body=body,
            asked=without_secrets(asked),
            sent=request.get("postData", "").encode(errors="replace"),
            at=datetime.now(UTC),
        )
        if _is_short(kept, headers):
            kept = replace(kept, cut="disconnect")
            self.cut[url] = kept.cut
        is_page = paused.get("resourceType") == "Document"
        if is_page and paused.get("frameId") == self.main_frame and status not in REDIRECTS:
            self.document = kept
        self.keep(kept)


def _address(paused: Params) -> str:
    return str(paused["request"]["url"]).partition("#")[0]


def _is_short(kept: Kept, headers: Headers) -> bool:
    """Chromium hands over half a body as if it were whole; of packed ones nobody can tell."""
    told = {name.lower(): value for name, value in headers}
    length = told.get("content-length", "")
    has_body = kept.method != "HEAD" and kept.status not in REDIRECTS | WITHOUT_BODY
    is_told = length.isdecimal() and not told.get("content-encoding")
    return has_body and is_told and len(kept.body) < int(length)


def _is_broken_off(method: str, params: Params) -> bool:
    return method == "Network.loadingFailed" and params.get("errorText") in BROKEN_OFF
