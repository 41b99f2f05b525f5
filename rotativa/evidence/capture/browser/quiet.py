"""When a page has come to rest: nothing is on its way, and nothing was for a moment."""

import asyncio
import time
from collections.abc import Callable

from rotativa.evidence.capture.browser.pipe import Params

# They are open as long as the page is.
NEVER_DONE = {"EventSource", "WebSocket", "Ping", "Preflight"}
STEP = 0.05


class Traffic:
    """Listens to one browser for what is on its way."""

    def __init__(self) -> None:
        # By the request alone: a worker's script begins in the page's session and ends in its own.
        self._under_way: set[str] = set()
        self._latest = time.monotonic()

    def hear(self, method: str, params: Params, _session: str) -> None:
        match method:
            case "Network.requestWillBeSent" if _ends(params):
                self._under_way.add(params["requestId"])
            case "Network.loadingFinished" | "Network.loadingFailed":
                self._under_way.discard(params["requestId"])
            case "Page.frameNavigated" if "parentId" not in params["frame"]:
                self._under_way.clear()  # what the page before has asked for is told no more
            case _:
                return
        self._latest = time.monotonic()

    async def rest(
        self, seconds: float, *, at_most: float, also: Callable[[], bool] = lambda: False
    ) -> None:
        """Wait until it has been quiet for so long, or until waiting more is no use."""
        end = time.monotonic() + at_most
        while time.monotonic() < end:
            is_quiet = time.monotonic() - self._latest >= seconds
            if is_quiet and not self._under_way and not also():
                return
            await asyncio.sleep(STEP)


def _ends(params: Params) -> bool:
    is_fetched = params["request"]["url"].startswith(("http://", "https://"))
    return is_fetched and params.get("type") not in NEVER_DONE
