"""Children live and die with their supervisor, however it ends."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.cli.conftest import MOST_SECONDS

SUPERVISOR = """
import logging, sys
from rotativa.cli import supervisor
logging.basicConfig(level="INFO", format="%(message)s")
supervisor.GRACE_SECONDS = int(sys.argv[3])
with supervisor.Supervisor() as children:
    for name in ("one", "two"):
        children.start(name, lambda: exec(sys.argv[1], {}))
    children.watch()
"""
CHILD = """
import os, pathlib, sys, time
pathlib.Path(sys.argv[2], str(os.getpid())).touch()
time.sleep(3600)
"""
NOT_UNDER_NOHUP = "import signal; signal.signal(signal.SIGHUP, signal.SIG_DFL)\n"
STUBBORN = "import signal\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)" + CHILD
PARENT = (
    f"import subprocess, sys\nsubprocess.run([sys.executable, '-c', {CHILD!r}, '', sys.argv[2]])"
)


@contextmanager
def supervised(
    folder: Path, child: str, *, before: str = "", grace: int = MOST_SECONDS
) -> Iterator[subprocess.Popen[str]]:
    """A supervisor of two children, each of which leaves its number in the folder."""
    command = [sys.executable, "-c", before + SUPERVISOR, child, str(folder), str(grace)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        try:
            wait_until(lambda: len(numbers(folder)) == 2)
            yield process
        finally:
            process.kill()
            process.wait()
            for number in living(folder):
                os.kill(number, signal.SIGKILL)
            process.communicate()


def numbers(folder: Path) -> set[int]:
    return {int(path.name) for path in folder.iterdir()}


def living(folder: Path) -> set[int]:
    return {number for number in numbers(folder) if is_alive(number)}


def is_alive(number: int) -> bool:
    """Whether a process runs; one that has ended and was not asked about yet does not."""
    try:
        state = Path("/proc", str(number), "stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"


def wait_until(is_so: Callable[[], object]) -> None:
    deadline = time.monotonic() + MOST_SECONDS
    while not is_so():
        assert time.monotonic() < deadline, "What was waited for did not come."
        time.sleep(0.02)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_signal_stops_all(tmp_path: Path, number: signal.Signals) -> None:
    with supervised(tmp_path, CHILD, before=NOT_UNDER_NOHUP) as process:
        process.send_signal(number)
        _, errors = process.communicate(timeout=MOST_SECONDS)

        assert (process.returncode, errors) == (0, "Stopping.\n")
        assert living(tmp_path) == set()


STOPPED_AT_ITS_START = """
import os, signal, sys, time
from multiprocessing.context import ForkProcess
start, starts = ForkProcess.start, []
def start_and_stop(process):
    start(process)
    starts.append(process)
    while len(os.listdir(sys.argv[2])) < len(starts):
        time.sleep(0.01)
    if len(starts) == 2:
        os.kill(os.getpid(), signal.SIGTERM)
ForkProcess.start = start_and_stop
"""
"""The signal comes while the second child, which runs already, is being started."""


def test_signal_at_the_start_of_a_child_stops_it_too(tmp_path: Path) -> None:
    with supervised(tmp_path, CHILD, before=STOPPED_AT_ITS_START) as process:
        _, errors = process.communicate(timeout=MOST_SECONDS)

        assert (process.returncode, errors) == (0, "Stopping.\n")
        assert living(tmp_path) == set()


def test_child_that_does_not_stop_is_ended(tmp_path: Path) -> None:
    with supervised(tmp_path, STUBBORN, grace=1) as process:
        process.terminate()
        _, errors = process.communicate(timeout=MOST_SECONDS)

        assert errors.splitlines() == [
            "Stopping.",
            "one did not stop in 1 s; ending it.",
            "two did not stop in 1 s; ending it.",
        ]
        assert living(tmp_path) == set()


def test_children_end_with_a_supervisor_that_was_killed(tmp_path: Path) -> None:
    with supervised(tmp_path, CHILD) as process:
        process.kill()

        wait_until(lambda: not living(tmp_path))


def test_supervisor_started_by_nohup_outlives_its_terminal(tmp_path: Path) -> None:
    nohup = "import signal\nsignal.signal(signal.SIGHUP, signal.SIG_IGN)"
    with supervised(tmp_path, CHILD, before=nohup) as process:
        process.send_signal(signal.SIGHUP)
        process.terminate()
        process.communicate(timeout=MOST_SECONDS)

        assert process.returncode == 0


def test_child_that_dies_is_started_again(tmp_path: Path) -> None:
    with supervised(tmp_path, CHILD) as process:
        first = min(numbers(tmp_path))
        os.kill(first, signal.SIGKILL)

        wait_until(lambda: len(numbers(tmp_path)) == 3)
        assert len(living(tmp_path) - {first}) == 2

        process.terminate()
        _, errors = process.communicate(timeout=MOST_SECONDS)
        assert re.sub("one|two", "…", errors).splitlines() == [
            "… ended with code -9; starting it again in 1 s.",
            "Stopping.",
        ]


def test_what_a_killed_child_had_started_goes_with_it(tmp_path: Path) -> None:
    """A web server's processes would keep the port from the web server that is started again."""
    with supervised(tmp_path, PARENT):
        orphan = min(numbers(tmp_path))
        os.kill(parent_of(orphan), signal.SIGKILL)

        wait_until(lambda: len(numbers(tmp_path)) == 3)
        assert not is_alive(orphan)


def parent_of(number: int) -> int:
    return int(Path("/proc", str(number), "stat").read_text().rpartition(")")[2].split()[1])
