"""Who asks the front slowly, or not at all, by sockets of their own."""

import re
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.press.front import Application, Calm, Front, Impatient
from tests.press.test_front import page

HEAD = b"POST /en/form/ HTTP/1.1\r\nHost: paper.example\r\nContent-Length: %d\r\n\r\n"
GET = b"GET /en/flood/ HTTP/1.1\r\nHost: paper.example\r\n\r\n"
SMALL, LARGE = HEAD % 20_000, HEAD % 2_000_000
SOON = 60
"""Seconds; of somebody who is never given up a test would have to wait for ever."""


@pytest.fixture(scope="module")
def front(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    with Front(tmp_path_factory.mktemp("front"), protocol=Impatient) as front:
        front.shelf.put("/en/flood/", page("The river rose."))
        yield front


@pytest.fixture(scope="module")
def calm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    with Front(tmp_path_factory.mktemp("calm"), protocol=Calm) as front:
        front.shelf.put("/en/flood/", page("The river rose."))
        yield front


def is_given_up(connection: socket.socket, *, each: bytes = b"") -> bool:
    """While so much is sent ten times a second."""
    ends = time.monotonic() + SOON
    connection.settimeout(0.1)
    while time.monotonic() < ends:
        try:
            connection.sendall(each)
            if not connection.recv(65536):
                return True
        except TimeoutError:
            continue
        except ConnectionError:
            return True
    return False


@pytest.mark.parametrize(
    ("begun", "each"),
    [
        (b"", b""),
        (b"GET /en/flood/ HTTP/1.1\r\n", b""),
        (b"GET /en/flood/ HTTP/1.1\r\nCookie: ", b"x"),
        (b"GET /en/flood/ HTTP/1.1\r\nCookie: ", b"x" * 3000),
        (SMALL, b""),
        (SMALL + b"a=", b"x"),
        (LARGE, b"x"),
        (LARGE + b"x" * 70_000, b""),
        (LARGE + b"x" * 70_000, b"x"),
        (SMALL.replace(b"/en/form/", b"/static/base.css"), b"x"),
    ],
)
def test_who_does_not_ask_in_time_is_given_up(front: Front, begun: bytes, each: bytes) -> None:
    with socket.create_connection(("127.0.0.1", front.port)) as connection:
        connection.sendall(begun)

        assert is_given_up(connection, each=each)


def test_thousands_who_ask_slowly_are_given_up_together(calm: Front) -> None:
    slow: list[socket.socket] = []
    for _ in range(500):
        slow.append(socket.create_connection(("127.0.0.1", calm.port)))
        slow[-1].sendall(SMALL)
    assert calm.get("/en/flood/").status == 200

    started = time.monotonic()
    assert all(is_given_up(each) for each in slow)

    assert time.monotonic() - started < SOON
    for each in slow:
        each.close()


def test_second_request_of_a_connection_has_as_long_as_the_first(calm: Front) -> None:
    with socket.create_connection(("127.0.0.1", calm.port)) as connection:
        for _ in range(6):
            connection.sendall(GET)
            assert b"The river rose." in connection.recv(65536)
            time.sleep(0.6)
        connection.sendall(GET[:20])

        assert is_given_up(connection)


def test_line_ends_between_two_requests_hold_nothing_open(front: Front) -> None:
    other = b"GET /en/other/ HTTP/1.1\r\nHost: paper.example\r\n\r\n"
    with socket.create_connection(("127.0.0.1", front.port)) as connection:
        connection.sendall(other)
        assert connection.recv(65536).startswith(b"HTTP/1.1 200 ")
        connection.sendall(b"\r\n")

        assert is_given_up(connection)


def test_large_form_may_take_its_time(calm: Front) -> None:
    with socket.create_connection(("127.0.0.1", calm.port)) as connection:
        connection.sendall(HEAD % 120_000)
        for _ in range(12):
            connection.sendall(b"x" * 10_000)
            time.sleep(0.4)

        assert connection.recv(65536).startswith(b"HTTP/1.1 200 ")


def test_who_rests_in_a_large_form_is_not_given_up(calm: Front) -> None:
    """A train in a tunnel: much has come, then nothing for a while, and a little, and nothing."""
    with socket.create_connection(("127.0.0.1", calm.port)) as connection:
        connection.sendall(HEAD % 120_000 + b"x" * 100_000)
        for piece in (b"x" * 10, b"x" * 10, b"x" * 19_980):
            time.sleep(1.6)
            connection.sendall(piece)

        assert connection.recv(65536).startswith(b"HTTP/1.1 200 ")


@pytest.mark.parametrize(
    ("begun", "told"),
    [
        (b"", []),
        (b"GET /en/flood/ HTTP/1.1\r\n", [b"408"]),
        (SMALL + b"a=", [b"408"]),
        (LARGE + b"a=", [b"408"]),
        (SMALL.replace(b"/en/form/", b"/static/base.css"), [b"405"]),
        (GET + SMALL, [b"200", b"408"]),
    ],
)
def test_who_is_given_up_is_told_so_once(front: Front, begun: bytes, told: list[bytes]) -> None:
    """Unless nothing was asked."""
    assert re.findall(rb"HTTP/1.1 (\d+)", front.send(begun)) == told


def test_log_tells_of_those_who_are_given_up_once_a_minute(tmp_path: Path) -> None:
    with Front(tmp_path, protocol=Impatient) as front:
        for begun in (b"", GET[:20], GET[:20], SMALL, SMALL):
            front.send(begun)

        assert front.log.read_text().splitlines() == [
            "WARNING:  Gave up 127.0.0.1, which sent the head of a request too slowly.",
            "WARNING:  Gave up 127.0.0.1, which sent a form too slowly.",
        ]


def test_log_tells_whom_the_proxy_names(tmp_path: Path) -> None:
    with Front(tmp_path, protocol=Impatient) as front:
        front.send(SMALL.replace(b"\r\n\r\n", b"\r\nX-Forwarded-For: 192.0.2.7\r\n\r\n"))

        assert "Gave up 192.0.2.7, which sent a form" in front.log.read_text()


def test_who_waits_for_us_is_not_given_up(front: Front, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whose form comes behind something else that is asked, for which an application takes its time."""
    monkeypatch.setattr(
        Application, "rest", lambda handler: time.sleep(3 if handler.path == "/en/slow/" else 0)
    )
    slow = GET.replace(b"/en/flood/", b"/en/slow/")
    form = LARGE.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n") + b"x" * 2_000_000

    answers = front.send(slow + form)

    assert answers.count(b"HTTP/1.1 200 ") == 2
    assert answers.endswith(b"POST /en/form/ from 127.0.0.1: " + b"x" * 2_000_000)
