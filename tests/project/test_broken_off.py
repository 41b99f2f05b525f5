"""Forms of which only a part comes, by the front and Granian as `rotativa serve` runs them."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.test_supervisor import wait_until
from tests.press.front import LONGEST_START, Front, passing_to, wait_for
from tests.servers import free_port

FIELDS = b"title=Flood&text=" + b"x" * 200_000 + b"&go_live=tomorrow"
PARTS = (
    b'--b\r\nContent-Disposition: form-data; name="title"\r\n\r\nFlood\r\n'
    b'--b\r\nContent-Disposition: form-data; name="photo"; filename="flood.jpg"\r\n\r\n'
    + b"x" * 200_000
    + b"\r\n--b--\r\n"
)
HEAD = "POST /en/form/ HTTP/1.1\r\nHost: paper.example\r\nContent-Type: {}\r\nContent-Length: {}\r\n\r\n"


@pytest.fixture
def taken(tmp_path: Path) -> Path:
    """Where the view writes."""
    return tmp_path / "taken"


@pytest.fixture
def front(tmp_path: Path, taken: Path) -> Iterator[Front]:
    port = free_port()
    command = [sys.executable, "-m", "tests.project.reading", str(port)]
    with subprocess.Popen(command, env=os.environ | {"TAKEN": str(taken)}) as server:
        try:
            wait_for(port)
            with Front(tmp_path, before=passing_to("127.0.0.1", port)) as front:
                yield front
        finally:
            server.terminate()
            server.wait(LONGEST_START)


@pytest.mark.parametrize(
    ("kind", "form", "names"),
    [
        ("application/x-www-form-urlencoded", FIELDS, "title text go_live"),
        ("multipart/form-data; boundary=b", PARTS, "title photo"),
    ],
)
def test_part_of_a_large_form_is_handed_to_no_view(
    front: Front, taken: Path, kind: str, form: bytes, names: str
) -> None:
    """Neither where its sender breaks off nor where the front does, in the middle of handing it on."""
    half = HEAD.format(kind, len(form)).encode() + form[:100_000]
    with socket.create_connection(("127.0.0.1", front.port)) as connection:
        connection.sendall(half)
    with socket.socket(socket.AF_UNIX) as connection:
        connection.connect(str(front.socket))
        connection.sendall(half)
        wait_until(taken.exists)

    response = front.get("/en/form/", method="POST", body=form, content_type=kind)

    assert (response.status, response.content) == (200, b"taken")
    assert taken.read_text().splitlines() == ["asked", "asked", names]
