"""Modules of ours that run in a process of their own: what comes in by a pipe is answered by another.

Such a process ends when nothing more can come, so also where whoever has started it was killed.
"""

import os
import signal
import subprocess
import sys
from contextlib import suppress
from typing import IO


def start_module(name: str) -> subprocess.Popen[bytes]:
    """In a session of its own, since Ctrl-C is for whoever has started it."""
    return subprocess.Popen(  # noqa: S603  # our own words alone
        [sys.executable, "-P", "-m", name],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        start_new_session=True,
    )


def pipes_of(process: subprocess.Popen[bytes]) -> tuple[IO[bytes], IO[bytes]]:
    """What it is asked by, and what it answers by."""
    if process.stdin is None or process.stdout is None:
        raise TypeError("It was not started by `start_module`.")
    return process.stdin, process.stdout


def end_session(process: subprocess.Popen[bytes]) -> None:
    """With what it has started."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
