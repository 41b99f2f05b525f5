"""Several processes that live and stop as one, forked from this one.

What is loaded before they are started is in memory once: the system copies only what they change.
"""

import contextlib
import ctypes
import gc
import logging
import math
import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Self

logger = logging.getLogger(__name__)

GRACE_SECONDS = 15
LOOK_SECONDS = 0.2
RESTART_SECONDS = (1, 2, 5, 10, 30)
HEALTHY_SECONDS = 60
STOPS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
PR_SET_PDEATHSIG, PR_SET_NAME = 1, 15

fork = multiprocessing.get_context("fork")


class Stop(BaseException):
    """Told by a signal, wherever we are: like `KeyboardInterrupt`, for nobody on its way to catch."""


class Child:
    """A part in a process of its own, started again when it ends by itself, each time after a longer pause."""

    def __init__(self, name: str, run: Callable[[], None]) -> None:
        self.name = name
        self.run = run
        self.failures = 0
        self.prepare()

    def prepare(self) -> None:
        self.started_at = time.monotonic()
        self.restart_at = 0.0
        self.process = fork.Process(target=begin, args=(self.name, self.run, os.getpid()))

    def start(self) -> None:
        with signals_held():
            self.process.start()

    def watch(self) -> None:
        now = time.monotonic()
        if self.process.is_alive():
            return
        if not self.restart_at:
            self.end_what_it_left()
            self.failures = 1 if now - self.started_at > HEALTHY_SECONDS else self.failures + 1
            pause = RESTART_SECONDS[min(self.failures, len(RESTART_SECONDS)) - 1]
            self.restart_at = now + pause
            logger.error(
                "%s ended with code %s; starting it again in %s s.",
                self.name,
                self.process.exitcode,
                pause,
            )
        elif now >= self.restart_at:
            self.prepare()
            self.start()

    @property
    def has_begun(self) -> bool:
        return self.process.pid is not None

    def wait(self, *, until: float) -> None:
        self.process.join(timeout=max(0.1, until - time.monotonic()))
        if self.process.is_alive():
            logger.warning("%s did not stop in %s s; ending it.", self.name, GRACE_SECONDS)
        self.end_what_it_left()
        self.process.join()

    def end_what_it_left(self) -> None:
        """Processes of a child that was killed would keep the port; its session holds them all."""
        if self.process.pid:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)


class Supervisor:
    """Start parts within; leaving stops them all. SIGINT, SIGTERM and SIGHUP leave by `Stop`."""

    def __init__(self) -> None:
        self.children: list[Child] = []

    def __enter__(self) -> Self:
        for number in STOPS:
            if number != signal.SIGHUP or signal.getsignal(number) is not signal.SIG_IGN:  # nohup
                signal.signal(number, on_signal)
        return self

    def start(self, name: str, run: Callable[[], None]) -> None:
        """Run a part from now on, with what this process has loaded and not one thread more."""
        gc.collect()
        gc.freeze()  # looking for garbage would write to, and so copy, all that is shared
        child = Child(name, run)
        self.children.append(child)  # before it runs: a signal may come as soon as it does
        child.start()

    def watch(self, seconds: float = math.inf) -> None:
        """Start again what ends, for so long or until a signal comes."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            for child in self.children:
                child.watch()
            time.sleep(LOOK_SECONDS)

    def __exit__(self, kind: object, error: BaseException | None, _: object) -> bool:
        if isinstance(error, Stop):
            logger.info("Stopping.")
        # What was started first is what readers reach: it ends what it has begun, with the others' help.
        self.stop(self.children[:1])
        self.stop(self.children[1:])
        return isinstance(error, Stop)

    def stop(self, children: list[Child]) -> None:
        begun = [child for child in children if child.has_begun]
        for child in begun:
            child.process.terminate()
        deadline = time.monotonic() + GRACE_SECONDS
        for child in begun:
            child.wait(until=deadline)


def on_signal(number: int, frame: FrameType | None) -> None:  # noqa: ARG001  # signal's signature
    for each in STOPS:
        signal.signal(each, signal.SIG_IGN)
    raise Stop


@contextmanager
def signals_held() -> Iterator[None]:
    """A child that is told to stop while it is being made hears of it as soon as it can act on it."""
    signal.pthread_sigmask(signal.SIG_BLOCK, STOPS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPS)


def begin(name: str, run: Callable[[], None], parent: int) -> None:
    """What a child does: it is a process by itself, but for ending with its parent."""
    os.setsid()  # Ctrl+C in a terminal reaches only the supervisor, which stops all
    for number in STOPS:
        signal.signal(number, signal.SIG_DFL)
    present(name, parent)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPS)
    run()


def present(name: str, parent: int) -> None:
    """Give the process a name, as `ps` and `top` show it, and SIGTERM when its parent dies of SIGKILL."""
    if sys.platform != "linux":
        return
    prctl = ctypes.CDLL(None).prctl
    prctl(PR_SET_NAME, name.encode())
    prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:  # it died before this was said
        os.kill(os.getpid(), signal.SIGKILL)
