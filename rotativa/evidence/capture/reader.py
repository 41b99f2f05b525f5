"""Has a page read by a process that ends when its time is over.

HTML that was written to harm keeps a parser busy for hours, or has it take all memory, and no bound within
the parser holds. The process is started with the visit: by the end of that it has loaded what it needs.
"""

import json
import os
import pickle
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from threading import Timer
from types import TracebackType
from typing import Any, Self

from django.utils.translation import gettext as _

from rotativa.evidence.capture import reading
from rotativa.evidence.capture.bounds import Bounds
from rotativa.evidence.capture.flat.bodies import Bodies
from rotativa.evidence.capture.words import Words

END_SECONDS = 2
NOTHING = Words()


@dataclass(frozen=True)
class Parsed:
    """A page as its site has sent it."""

    title: str = ""
    dom: str = ""
    parts: tuple[str, ...] = ()
    """Addresses of what it is made of."""
    fault: str = ""
    """Why there is nothing, in words for an editor."""


@dataclass(frozen=True)
class Read:
    view: str = ""
    words: Words = NOTHING
    fault: str = ""
    """Why it is not all there."""


class Reader:
    """Reads one page; `ahead` has it load what words need before there is a page."""

    def __init__(self, bounds: Bounds, *, ahead: bool = False) -> None:
        command = [sys.executable, "-P", "-m", reading.__name__, str(bounds.memory_bytes)]
        self._seconds = bounds.reading_seconds
        self._was_asked = self._is_late = False
        self._process = subprocess.Popen(  # noqa: S603  # our own words alone
            [*command, *(["ahead"] if ahead else [])],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """One that was asked nothing is still loading, for nobody; others end when they are let go."""
        if not self._was_asked:
            self._process.kill()
        try:
            self._process.communicate(timeout=END_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.communicate()

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
        self._was_asked = True
        timer = Timer(self._seconds, self._end_late)
        timer.start()
        try:
            for line in self._answers(pickle.dumps((how, given))):
                said |= json.loads(line)
        except (BrokenPipeError, EOFError):
            words = _("The page took too long to read.")
            return said, words if self._is_late else _("The page could not be read.")
        finally:
            timer.cancel()
        return said, ""

    def _answers(self, asked: bytes) -> Iterator[bytes]:
        """Raises `EOFError` where the last of them does not come."""
        write, lines = self._process.stdin, self._process.stdout
        if write is None or lines is None:  # which they are not, being pipes
            raise EOFError
        write.write(reading.framed(asked))
        write.flush()
        for line in lines:
            if line == reading.END:
                return
            if line.endswith(b"\n"):
                yield line
        raise EOFError

    def _end_late(self) -> None:
        self._is_late = True
        self._process.kill()
