"""`rotativa serve`: front, application, task worker and clock, started and stopped together."""

import errno
import os
import socket
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from rotativa.cli.clock import run
from rotativa.cli.prepare import prepare_site
from rotativa.cli.site import CannotRun, enter_finished_site, held
from rotativa.cli.supervisor import supervise
from rotativa.lib.config import Config
from rotativa.press.front import state

BEHIND_READERS = ("nice", "-n", "10")
"""Making pictures takes all of a processor; whoever opens a page meanwhile goes first."""


@click.command()
@click.option("--web", "role", flag_value="web", help="Only the web server.")
@click.option("--worker", "role", flag_value="worker", help="Only the task worker.")
@click.option("--tick", "role", flag_value="tick", help="Only the clock: what is due each minute.")
@click.option("--site", type=click.Path(path_type=Path, file_okay=False), help="The site's folder.")
def serve(role: str | None, site: Path | None) -> None:
    """Serve the site: web server, task worker and clock, or one of them."""
    config = enter_finished_site(site)
    if role is None:
        serve_all(config)
        return
    if role == "web":
        refuse_taken_port(config.serve.host, config.serve.port)
    prepare_site(config)
    match role:
        case "web":
            with web(config) as commands:
                supervise(commands)
        case "worker":
            supervise({"worker": worker()})
        case "tick":
            run()


def serve_all(config: Config) -> None:
    busy = f"{config.site} is served already, at {config.base_url}/. Stop that first."
    with held(config.site / "data" / "serve.lock", busy=busy):
        refuse_taken_port(config.serve.host, config.serve.port)
        prepare_site(config)
        click.echo(f"The paper: {config.base_url}/   The desk: {config.base_url}/desk/")
        click.echo("Stop with Ctrl+C.")
        with web(config) as commands:
            supervise({**commands, "worker": worker(), "clock": clock()})


@contextmanager
def web(config: Config) -> Iterator[dict[str, list[str]]]:
    """The front that readers reach, and the application that only the front reaches."""
    with tempfile.TemporaryDirectory(prefix="rotativa-") as private:
        application = Path(private) / "application.sock"
        os.environ |= {
            state.PRINTED: str(config.site / "printed"),
            state.STATIC: str(config.site / "data" / "static"),
            state.BACKEND: str(application),
            state.MEGABYTES: str(config.serve.shelf),
        }
        yield {"front": front(config), "application": django(config, socket=application)}


def front(config: Config) -> list[str]:
    return [
        *(sys.executable, "-m", "uvicorn", "--factory", "rotativa.press.front.app:application"),
        *("--http", "rotativa.press.front.protocol:FrontProtocol", "--loop", "uvloop"),
        *("--host", config.serve.host, "--port", str(config.serve.port)),
        *("--workers", str(config.serve.fronts), "--timeout-graceful-shutdown", "10"),
        *(
            "--ws",
            "none",
            "--no-access-log",
            "--no-server-header",
            "--log-level",
            "warning",
            "--lifespan",
            "off",
        ),
    ]


def django(config: Config, *, socket: Path) -> list[str]:
    return [
        *(sys.executable, "-m", "granian", "rotativa.project.wsgi:behind_front"),
        *("--interface", "wsgi", "--uds", str(socket), "--uds-permissions", "600"),
        *("--workers", str(config.serve.processes)),
        *("--blocking-threads", str(config.serve.threads)),
        *("--no-ws", "--log-level", "warning", "--workers-kill-timeout", "10"),
    ]


def worker() -> list[str]:
    return [
        *BEHIND_READERS,
        sys.executable,
        "-m",
        "rotativa",
        "manage",
        "db_worker",
        "--queue-name",
        "*",
    ]


def clock() -> list[str]:
    return [*BEHIND_READERS, sys.executable, "-m", "rotativa.cli.clock"]


def refuse_taken_port(host: str, port: int) -> None:
    """Say at once that the port cannot be had, before any work is done for it."""
    try:
        family, kind, _, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        what = "is in use" if error.errno == errno.EADDRINUSE else f"fails: {error.strerror}"
        raise CannotRun(
            f"Port {port} on {host} {what}. Stop what uses it, or take another: "
            "set ROTATIVA_SERVE__PORT=8001 before the command, or `port` in rotativa.toml."
        ) from error
