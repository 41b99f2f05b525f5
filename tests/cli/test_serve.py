"""`rotativa serve`: the whole site in one command."""

import re
import shutil
import signal
import smtplib
import socket
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection, HTTPException, HTTPMessage
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import click
import pytest
from click.testing import CliRunner, Result

from rotativa.cli.main import main
from rotativa.cli.site import UNFINISHED, held
from rotativa.press.sheet import Sheet
from rotativa.press.targets.folder.target import FolderTarget
from tests.cli.conftest import (
    MOST_SECONDS,
    ROTATIVA,
    SITE,
    NewSite,
    environment,
    start_nothing,
)
from tests.cli.test_supervisor import is_alive, wait_until
from tests.servers import free_port

ANOTHER_PORT = (
    "Stop what uses it, or take another: set ROTATIVA_SERVE__PORT=8001 before the command, "
    "or `port` in rotativa.toml."
)
TOLD = (
    "The paper: https://paper.example/   The desk: https://paper.example/desk/",
    "Stop with Ctrl+C.",
)
NO_DATABASE = "postgresql://rotativa:secret@127.0.0.1:1/paper"


@contextmanager
def served(site: NewSite, *, port: int, **settings: str) -> Iterator[subprocess.Popen[str]]:
    variables = environment(
        ROTATIVA_SITE=str(site.folder), ROTATIVA_SERVE__PORT=str(port), **settings
    )
    with subprocess.Popen(
        [*ROTATIVA, "serve"],
        env=variables,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def status(port: int, path: str) -> int | None:
    """What a reader is answered; nothing when nobody listens."""
    with closing(HTTPConnection("127.0.0.1", port, timeout=MOST_SECONDS)) as connection:
        try:
            connection.request("GET", path)
            return connection.getresponse().status
        except (OSError, HTTPException):
            return None


def until(is_so: Callable[[], object], *, of: subprocess.Popen[str]) -> None:
    """Wait for what the process is to bring about, as long as it lives."""
    wait_until(lambda: of.poll() is not None or is_so())
    assert of.returncode is None, of.communicate()[0]


def rows(site: NewSite, sql: str) -> Any:
    with closing(sqlite3.connect(site.folder / "data" / "paper.sqlite3", timeout=60)) as database:
        found = database.execute(sql).fetchall()
        database.commit()
    return found


def lose_newest_migration(site: NewSite) -> None:
    """As if the database came from an older version: of redirects, whose last only gives a name."""
    rows(
        site,
        "DELETE FROM django_migrations WHERE id = (SELECT max(id) FROM django_migrations"
        " WHERE app = 'wagtailredirects')",
    )


def sign_in(port: int, password: str) -> str:
    """Sign in at the desk over HTTP, and tell where that leads."""
    session: dict[str, str] = {}
    _, _, page = ask(port, "GET", "/en/-/sign-in/", session)
    [token] = set(re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', page))
    form = {"csrfmiddlewaretoken": token, "login": "editor@localhost", "password": password}
    code, _, page = ask(port, "POST", "/en/-/sign-in/", session, urlencode(form))
    assert code == 302, page
    _, headers, _ = ask(port, "GET", "/desk/", session)
    return headers["Location"]


def ask(
    port: int, method: str, path: str, session: dict[str, str], body: str | None = None
) -> tuple[int, HTTPMessage, str]:
    headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in session.items())}
    if body:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    with closing(HTTPConnection("127.0.0.1", port, timeout=MOST_SECONDS)) as connection:
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        for cookie in answer.headers.get_all("Set-Cookie", []):
            name, _, value = cookie.split(";")[0].partition("=")
            session[name] = value
        return answer.status, answer.headers, answer.read().decode()


def hands_over(port: int, recipient: str) -> bool:
    """Whether mail that comes back is taken there."""
    try:
        with smtplib.LMTP("127.0.0.1", port, timeout=MOST_SECONDS) as server:
            return server.sendmail("", [recipient], b"Subject: hello\n\nIs anybody there?\n") == {}
    except ConnectionError:
        return False


def children(process: subprocess.Popen[str]) -> list[int]:
    path = Path("/proc", str(process.pid), "task", str(process.pid), "children")
    return [int(number) for number in path.read_text().split()]


