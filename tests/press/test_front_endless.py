"""Who sends the front headers without end, each piece of which is copied behind those before it."""

import socket
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from rotativa.press.front.protocol import LONGEST_HEAD
from tests.press.front import LONGEST_START, Application, Front
from tests.press.test_front import page

GET = b"GET /en/flood/ HTTP/1.1\r\nHost: paper.example\r\n"
CHUNKED = b"POST /en/form/ HTTP/1.1\r\nHost: paper.example\r\nTransfer-Encoding: chunked\r\n\r\n"
LAST_CHUNK = b"3\r\na=b\r\n0\r\n"
CLOSING = b"Connection: close\r\n\r\n"
PIECE = 4096
TOLD = "Gave up 127.0.0.1, which sent headers that are too long.\n"


@pytest.fixture
def front(tmp_path: Path) -> Iterator[Front]:
    with Front(tmp_path) as front:
        front.shelf.put("/en/flood/", page("The river rose."))
        yield front


def answered(front: Front, begun: bytes, piece: bytes) -> bytes:
    """While much more of it is sent than anybody takes."""
    with socket.create_connection(("127.0.0.1", front.port), timeout=LONGEST_START) as connection:
        with suppress(ConnectionError):  # it reads no more
            connection.sendall(begun)
            for _ in range(100 * LONGEST_HEAD // len(piece)):
                connection.sendall(piece)
        received = b""
        with suppress(ConnectionResetError):
            while part := connection.recv(65536):
                received += part
    return received


@pytest.mark.parametrize(
    ("begun", "piece"),
    [
        (b"GET /en/", b"x" * PIECE),
        (b"GET /en/?", b"x" * PIECE),
        (GET + b"Cookie: ", b"x" * PIECE),
        (GET, b"X-" + b"x" * PIECE + b": y\r\n"),
        (CHUNKED + LAST_CHUNK + b"X-Hash: ", b"x" * PIECE),
        (CHUNKED + b"3;x=", b"x" * PIECE),
    ],
)
def test_headers_without_end_are_refused(front: Front, begun: bytes, piece: bytes) -> None:
    answer = answered(front, begun, piece)

    assert answer.startswith(b"HTTP/1.1 431 ")
    assert b"connection: close" in answer
    assert front.log.read_text().endswith(TOLD)
    assert front.get("/en/flood/").status == 200


def test_headers_without_end_behind_a_request_are_no_answer_to_it(
    front: Front, monkeypatch: pytest.MonkeyPatch
) -> None:
    freed = threading.Event()
    monkeypatch.setattr(Application, "rest", lambda _: freed.wait(LONGEST_START))
    other = GET.replace(b"/en/flood/", b"/en/other/") + b"\r\n"

    assert answered(front, other + GET + b"Cookie: ", b"x" * PIECE) == b""
    assert front.log.read_text().endswith(TOLD)
    freed.set()


def test_many_requests_and_long_forms_are_no_headers_without_end(front: Front) -> None:
    """However many headers they have together, and in however many chunks they come."""
    many = (GET + b"Cookie: " + b"x" * 10_000 + b"\r\n\r\n") * 20
    chunks = b"400\r\n" + b"x" * 1024 + b"\r\n"

    asked = front.send(*[many] * 2, GET + CLOSING)
    form = CHUNKED.replace(b"\r\n\r\n", b"\r\n" + CLOSING)
    sent = front.send(form, *[chunks * 100] * 2, b"0\r\n\r\n")

    assert asked.count(b"HTTP/1.1 200 ") == 41
    assert sent.endswith(b": " + b"x" * 1024 * 200)
