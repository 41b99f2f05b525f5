"""Who asks the front, and does not read what is answered."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import ClassVar

import pytest

from rotativa.lib.backend import MOST_CONNECTIONS
from tests.cli.test_supervisor import wait_until
from tests.press.front import Application, Forgetful, Front, Narrow, SlowlyRead, Unread
from tests.press.test_front import page

GET = b"GET %s HTTP/1.1\r\nHost: paper.example\r\n\r\n"
CLOSING = b"GET %s HTTP/1.1\r\nHost: paper.example\r\nConnection: close\r\n\r\n"
SIZE = 900_000
"""More than the kernel keeps of what nobody reads."""
SHORT = 50_000
"""Too little for who writes it to wait until it is read."""
TOLD = "Gave up 127.0.0.1, which did not read its answer.\n"


class Wordy(Application):
    taken: ClassVar[list[str]] = []
    """Of which no connection to it is held any more."""

    def answer(self) -> None:
        self.asked.append(self.path)
        self.send_response(200)
        size = SIZE if self.path != "/en/film/" else 4 * SIZE
        self.send_header("Content-Length", str(size))
        self.end_headers()
        self.wfile.write(b"x" * size)
        self.taken.append(self.path)

    do_GET = answer  # noqa: N815  # a name that http.server looks for


@pytest.fixture
def front(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Front]:
    protocol = getattr(request, "param", Unread)
    with Front(tmp_path, before=Wordy, protocol=protocol) as front:
        front.shelf.put("/en/flood/", page("The river rose. " * 20_000))
        front.shelf.put("/en/short/", page("x" * SHORT))
        yield front


def narrow(front: Front) -> socket.socket:
    connection = socket.socket()
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    connection.connect(("127.0.0.1", front.port))
    return connection


def test_any_number_who_do_not_read_leaves_the_way_to_the_application_open(tmp_path: Path) -> None:
    Wordy.asked.clear()
    with Front(tmp_path, before=Wordy, protocol=Narrow) as front, ExitStack() as open_ones:
        for _ in range(MOST_CONNECTIONS):
            open_ones.enter_context(narrow(front)).sendall(GET % b"/en/large/")
        wait_until(lambda: len(Wordy.asked) == MOST_CONNECTIONS)

        assert front.get("/en/other/").status == 200


@pytest.mark.parametrize("front", [Forgetful], indirect=True)
def test_so_much_is_kept_of_what_nobody_reads(front: Front) -> None:
    """Others have its place as soon as somebody has read it."""
    Wordy.asked.clear()
    Wordy.taken.clear()
    with ExitStack() as open_ones:
        first, second, third, fourth = [open_ones.enter_context(narrow(front)) for _ in range(4)]
        first.sendall(CLOSING % b"/en/1/")
        wait_until(lambda: "/en/1/" in Wordy.taken)
        second.sendall(CLOSING % b"/en/2/")
        wait_until(lambda: "/en/2/" in Wordy.taken)
        third.sendall(CLOSING % b"/en/3/")
        wait_until(lambda: "/en/3/" in Wordy.asked)
        assert front.get("/en/short/").status == 200  # it had time meanwhile
        assert "/en/3/" not in Wordy.taken

        for each in (first, third):
            assert read_to_the_end(each).endswith(b"x" * SIZE)
        fourth.sendall(CLOSING % b"/en/4/")
        wait_until(lambda: "/en/4/" in Wordy.taken)


@pytest.mark.parametrize(
    "asked", [GET % b"/en/flood/", GET % b"/en/large/", CLOSING % b"/en/short/"]
)
def test_who_does_not_read_is_given_up(front: Front, asked: bytes) -> None:
    with narrow(front) as connection:
        connection.sendall(asked)

        wait_until(lambda: TOLD in front.log.read_text())
        assert len(read_to_the_end(connection)) < SHORT


def test_who_asks_on_without_reading_is_given_up(front: Front) -> None:
    with narrow(front) as connection:

        def asks_on() -> bool:
            with suppress(ConnectionError):  # once it is given up
                connection.sendall(GET % b"/en/short/")
            return TOLD in front.log.read_text()

        wait_until(asks_on)


@pytest.mark.parametrize(
    "asked", [GET % b"/en/flood/", GET % b"/en/film/", CLOSING % b"/en/large/"]
)
def test_who_reads_a_little_now_and_then_is_given_up(front: Front, asked: bytes) -> None:
    with narrow(front) as connection:
        connection.sendall(asked)

        def reads_on() -> bool:
            read_a_little(connection)
            return TOLD in front.log.read_text()

        wait_until(reads_on)


def test_any_number_who_read_a_little_leave_the_way_to_the_application_open(front: Front) -> None:
    """What each asks is too long to be read ahead."""
    Wordy.asked.clear()
    is_over = threading.Event()

    def read_on() -> None:
        while not is_over.wait(0.1):
            for each in readers:
                read_a_little(each)

    with ExitStack() as open_ones:
        readers = [open_ones.enter_context(narrow(front)) for _ in range(MOST_CONNECTIONS)]
        for each in readers:
            each.sendall(GET % b"/en/film/")
        wait_until(lambda: len(Wordy.asked) == MOST_CONNECTIONS)
        reading = threading.Thread(target=read_on)
        reading.start()
        other = front.get("/en/other/")
        is_over.set()
        reading.join()

    assert other.status == 200


def read_a_little(connection: socket.socket) -> None:
    with suppress(BlockingIOError, ConnectionError):
        connection.recv(500, socket.MSG_DONTWAIT)


@pytest.mark.parametrize("front", [SlowlyRead], indirect=True)
def test_who_reads_slowly_is_given_the_whole(front: Front) -> None:
    with narrow(front) as connection:
        connection.sendall(CLOSING % b"/en/flood/")
        ends = time.monotonic() + 2.5 * SlowlyRead.silence
        received = b""
        while time.monotonic() < ends:
            received += connection.recv(500)
            time.sleep(0.05)
        received += read_to_the_end(connection)

    assert received.startswith(b"HTTP/1.1 200 ")
    assert received.count(b"The river rose. ") == 20_000
    assert "did not read" not in front.log.read_text()


def read_to_the_end(connection: socket.socket) -> bytes:
    received = b""
    with suppress(ConnectionResetError):
        while part := connection.recv(65536):
            received += part
    return received
