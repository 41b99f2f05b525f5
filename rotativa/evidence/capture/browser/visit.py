"""A visit to a page: loaded, scrolled through, frozen, and photographed."""

import asyncio
import base64
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import gettext_noop as _

from rotativa.evidence.capture.bounds import Bounds
from rotativa.evidence.capture.browser.pipe import NotDone, Params
from rotativa.evidence.capture.browser.process import Browser
from rotativa.evidence.capture.browser.quiet import Traffic
from rotativa.evidence.capture.browser.recording import Recording
from rotativa.evidence.capture.browser.scripts import FREEZE, SCROLL
from rotativa.evidence.capture.errors import BrowserFailed

WORKERS = {"worker", "shared_worker", "service_worker", "worklet"}


@dataclass(frozen=True)
class Seen:
    """What a visitor saw."""

    title: str = ""
    text: str = ""
    dom: str = ""
    picture: bytes = b""
    media: Sequence[str] = ()
    certificates: tuple[bytes, ...] = ()
    failure: str = ""
    """Why the page did not load, in the browser's word."""


@dataclass
class Visit:
    browser: Browser
    recording: Recording
    bounds: Bounds
    language: str = "en"
    traffic: Traffic = field(default_factory=Traffic)
    _session: str = ""
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    async def see(self, url: str) -> Seen:
        devtools = self.browser.devtools
        devtools.listeners += [self.recording.hear, self.traffic.hear, self._hear]
        await self._open_tab()
        try:
            went = await self._call("Page.navigate", url=url, seconds=self.bounds.load_seconds)
            failure = went.get("errorText", "")
        except TimeoutError:
            failure = "net::ERR_TIMED_OUT"
        await self._rest(self.bounds.quiet_seconds, at_most=self.bounds.load_seconds)
        if self.recording.document is None or failure:
            return Seen(failure=failure or "net::ERR_EMPTY_RESPONSE")
        world = await self._own_world()
        with suppress(TimeoutError, NotDone):  # a page that will not be scrolled is kept as it is
            await self._evaluate(SCROLL, world)
        await self._rest(self.bounds.quiet_seconds, at_most=self.bounds.load_seconds / 2)
        frozen = await self._freeze()
        return Seen(
            title=frozen["title"],
            text=frozen["text"],
            dom=frozen["dom"],
            media=frozen["media"],
            picture=await self._photograph(int(frozen["height"])),
            certificates=await self._certificates(self.recording.document.url),
        )

    async def _open_tab(self) -> None:
        devtools, size = self.browser.devtools, self.bounds
        context = await devtools.call("Target.createBrowserContext", disposeOnDetach=True)
        context_id = context["browserContextId"]
        devtools.ask("Browser.setDownloadBehavior", behavior="deny", browserContextId=context_id)
        tab = await devtools.call(
            "Target.createTarget",
            url="about:blank",
            browserContextId=context_id,
            width=size.width,
            height=size.height,
        )
        got = await devtools.call("Target.attachToTarget", targetId=tab["targetId"], flatten=True)
        self._session = got["sessionId"]
        self.recording.main_frame = tab["targetId"]
        await self._prepare(self._session, "page")

    async def _prepare(self, session: str, kind: str) -> None:
        """Everything is set before the target runs; what it does not know, it refuses by itself."""
        agent = {"userAgent": self.browser.user_agent, "acceptLanguage": self.language}
        auto = {"autoAttach": True, "waitForDebuggerOnStart": True, "flatten": True}
        every = {"patterns": [{"urlPattern": "*", "requestStage": "Response"}]}
        commands: list[tuple[str, Params]] = [
            ("Fetch.enable", every),
            ("Network.enable", {}),
            ("Target.setAutoAttach", auto),
        ]
        if kind not in WORKERS:
            commands += [
                ("Network.setCacheDisabled", {"cacheDisabled": True}),
                ("Network.setBypassServiceWorker", {"bypass": True}),
                ("Network.setUserAgentOverride", agent),
                ("Page.enable", {}),
            ]
        commands.append(("Runtime.runIfWaitingForDebugger", {}))
        devtools = self.browser.devtools
        answers = [devtools.ask(method, session, **params) for method, params in commands]
        await asyncio.wait(answers, timeout=10)

    def _hear(self, method: str, params: Params, session: str) -> None:
        match method:
            case "Target.attachedToTarget" if session:  # of the tab; the tab itself is known
                kind = params["targetInfo"]["type"]
                task = asyncio.create_task(self._prepare(params["sessionId"], kind))
                self._tasks.add(task)
                task.add_done_callback(self._tasks.discard)
            case "Page.javascriptDialogOpening":
                self.browser.devtools.ask("Page.handleJavaScriptDialog", session, accept=False)

    async def _call(self, method: str, *, seconds: float = 15, **params: Any) -> Params:
        return await self.browser.devtools.call(method, self._session, seconds=seconds, **params)

    async def _rest(self, seconds: float, *, at_most: float) -> None:
        await self.traffic.rest(
            seconds, at_most=at_most, also=lambda: self.recording.is_busy or bool(self._tasks)
        )

    async def _own_world(self) -> int:
        got = await self._call(
            "Page.createIsolatedWorld", frameId=self.recording.main_frame, worldName="capture"
        )
        return int(got["executionContextId"])

    async def _evaluate(self, script: str, world: int) -> Any:
        got = await self._call(
            "Runtime.evaluate",
            expression=script,
            contextId=world,
            awaitPromise=True,
            returnByValue=True,
        )
        if "exceptionDetails" in got:
            raise NotDone(str(got["exceptionDetails"].get("text")))
        return got["result"].get("value")

    async def _freeze(self) -> dict[str, Any]:
        """In a world made now: the page may have gone on to another document meanwhile."""
        most = {
            "text": self.bounds.text_signs,
            "dom": self.bounds.dom_signs,
            "media": self.bounds.media,
        }
        frozen: dict[str, Any] = await self._evaluate(FREEZE % most, await self._own_world())
        if not frozen["url"].startswith(("http://", "https://")):
            raise BrowserFailed(_("The page went away while it was read."))
        return frozen

    async def _photograph(self, height: int) -> bytes:
        height = min(max(height, self.bounds.height), self.bounds.picture_height)
        area = {"x": 0, "y": 0, "width": self.bounds.width, "height": height, "scale": 1}
        with suppress(TimeoutError, NotDone):  # a copy without a picture is a copy
            got = await self._call(
                "Page.captureScreenshot",
                format="webp",
                quality=70,
                captureBeyondViewport=True,
                clip=area,
                seconds=20,
            )
            return base64.b64decode(got["data"])
        return b""

    async def _certificates(self, url: str) -> tuple[bytes, ...]:
        parts = urlsplit(url)
        if parts.scheme != "https":
            return ()
        with suppress(TimeoutError, NotDone):
            got = await self._call("Network.getCertificate", origin=f"https://{parts.netloc}")
            return tuple(base64.b64decode(each) for each in got["tableNames"])
        return ()
