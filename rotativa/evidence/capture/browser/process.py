"""A browser for one capture: a profile without a past, a group that is killed, bounded memory."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext_noop as _

from rotativa.evidence.capture.bounds import Bounds
from rotativa.evidence.capture.browser.memory import private_bytes
from rotativa.evidence.capture.browser.pipe import Devtools, NotDone
from rotativa.evidence.capture.browser.program import switches
from rotativa.evidence.capture.errors import BrowserFailed

START_SECONDS = 30
END_SECONDS = 2
LOOK_SECONDS = 0.5

# Chromium reads commands from 3 and answers on 4; no file of it grows beyond bounds.
LAUNCH = """
import fcntl, os, resource, sys
most = int(sys.argv[3])
resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
read, write = (fcntl.fcntl(int(each), fcntl.F_DUPFD, 50) for each in sys.argv[1:3])
os.dup2(read, 3)
os.dup2(write, 4)
os.closerange(5, 256)
os.execv(sys.argv[4], sys.argv[4:])
"""


@dataclass(frozen=True)
class Browser:
    devtools: Devtools
    pid: int
    product: str
    user_agent: str


@asynccontextmanager
async def running_browser(
    program: str, *, proxy_url: str, folder: Path, bounds: Bounds, extra: Sequence[str] = ()
) -> AsyncIterator[Browser]:
    """`folder` holds its profile, and is removed by whoever has made it."""
    devtools = Devtools(message_bytes=bounds.message_bytes)
    arguments = [*extra, *switches(proxy_url=proxy_url, profile=str(folder))]
    process, ends = await _start(program, arguments, devtools, folder=folder, bounds=bounds)
    watch = asyncio.create_task(_watch_memory(process.pid, devtools, most=bounds.memory_bytes))
    try:
        try:
            version = await devtools.call("Browser.getVersion", seconds=START_SECONDS)
        except (TimeoutError, NotDone) as error:
            raise BrowserFailed(_("The browser does not start.")) from error
        agent = version["userAgent"].replace("HeadlessChrome", "Chrome")
        yield Browser(devtools, process.pid, version["product"], agent)
    finally:
        watch.cancel()
        await _end(process, devtools)
        for each in ends:
            each.close()


async def _start(
    program: str, arguments: list[str], devtools: Devtools, *, folder: Path, bounds: Bounds
) -> tuple[asyncio.subprocess.Process, list[asyncio.BaseTransport]]:
    loop = asyncio.get_running_loop()
    their_read, our_write = os.pipe()
    our_read, their_write = os.pipe()
    home = str(folder)
    command = [str(their_read), str(their_write), str(bounds.all_bytes), program, *arguments]
    try:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-I",
            "-c",
            LAUNCH,
            *command,
            pass_fds=(their_read, their_write),
            env={"HOME": home, "TMPDIR": home, "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"},
            cwd=home,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
            start_new_session=True,
        )
    finally:
        os.close(their_read)
        os.close(their_write)
    reader, _devtools = await loop.connect_read_pipe(lambda: devtools, os.fdopen(our_read, "rb"))
    writer, _protocol = await loop.connect_write_pipe(asyncio.Protocol, os.fdopen(our_write, "wb"))
    devtools.writes_to(writer)
    return process, [reader, writer]


async def _end(process: asyncio.subprocess.Process, devtools: Devtools) -> None:
    """Ask first, for the sake of a clean profile; then end the whole group, whatever it does."""
    with suppress(TimeoutError, NotDone, BrowserFailed):
        await devtools.call("Browser.close", seconds=END_SECONDS)
        await asyncio.wait_for(process.wait(), END_SECONDS)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    await process.wait()


async def _watch_memory(group: int, devtools: Devtools, *, most: int) -> None:
    while True:
        await asyncio.sleep(LOOK_SECONDS)
        if await asyncio.to_thread(private_bytes, group) > most:
            devtools.end(_("The page takes more memory than a capture may."))
            with suppress(ProcessLookupError):
                os.killpg(group, signal.SIGKILL)
            return
