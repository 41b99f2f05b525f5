"""Servers of a figure: started on a free port, waited for, and ended by their numbers, come what may."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from types import FrameType

from made_up.paper import HOST, environment

LOOPBACK = "127.0.0.1"
MOST_SECONDS = 120
GRACE_SECONDS = 30


def end_cleanly() -> None:
    """Have SIGTERM leave by the same door as Ctrl+C, so that no server stays behind."""

    def leave(number: int, frame: FrameType | None) -> None:  # noqa: ARG001  # signal's signature
        sys.exit(128 + number)

    signal.signal(signal.SIGTERM, leave)


@contextmanager
def running(
    command: Sequence[str | Path], *, log: Path, env: Mapping[str, str] | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    """A process in a session of its own; what is left of the session afterwards is killed."""
    with log.open("ab") as file:
        process = subprocess.Popen(
            [str(each) for each in command],
            env=dict(env) if env is not None else None,
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        yield process
    finally:
        process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(GRACE_SECONDS)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


@contextmanager
def serving(site: Path, *arguments: str, **variables: str) -> Iterator[tuple[int, int]]:
    """`rotativa serve` of a site until it answers; its port and its number."""
    port, log = free_port(), site / "data" / "bench.log"
    env = environment(site, ROTATIVA_SERVE__PORT=str(port), **variables)
    command = [sys.executable, "-m", "rotativa", "serve", *arguments]
    with running(command, log=log, env=env) as process:
        wait_for(port, "/en/-/sign-in/", of=process, log=log)
        yield port, process.pid


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])


def wait_until_open(port: int) -> None:
    """Until somebody listens there."""
    ends_at = time.monotonic() + GRACE_SECONDS
    while True:
        try:
            socket.create_connection((LOOPBACK, port), timeout=1).close()
        except OSError:
            if time.monotonic() > ends_at:
                raise
            time.sleep(0.02)
        else:
            return


def wait_for(port: int, path: str, *, of: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + MOST_SECONDS
    while (found := status(port, path)) != 200:
        if of.poll() is not None or time.monotonic() > deadline:
            sys.exit(f"{path} answers {found}. {log.read_text(errors='replace')[-2000:]}")
        time.sleep(0.02)


def status(port: int, path: str) -> int | None:
    """What a reader is answered; nothing when nobody listens."""
    with contextlib.closing(HTTPConnection(LOOPBACK, port, timeout=30)) as connection:
        try:
            connection.request("GET", path, headers={"Host": HOST})
            return connection.getresponse().status
        except (OSError, HTTPException):
            return None


def processor_seconds(number: int) -> float:
    """Of a process and all that it has started and that live; what no other load can falsify."""
    ticks = os.sysconf("SC_CLK_TCK")
    return sum(sum(times_of(each)) for each in family(number)) / ticks


def times_of(number: int) -> tuple[int, int]:
    """In the program and in the kernel, in ticks."""
    try:
        fields = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return 0, 0
    return int(fields[11]), int(fields[12])


def family(number: int) -> list[int]:
    """A process and all below it, whichever of its threads has started them."""
    told = ""
    for thread in Path(f"/proc/{number}/task").glob("*/children"):
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):
            told += f" {thread.read_text()}"
    if not Path(f"/proc/{number}").exists():
        return []
    return [number, *(each for child in told.split() for each in family(int(child)))]


def load() -> str:
    """How busy the machine is beside what is measured: two figures hardly compare without."""
    return f"load {os.getloadavg()[0]:.1f}"
