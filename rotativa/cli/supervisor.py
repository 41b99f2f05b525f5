"""Several child processes that live and stop as one."""

import contextlib
import ctypes
import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from types import FrameType

logger = logging.getLogger(__name__)

GRACE_SECONDS = 15
RESTART_SECONDS = (1, 2, 5, 10, 30)
HEALTHY_SECONDS = 60
STOPS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
PR_SET_PDEATHSIG = 1


class Child:
    """One command, started again when it ends by itself, each time after a longer pause."""

    def __init__(self, name: str, command: list[str]) -> None:
        self.name = name
        self.command = command
        self.failures = 0
        self.start()

    def start(self) -> None:
        self.started_at = time.monotonic()
        self.restart_at = 0.0
        # A session of its own: Ctrl+C in a terminal reaches only the supervisor, which stops all.
        self.process = subprocess.Popen(  # noqa: S603  # our own commands
            self.command,
            env=os.environ | {"PYTHONUNBUFFERED": "1"},
            start_new_session=True,
            preexec_fn=ends_with(os.getpid()),  # noqa: PLW1509  # the supervisor has one thread
        )

    def watch(self) -> None:
        now = time.monotonic()
        if self.process.poll() is None:
            return
        if not self.restart_at:
            self.end_what_it_left()
            self.failures = 1 if now - self.started_at > HEALTHY_SECONDS else self.failures + 1
            pause = RESTART_SECONDS[min(self.failures, len(RESTART_SECONDS)) - 1]
            self.restart_at = now + pause
            logger.error(
                "%s ended with code %s; starting it again in %s s.",
                self.name,
                self.process.returncode,
                pause,
            )
        elif now >= self.restart_at:
            self.start()

    def end_what_it_left(self) -> None:
        """Processes of a child that was killed would keep the port; its session holds them all."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)


def ends_with(parent: int) -> Callable[[], None] | None:
    """What a new process runs first, so that SIGTERM comes to it when its parent dies of SIGKILL."""
    if sys.platform != "linux":
        return None
    prctl = ctypes.CDLL(None).prctl

    def tie() -> None:
        prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:  # it died before this was said
            os.kill(os.getpid(), signal.SIGKILL)

    return tie


class Stop(Exception):
    pass


def supervise(commands: dict[str, list[str]]) -> None:
    """Run the commands until SIGINT, SIGTERM or SIGHUP; then stop each and wait for it."""
    for number in STOPS:
        if number != signal.SIGHUP or signal.getsignal(number) is not signal.SIG_IGN:  # nohup
            signal.signal(number, on_signal)
    children: list[Child] = []
    try:
        for name, command in commands.items():
            children.append(Child(name, command))
        while True:
            for child in children:
                child.watch()
            time.sleep(0.2)
    except Stop:
        logger.info("Stopping.")
    finally:
        stop(children)


def on_signal(number: int, frame: FrameType | None) -> None:  # noqa: ARG001  # signal's signature
    for each in STOPS:
        signal.signal(each, signal.SIG_IGN)
    raise Stop


def stop(children: list[Child]) -> None:
    for child in children:
        if child.process.poll() is None:
            child.process.terminate()
    deadline = time.monotonic() + GRACE_SECONDS
    for child in children:
        try:
            child.process.wait(timeout=max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            logger.warning("%s did not stop in %s s; ending it.", child.name, GRACE_SECONDS)
        child.end_what_it_left()
        child.process.wait()
