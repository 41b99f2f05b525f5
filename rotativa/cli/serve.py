"""`rotativa serve`: the web server, the task worker and the clock, started and stopped together."""

import errno
import socket
import sys
from pathlib import Path

import click

from rotativa.cli.clock import run
from rotativa.cli.prepare import prepare_site
from rotativa.cli.site import CannotRun, enter_site
from rotativa.cli.supervisor import supervise
from rotativa.lib.config import Config


@click.command()
@click.option("--web", "role", flag_value="web", help="Only the web server.")
@click.option("--worker", "role", flag_value="worker", help="Only the task worker.")
@click.option("--tick", "role", flag_value="tick", help="Only the clock: what is due each minute.")
@click.option("--site", type=click.Path(path_type=Path, file_okay=False), help="The site's folder.")
def serve(role: str | None, site: Path | None) -> None:
    """Serve the site: web server, task worker and clock, or one of them."""
    config = enter_site(site)
    match role:
        case "web":
            supervise({"web": web_server(config)})
        case "worker":
            supervise({"worker": worker()})
        case "tick":
            run()
        case _:
            serve_all(config)


def serve_all(config: Config) -> None:
    refuse_taken_port(config)
    prepare_site(config)
    click.echo(f"The paper: {config.base_url}/   The desk: {config.base_url}/desk/")
    click.echo("Stop with Ctrl+C.")
    supervise({"web": web_server(config), "worker": worker(), "tick": clock()})


def web_server(config: Config) -> list[str]:
    return [
        *(sys.executable, "-m", "granian", "rotativa.project.wsgi:application"),
        *("--interface", "wsgi", "--host", config.serve.host, "--port", str(config.serve.port)),
        *("--workers", str(config.serve.processes)),
        *("--blocking-threads", str(config.serve.threads)),
        *("--no-ws", "--log-level", "warning", "--workers-kill-timeout", "10"),
    ]


def worker() -> list[str]:
    return [sys.executable, "-m", "rotativa", "manage", "db_worker", "--queue-name", "*"]


def clock() -> list[str]:
    return [sys.executable, "-m", "rotativa", "serve", "--tick"]


def refuse_taken_port(config: Config) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((config.serve.host, config.serve.port))
        except OSError as error:
            what = "is in use" if error.errno == errno.EADDRINUSE else f"fails: {error.strerror}"
            raise CannotRun(
                f"Port {config.serve.port} on {config.serve.host} {what}. "
                "Stop what uses it, or set another: ROTATIVA_SERVE__PORT=8001 rotativa serve"
            ) from error
