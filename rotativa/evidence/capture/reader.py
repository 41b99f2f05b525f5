"""Has a page read by a process that ends when its time is over.

HTML that was written to harm keeps a parser busy for hours, or has it take all memory, and no bound within
the parser holds. The process is started with the visit, so that it has loaded what it needs by the end of
that, and is kept for the next visit; each page is read by a child of it.
"""

import atexit
import json
import os
import signal
import subprocess
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from threading import Lock, Timer
from types import TracebackType
from typing import Any, Self

from django.utils.translation import gettext_noop as _

from rotativa.evidence.capture import reading
from rotativa.evidence.capture.bounds import Bounds
from rotativa.evidence.capture.flat.bodies import Bodies
from rotativa.evidence.capture.words import Words
from rotativa.lib.own_process import end_session, pipes_of, start_module

NOTHING = Words()


@dataclass(frozen=True)
class Parsed:
    """A page as its site has sent it."""

    title: str = ""
    dom: str = ""
    parts: tuple[str, ...] = ()
    """Addresses of what it is made of."""
    fault: str = ""
    """Why there is nothing, in words of the source for an editor."""


@dataclass(frozen=True)
class Read:
    view: str = ""
    words: Words = NOTHING
    fault: str = ""
    """Why it is not all there."""


class Reader:
    """Reads pages, one after the other; what has read them is kept for the next one who asks."""

    def __init__(self, bounds: Bounds, *, is_kept: bool = True) -> None:
        self._bounds = bounds
        self._is_kept = is_kept
        self._process = _taken()
        self._is_late = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._is_kept and error is None and not self._is_late:
            _keep(self._process)
        else:
            end_session(self._process)

    def parse(self, content: bytes, content_type: str, url: str) -> Parsed:
        said, fault = self.ask(reading.parsed, content, content_type, url)
        if "dom" not in said:
            return Parsed(fault=fault)
        return Parsed(title=said["title"], dom=said["dom"], parts=tuple(said["parts"]))

    def read(self, dom: str, url: str, bodies: Bodies) -> Read:
        if not dom:
            return Read()
        said, fault = self.ask(reading.read, dom, url, bodies)
        words = Words(**said["words"]) if "words" in said else NOTHING
        return Read(view=said.get("view", ""), words=words, fault=fault)

    def ask(self, how: Callable[..., reading.Lines], *given: object) -> tuple[dict[str, Any], str]:
        """What `how` says there, all lines as one, and why that is not all."""
        said: dict[str, Any] = {}
        timer = Timer(self._bounds.reading_seconds, self._end_late)
        timer.start()
        try:
            for line in self._answers(how, given):
                said |= json.loads(line)
        except (BrokenPipeError, EOFError):
            words = _("The page took too long to read.")
            return said, words if self._is_late else _("The page could not be read.")
        finally:
            timer.cancel()
        return said, ""

    def _answers(
        self, how: Callable[..., reading.Lines], given: tuple[object, ...]
    ) -> Iterator[bytes]:
        """Raises `EOFError` where the last of them does not come."""
        write, lines = pipes_of(self._process)
        write.write(reading.framed(how, given, most=self._bounds.memory_bytes))
        write.flush()
        for line in lines:
            if line == reading.END:
                return
            if line == reading.FAILED or not line.endswith(b"\n"):
                break
            yield line
        raise EOFError

    def _end_late(self) -> None:
        self._is_late = True
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)


_lock = Lock()
_kept: list[tuple[int, "subprocess.Popen[bytes]"]] = []
"""At most one that is idle, and whose it is: a process that was forked has none."""


def _taken() -> "subprocess.Popen[bytes]":
    with _lock:
        while _kept:
            owner, process = _kept.pop()
            if owner == os.getpid():
                if process.poll() is None:
                    return process
                end_session(process)
    return start_module(reading.__name__)


def _keep(process: "subprocess.Popen[bytes]") -> None:
    with _lock:
        if not _kept:
            _kept.append((os.getpid(), process))
            return
    end_session(process)


@atexit.register
def end_kept() -> None:
    for owner, process in _kept:
        if owner == os.getpid():
            end_session(process)
    _kept.clear()
