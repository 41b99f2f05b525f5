"""Run a command against a PostgreSQL that exists only while the command runs.

    python -m tools.with_postgres python -m pytest

A cluster is made in a temporary folder, its address is handed over as `ROTATIVA_DATABASE`, and
folder and server are gone when the command ends, whichever way it ends. Exits as the command does.
"""

import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

USER = "rotativa"
# Nothing in this cluster outlives the command, so it never waits for a disk.
OPTIONS = (
    "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c listen_addresses=127.0.0.1"
)


class NoPostgres(RuntimeError):
    """What stops us is the machine, and the message tells what it lacks."""


def find_programs() -> Path:
    """The folder with `initdb` and `pg_ctl`: the newest of Debian's, else where PATH finds them."""
    versions = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    newest = max(versions, key=lambda path: int(path.parts[-3]), default=None)
    found = newest or shutil.which("initdb")
    if found is None:
        raise NoPostgres("PostgreSQL's server is not installed (Debian: postgresql).")
    return Path(found).parent


def server_account() -> str | None:
    """PostgreSQL refuses to run as root: there it runs as the account its package made."""
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam("postgres").pw_name
    except KeyError as error:
        raise NoPostgres(
            "PostgreSQL does not run as root, and there is no account 'postgres'."
        ) from error


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def cluster() -> Iterator[str]:
    """A running server; yields the address of its database."""
    programs, account, password = find_programs(), server_account(), secrets.token_hex(16)
    with tempfile.TemporaryDirectory(prefix="rotativa-postgres-") as name:
        folder = Path(name)
        data, port = folder / "data", free_port()
        (folder / "password").write_text(password)
        if account:
            shutil.chown(folder, account)
            shutil.chown(folder / "password", account)

        def run(program: str, *arguments: str) -> None:
            command = [str(programs / program), "-D", str(data), *arguments]
            # The server must hold neither our output open nor our signals: a log file, own session.
            with (folder / "log").open("a+") as log:
                done = subprocess.run(
                    command, user=account, cwd=folder, stdout=log, stderr=log, check=False
                )
                if done.returncode:
                    log.seek(0)
                    raise NoPostgres(f"{program} failed:\n{log.read()}")

        run(
            "initdb",
            *(f"--username={USER}", f"--pwfile={folder / 'password'}", "--auth=scram-sha-256"),
            *("--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"),
        )
        try:
            run("pg_ctl", "start", "-w", "-o", f"{OPTIONS} -c unix_socket_directories='' -p {port}")
            yield f"postgresql://{USER}:{password}@127.0.0.1:{port}/postgres"
        finally:
            if (data / "postmaster.pid").exists():
                run("pg_ctl", "stop", "-w", "-m", "immediate")


def run_with(address: str, command: list[str]) -> int:
    """Run the command to its end; on our way out it is ended first."""
    process = subprocess.Popen(command, env={**os.environ, "ROTATIVA_DATABASE": address})
    try:
        code = process.wait()
    except KeyboardInterrupt:
        code = process.wait()  # Ctrl-C went to the whole terminal, so the command has it too
    except SystemExit:
        process.terminate()
        process.wait()
        raise
    return code if code >= 0 else 128 - code


def leave(number: int, _frame: FrameType | None) -> None:
    sys.exit(128 + number)


def main() -> int:
    command = sys.argv[1:]
    if not command:
        print(__doc__)
        return 2
    signal.signal(signal.SIGTERM, leave)
    try:
        with cluster() as address:
            return run_with(address, command)
    except (NoPostgres, FileNotFoundError) as error:
        print(f"with_postgres: {error}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
