"""The parts of a served site, each of which runs until SIGTERM in a process that was forked for it."""

import multiprocessing
import os
import resource
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

from rotativa.lib.config import Config
from rotativa.press.front import state

BEHIND_READERS = 10
"""Niceness: making pictures takes all of a processor; whoever opens a page meanwhile goes first."""
GRACE_SECONDS = 10
ROOM_FOR_FORMS = 512 * 2**20
"""Bytes that each front has on disk for what comes of large forms."""
LONGEST_FORM = 60 * 2**20
"""As web servers before us are told (`docs/run/nginx.conf`)."""
FILES = 32_768
"""That a front may have open, where the system allows it: with fewer they give out before the room for forms does."""


def front(config: Config, *, application: Path) -> None:
    """Answers readers with printed pages, and asks the application, at its socket, for the rest."""
    import uvicorn  # noqa: PLC0415  # in the front's own process only

    open_more_files()
    os.environ |= {
        state.PRINTED: str(config.site / "printed"),
        state.STATIC: str(config.site / "static"),
        state.MEDIA: str(config.site / "media"),
        state.BACKEND: str(application),
        state.MEGABYTES: str(config.serve.shelf),
        state.ROOM: str(ROOM_FOR_FORMS),
        state.LONGEST: str(LONGEST_FORM),
        state.LARGE: str((threads_of(config) - 1) // config.serve.fronts),
        state.COPIES: urlsplit(config.evidence.origin).hostname or "",
    }
    uvicorn.run(
        "rotativa.press.front.app:application",
        factory=True,
        http="rotativa.press.front.protocol:FrontProtocol",
        loop="uvloop",
        ws="none",
        lifespan="off",
        host=config.serve.host,
        port=config.serve.port,
        workers=config.serve.fronts,
        timeout_graceful_shutdown=GRACE_SECONDS,
        access_log=False,
        server_header=False,
        log_level="warning",
    )


def open_more_files() -> None:
    """Each connection is one, and each form that comes another; what is usual suits programs with a few."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = FILES if hard == resource.RLIM_INFINITY else min(hard, FILES)
    if soft < most:
        with suppress(ValueError, OSError):  # macOS has a lower bound that is not told of
            resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))


def threads_of(config: Config) -> int:
    """Of an application: while each front has it answer a large form, one is left for all else."""
    return max(config.serve.threads, config.serve.fronts + 1)


def application(config: Config, *, socket: Path) -> None:
    """Django, for the desk and whatever is not printed, in forks of what is loaded already."""
    from granian import Granian  # noqa: PLC0415  # its threads must not be there when others are forked
    from granian.constants import Interfaces  # noqa: PLC0415  # as above
    from granian.log import LogLevels  # noqa: PLC0415  # as above

    multiprocessing.set_start_method("fork", force=True)
    Granian(
        "rotativa.project.wsgi:behind_front",
        interface=Interfaces.WSGI,
        uds=socket,
        uds_permissions=0o600,
        workers=config.serve.processes,
        blocking_threads=threads_of(config),
        websockets=False,
        log_level=LogLevels.warning,
        workers_kill_timeout=GRACE_SECONDS,
    ).serve()


def worker() -> None:
    from django.core.management import call_command  # noqa: PLC0415  # settings come first

    os.nice(BEHIND_READERS)
    call_command("db_worker", queue_name="*")


def clock() -> None:
    from rotativa.cli.clock import run  # noqa: PLC0415  # settings come first

    os.nice(BEHIND_READERS)
    run()


def returns() -> None:
    from rotativa.newsletters.door import run  # noqa: PLC0415  # settings come first

    os.nice(BEHIND_READERS)
    run()
