"""`rotativa serve`: front, application, task worker and clock, started and stopped together."""

import errno
import logging
import socket
import tempfile
from functools import partial
from importlib import import_module
from pathlib import Path

import click
from django.conf import settings
from django.db import OperationalError, connections

from rotativa.cli import parts
from rotativa.cli.prepare import prepare_site
from rotativa.cli.site import CannotRun, find_finished_site, held, load_all
from rotativa.cli.supervisor import Supervisor
from rotativa.lib.config import Config

logger = logging.getLogger(__name__)

DATABASE_SECONDS = 5
"""Between two attempts to reach a database that is down."""


@click.command()
@click.option("--web", "role", flag_value="web", help="Only the web server.")
@click.option("--worker", "role", flag_value="worker", help="Only the task worker.")
@click.option("--tick", "role", flag_value="tick", help="Only the clock: what is due each minute.")
@click.option("--returns", "role", flag_value="returns", help="Only the port for what comes back.")
@click.option("--site", type=click.Path(path_type=Path, file_okay=False), help="The site's folder.")
def serve(role: str | None, site: Path | None) -> None:
    """Serve the site: web server, task worker and clock, or one of them."""
    config = find_finished_site(site)
    match role:
        case "web":
            serve_web(config, rest=())
        case "worker" | "tick":
            serve_part("worker" if role == "worker" else "clock", config)
        case "returns":
            if not config.newsletters.returns_port:
                raise CannotRun("Set newsletters.returns_port first: see docs/run/mail.md.")
            serve_part("returns", config)
        case _:
            serve_all(config)


def serve_all(config: Config) -> None:
    busy = f"{config.site} is served already, at {config.base_url}/. Stop that first."
    with held(config.site / "data" / "serve.lock", busy=busy):
        more = ("returns",) if config.newsletters.returns_port else ()
        serve_web(config, rest=("worker", "clock", *more))


def serve_web(config: Config, *, rest: tuple[str, ...]) -> None:
    """The front that readers reach first of all: what is printed needs nothing else."""
    refuse_taken_port(config.serve.host, config.serve.port)
    with tempfile.TemporaryDirectory(prefix="rotativa-") as private, Supervisor() as supervisor:
        application = Path(private) / "application.sock"
        supervisor.start("front", partial(parts.front, config, application=application))
        load(config, supervisor)
        click.echo(f"The paper: {config.base_url}/   The desk: {config.base_url}/desk/")
        click.echo("Stop with Ctrl+C.")
        supervisor.start("application", partial(parts.application, config, socket=application))
        for name in rest:
            supervisor.start(name, getattr(parts, name))
        supervisor.watch()


def serve_part(name: str, config: Config) -> None:
    with Supervisor() as supervisor:
        load(config, supervisor)
        supervisor.start(name, getattr(parts, name))
        supervisor.watch()


def load(config: Config, supervisor: Supervisor) -> None:
    """Bring the site up to date, and load what its parts then have in common."""
    load_all()
    wait_for_database(config, supervisor)
    import_module(settings.ROOT_URLCONF)
    connections.close_all()  # a fork must not speak on its parent's


def wait_for_database(config: Config, supervisor: Supervisor) -> None:
    """A database that is down keeps nobody from reading what is printed; else it is a failure."""
    while True:
        try:
            prepare_site(config)
        except OperationalError as error:
            if not (config.site / "printed" / "pages").is_dir():
                raise
            words = " ".join(str(error).split())
            logger.warning("Only what is printed is served; the database fails: %s.", words)
            connections.close_all()
            supervisor.watch(DATABASE_SECONDS)
        else:
            return


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
