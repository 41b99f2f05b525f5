"""Talks to Chromium over the pipe that it was started with: no port, nobody else can listen."""

import asyncio
import json
from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_noop as _

from rotativa.evidence.capture.errors import BrowserFailed

Params = dict[str, Any]
Listener = Callable[[str, Params, str], None]


class NotDone(Exception):
    """The browser has refused a command, mostly since what it was about is gone."""


class Devtools(asyncio.Protocol):
    """Commands out, answers and news in; each ends in a zero byte."""

    def __init__(self, *, message_bytes: int) -> None:
        self._most = message_bytes
        self._buffer = bytearray()
        self._searched = 0
        self._number = 0
        self._waiting: dict[int, asyncio.Future[Params]] = {}
        self._writer: asyncio.WriteTransport | None = None
        self._end = ""
        self.listeners: list[Listener] = []

    def writes_to(self, writer: asyncio.WriteTransport) -> None:
        self._writer = writer

    def ask(self, method: str, session: str = "", **params: Any) -> asyncio.Future[Params]:
        """Send a command now; its answer is awaited by whoever wants it."""
        answer: asyncio.Future[Params] = asyncio.get_running_loop().create_future()
        answer.add_done_callback(_is_seen)
        if self._end or self._writer is None:
            answer.set_exception(BrowserFailed(self._end or _("The browser has not started.")))
            return answer
        self._number += 1
        self._waiting[self._number] = answer
        message: Params = {"id": self._number, "method": method, "params": params}
        if session:
            message["sessionId"] = session
        self._writer.write(json.dumps(message).encode() + b"\0")
        return answer

    async def call(
        self, method: str, session: str = "", *, seconds: float = 15, **params: Any
    ) -> Params:
        """Raises `NotDone`, `BrowserFailed` or TimeoutError."""
        return await asyncio.wait_for(self.ask(method, session, **params), seconds)

    def end(self, why: str) -> None:
        """Nothing is answered any more, for the first reason that is given."""
        self._end = self._end or why
        waiting, self._waiting = self._waiting, {}
        for answer in waiting.values():
            if not answer.done():
                answer.set_exception(BrowserFailed(self._end))

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        while (end := self._buffer.find(b"\0", self._searched)) >= 0:
            message = json.loads(self._buffer[:end])
            del self._buffer[: end + 1]
            self._searched = 0
            self._hear(message)
        self._searched = len(self._buffer)
        if self._searched > self._most:
            self._buffer.clear()
            self._searched = 0
            self.end(_("The page holds more than a copy may."))

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002  # asyncio's
        self.end(_("The browser has crashed."))

    def _hear(self, message: Params) -> None:
        if "id" not in message:
            for listener in self.listeners:
                listener(message["method"], message.get("params", {}), message.get("sessionId", ""))
            return
        answer = self._waiting.pop(message["id"], None)
        if answer is None or answer.done():
            return
        if "error" in message:
            answer.set_exception(NotDone(str(message["error"].get("message"))))
        else:
            answer.set_result(message.get("result", {}))


def _is_seen(answer: asyncio.Future[Params]) -> None:
    """Commands that nobody waits for may fail unheard."""
    if not answer.cancelled():
        answer.exception()
