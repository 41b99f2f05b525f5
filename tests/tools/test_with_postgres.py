"""The throw-away PostgreSQL is there while the command runs, and gone afterwards."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from tools.with_postgres import NoPostgres, find_programs

TOOL = Path(__file__).parents[2] / "tools" / "with_postgres.py"


@pytest.fixture
def folder():
    """A short-named place of its own for temporary files, open to the server's account."""
    try:
        find_programs()
    except NoPostgres as error:
        pytest.skip(str(error))
    path = Path(tempfile.mkdtemp(prefix="pg-"))
    path.chmod(0o755)
    yield path
    shutil.rmtree(path)


def start(folder: Path, *command: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, TOOL, *command],
        env={**os.environ, "TMPDIR": str(folder)},
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def servers(folder: Path) -> list[str]:
    """Command lines of the running processes that name our folder."""
    lines = [path.read_bytes() for path in Path("/proc").glob("[0-9]*/cmdline") if path.exists()]
    return [line.decode() for line in lines if str(folder).encode() in line]


def test_command_gets_a_database_and_leaves_nothing_behind(folder):
    program = (
        "import os, sys, psycopg\n"
        "with psycopg.connect(os.environ['ROTATIVA_DATABASE']) as connection:\n"
        "    print(connection.execute('SELECT lower(%s)', ['ÑANDÚ']).fetchone()[0])\n"
        "sys.exit(3)\n"
    )

    process = start(folder, sys.executable, "-c", program)
    output, _ = process.communicate(timeout=60)

    assert (output, process.returncode) == ("ñandú\n", 3)
    assert list(folder.iterdir()) == []
    assert servers(folder) == []


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGINT, 7), (signal.SIGTERM, 128 + signal.SIGTERM)]
)
def test_interruption_ends_command_and_server(folder, number, code):
    program = (
        "import signal, sys, time\n"
        "signal.signal(signal.SIGINT, lambda *_: sys.exit(7))\n"
        "print('ready', flush=True)\n"
        "time.sleep(60)\n"
    )
    process = start(folder, sys.executable, "-c", program)
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    assert servers(folder) != []

    if number == signal.SIGINT:
        os.killpg(process.pid, number)  # as a terminal does
    else:
        process.send_signal(number)

    process.communicate(timeout=60)
    assert process.returncode == code
    assert list(folder.iterdir()) == []
    assert servers(folder) == []


def test_no_command_explains_itself():
    done = subprocess.run([sys.executable, TOOL], capture_output=True, text=True, check=False)

    assert done.returncode == 2
    assert "python -m tools.with_postgres" in done.stdout