def test_serve_runs_web_worker_and_clock_until_it_is_stopped(new_site: NewSite) -> None:
    """One journey, since each start loads everything."""
    port = free_port()
    rows(new_site, "UPDATE wagtailcore_page SET expire_at = '2020-01-01' WHERE slug = 'front-es'")
    waiting = "SELECT count(*) FROM django_tasks_database_dbtaskresult WHERE status = 'READY'"
    live = "SELECT live FROM wagtailcore_page WHERE slug = 'front-es'"
    [(tasks,)] = rows(new_site, waiting)
    assert tasks > 0
    lose_newest_migration(new_site)

    returns = free_port()
    mail = {
        "ROTATIVA_NEWSLETTERS__BOUNCES": "bounces@paper.example",
        "ROTATIVA_NEWSLETTERS__RETURNS_PORT": str(returns),
    }
    with served(new_site, port=port, **mail) as process:
        until(lambda: status(port, "/en/") == 200, of=process)
        until(lambda: hands_over(returns, "bounces@paper.example"), of=process)
        until(lambda: rows(new_site, live) == [(0,)], of=process)  # the clock took it away
        until(lambda: rows(new_site, waiting) == [(0,)], of=process)  # the worker has done them
        assert sign_in(port, new_site.password) == "/desk/account/"

        second = new_site.run("serve", ROTATIVA_SERVE__PORT=str(free_port()))
        assert (second.returncode, second.stderr.count("\n")) == (2, 1)
        assert "is served already" in second.stderr

        started = children(process)
        process.send_signal(signal.SIGTERM)
        output, _ = process.communicate(timeout=MOST_SECONDS)

    assert process.returncode == 0, output
    assert len(started) == 5
    assert [number for number in started if is_alive(number)] == []
    assert status(port, "/en/") is None
    address = f"http://127.0.0.1:{port}"
    assert [re.sub(r"^[\d-]+ [\d:,]+ ", "", line) for line in output.splitlines()] == [
        "Bringing the database up to date …",
        "Collecting static files …",
        f"The paper: {address}/   The desk: {address}/desk/",
        "Stop with Ctrl+C.",
        "INFO rotativa.cli.supervisor: Stopping.",
    ]


def test_what_is_printed_is_served_before_the_database_is_there(new_site: NewSite) -> None:
    port = free_port()
    sheet = Sheet.of(200, {"content-type": "text/html"}, b"<h1>The river</h1>")
    FolderTarget(new_site.folder / "printed").put("/en/", sheet)

    with served(new_site, port=port, ROTATIVA_DATABASE=NO_DATABASE) as process:
        until(lambda: status(port, "/en/") == 200, of=process)
        assert status(port, "/en/elsewhere/") == 503
        line = process.stdout.readline() if process.stdout else ""
        process.terminate()
        process.communicate(timeout=MOST_SECONDS)

    assert "Only what is printed is served; the database fails: connection failed" in line
    assert process.returncode == 0


def test_database_that_is_not_there_ends_a_site_without_printed_pages(new_site: NewSite) -> None:
    refused = new_site.run(
        "serve", ROTATIVA_DATABASE=NO_DATABASE, ROTATIVA_SERVE__PORT=str(free_port())
    )

    assert (refused.returncode, refused.stderr.count("\n")) == (2, 1)
    assert refused.stderr.startswith("Error: The database fails: connection failed")


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The suite's site; what would be started is only noted down."""
    shutil.copytree(SITE, tmp_path / "site")
    monkeypatch.setenv("ROTATIVA_SITE", str(tmp_path / "site"))
    monkeypatch.setenv("ROTATIVA_SERVE__PORT", str(free_port()))
    module = import_module("rotativa.cli.serve")  # its name in the package is the command's
    monkeypatch.setattr(module, "prepare_site", lambda _: click.echo("prepared"))
    start_nothing(monkeypatch)
    return tmp_path / "site"


def serve(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["serve", *arguments])


@pytest.mark.parametrize(
    ("role", "started"),
    [
        ("--web", ["front", "prepared", *TOLD, "application", "watching"]),
        ("--worker", ["prepared", "worker", "watching"]),
        ("--tick", ["prepared", "clock", "watching"]),
        ("--returns", ["prepared", "returns", "watching"]),
    ],
)
def test_each_part_is_served_alone(
    site: Path, monkeypatch: pytest.MonkeyPatch, role: str, started: list[str]
) -> None:
    monkeypatch.setenv("ROTATIVA_NEWSLETTERS__BOUNCES", "bounces@paper.example")
    monkeypatch.setenv("ROTATIVA_NEWSLETTERS__RETURNS_PORT", "2424")
    result = serve(role)

    assert (result.exit_code, result.output.splitlines()) == (0, started)


@pytest.mark.parametrize("role", [[], ["--web"]])
def test_taken_port_is_told_before_anything_is_done(
    site: Path, monkeypatch: pytest.MonkeyPatch, role: list[str]
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        monkeypatch.setenv("ROTATIVA_SERVE__PORT", str(port))
        result = serve(*role)

    assert (result.exit_code, result.output) == (
        2,
        f"Error: Port {port} on 127.0.0.1 is in use. {ANOTHER_PORT}\n",
    )


@pytest.mark.parametrize("host", ["192.0.2.1", "no.such.host.invalid"])
def test_address_that_is_not_this_machines_is_told(
    site: Path, monkeypatch: pytest.MonkeyPatch, host: str
) -> None:
    monkeypatch.setenv("ROTATIVA_SERVE__HOST", host)

    result = serve()

    assert (result.exit_code, result.output.count("\n")) == (2, 1)
    assert f"on {host} fails: " in result.output


def test_site_is_served_once_at_a_time(site: Path) -> None:
    with held(site / "data" / "serve.lock", busy=""):
        result = serve()

    assert result.exit_code == 2
    assert result.output == (
        f"Error: {site} is served already, at https://paper.example/. Stop that first.\n"
    )
    assert serve().exit_code == 0


def test_site_that_was_not_finished_is_not_served(site: Path) -> None:
    (site / UNFINISHED).touch()

    result = serve()

    assert result.exit_code == 2
    assert result.output.startswith(f"Error: {site} was not finished. Run the `rotativa new`")
