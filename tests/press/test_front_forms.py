"""Large forms, of which the front takes in the whole before anybody is asked."""

import socket
import time
from collections.abc import Iterator

import pytest

from tests.press.front import ROOM, Application, Front

HEAD = b"POST %s HTTP/1.1\r\nHost: paper.example\r\nContent-Length: %d\r\n\r\n"
CHUNKED = b"POST %s HTTP/1.1\r\nHost: paper.example\r\nTransfer-Encoding: chunked\r\n\r\n"


@pytest.fixture(scope="module")
def front(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    with Front(tmp_path_factory.mktemp("front")) as front:
        yield front


def test_large_forms_that_come_slowly_keep_no_other_waiting(front: Front) -> None:
    """None is handed on before it is whole: it would hold a thread of the application."""
    slow = [socket.create_connection(("127.0.0.1", front.port)) for _ in range(20)]
    for each in slow:
        each.sendall(HEAD % (b"/en/slow/", 2_000_000) + b"x" * 100_000)

    photo = front.get("/en/photo/", method="POST", body=b"x" * 1_000_000)

    assert (photo.status, len(photo.content) > 1_000_000) == (200, True)
    assert "/en/slow/" not in Application.asked
    for each in slow:
        each.close()


def test_what_comes_slowly_makes_room_for_what_comes_in_time(front: Front) -> None:
    """Nearly all the room is held by five who send no more."""
    slow = [socket.create_connection(("127.0.0.1", front.port)) for _ in range(5)]
    for each in slow:
        each.sendall(HEAD % (b"/en/held/", 2_000_000) + b"x" * 700_000)

    photo = front.get("/en/photo/", method="POST", body=b"x" * 1_000_000)

    assert (photo.status, len(photo.content) > 1_000_000) == (200, True)
    assert slow[0].recv(65536).startswith(b"HTTP/1.1 503 ")
    assert "large form was given up for want of room: 700000 bytes" in front.log.read_text()
    assert "/en/held/" not in Application.asked
    for each in slow:
        each.close()


def test_who_announces_more_than_there_is_room_for_is_refused_at_once(front: Front) -> None:
    with socket.create_connection(("127.0.0.1", front.port)) as connection:
        connection.sendall(HEAD % (b"/en/form/", ROOM + 1))

        assert connection.recv(65536).startswith(b"HTTP/1.1 413 ")


@pytest.mark.parametrize("size", [20_000, 200_000])
def test_form_in_chunks_reaches_the_application_with_its_length(front: Front, size: int) -> None:
    """Django reads nothing without."""
    chunk = b"%x\r\n%s\r\n" % (size // 2, b"x" * (size // 2))

    with socket.create_connection(("127.0.0.1", front.port)) as connection:
        connection.sendall(CHUNKED % b"/en/chunks/" + chunk + chunk + b"0\r\n\r\n")
        received = b""
        while not received.endswith(b"x" * size):
            received += connection.recv(65536)

    assert received.startswith(b"HTTP/1.1 200 ")


def test_who_breaks_off_a_large_form_leaves_no_error(front: Front) -> None:
    told = front.log.read_text()
    for begun in (HEAD % (b"/en/broken/", 2_000_000), CHUNKED % b"/en/broken/" + b"30000\r\n"):
        with socket.create_connection(("127.0.0.1", front.port)) as connection:
            connection.sendall(begun + b"x" * 100_000)
    with socket.create_connection(("127.0.0.1", front.port)) as connection:
        connection.sendall(CHUNKED % b"/en/broken/" + b"11170\r\n" + b"x" * 70_000 + b"\r\nno size")
        assert connection.recv(65536).startswith(b"HTTP/1.1 400 ")

    time.sleep(0.3)
    assert front.get("/en/form/", method="POST", body=b"x" * 100_000).status == 200
    assert "/en/broken/" not in Application.asked
    assert front.log.read_text() == told + "WARNING:  Invalid HTTP request received.\n"
