"""Large forms, of which the front takes in the whole before anybody is asked."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest

from rotativa.lib.room import SMALL_BODY
from rotativa.press.sheet import Sheet
from tests.cli.test_supervisor import wait_until
from tests.press.front import (
    LONGEST,
    LONGEST_START,
    MOST_LARGE,
    ROOM,
    Application,
    Front,
    Poor,
    header,
)

HEAD = b"POST %s HTTP/1.1\r\nHost: paper.example\r\nContent-Length: %d\r\n\r\n"
HTML = {"content-type": "text/html; charset=utf-8"}
EXPECTING = b"\r\nExpect: 100-continue\r\n\r\n"
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
    wait_until(lambda: len(front.kept) == len(slow))

    photo = front.get("/en/photo/", method="POST", body=b"x" * 1_000_000)

    assert (photo.status, len(photo.content) > 1_000_000) == (200, True)
    assert "/en/slow/" not in Application.asked
    for each in slow:
        each.close()


def test_what_comes_slowly_makes_room_for_what_comes_in_time(front: Front) -> None:
    """Nearly all the room is held by five who send no more."""
    wait_until(lambda: not front.kept)  # those of the test before are gone
    slow: list[socket.socket] = []
    for _ in range(5):
        slow.append(socket.create_connection(("127.0.0.1", front.port)))
        slow[-1].sendall(HEAD % (b"/en/held/", 2_000_000) + b"x" * 700_000)
        wait_until(
            lambda: sum(front.kept) > 650_000 * len(slow)
        )  # the last bytes are in its memory

    photo = front.get("/en/photo/", method="POST", body=b"x" * 1_000_000)

    assert (photo.status, len(photo.content) > 1_000_000) == (200, True)
    assert slow[0].recv(65536).startswith(b"HTTP/1.1 503 ")
    with pytest.raises(BlockingIOError):  # the others are heard on
        slow[1].recv(1, socket.MSG_DONTWAIT)
    assert "Gave up a large form of 127.0.0.1, of which " in front.log.read_text()
    assert "/en/held/" not in Application.asked
    for each in slow:
        each.close()


def test_some_large_forms_are_handed_on_at_a_time(front: Front, monkeypatch) -> None:
    """Each holds a thread of the application, which makes pictures of a photo, and others need theirs."""
    freed = threading.Event()

    def rests(handler: Application) -> None:
        if handler.path == "/en/photos/":
            freed.wait(60)

    monkeypatch.setattr(Application, "rest", rests)
    photos = [socket.create_connection(("127.0.0.1", front.port)) for _ in range(MOST_LARGE + 1)]
    for each in photos:
        each.sendall(HEAD % (b"/en/photos/", 100_000) + b"x" * 100_000)
    wait_until(lambda: Application.asked.count("/en/photos/") == MOST_LARGE)

    assert front.get("/en/form/", method="POST", body=b"x" * 20_000).status == 200
    assert Application.asked.count("/en/photos/") == MOST_LARGE

    freed.set()
    for each in photos:
        assert each.recv(65536).startswith(b"HTTP/1.1 200 ")
        each.close()


@pytest.mark.parametrize(
    "behind", [b"", b"GET /en/behind/ HTTP/1.1\r\nHost: paper.example\r\n\r\n"]
)
def test_whoever_has_gone_keeps_nobody_waiting(front: Front, monkeypatch, behind: bytes) -> None:
    """Nor is the application asked for them; what they had asked besides hides nothing."""
    wait_until(lambda: not front.kept)  # those of the test before are gone
    told = front.log.read_text()
    Application.asked.clear()
    freed = threading.Event()

    def rests(handler: Application) -> None:
        if handler.path == "/en/photos/":
            freed.wait(60)

    monkeypatch.setattr(Application, "rest", rests)
    form = HEAD % (b"/en/photos/", 100_000) + b"x" * 100_000
    photos = [socket.create_connection(("127.0.0.1", front.port)) for _ in range(MOST_LARGE)]
    for each in photos:
        each.sendall(form)
    wait_until(lambda: Application.asked.count("/en/photos/") == MOST_LARGE)
    for _ in range(5):
        with socket.create_connection(("127.0.0.1", front.port)) as other:
            other.sendall(form.replace(b"photos", b"leaves") + behind)
            wait_until(lambda: front.kept.count(100_000) == MOST_LARGE + 1)
        wait_until(lambda: len(front.kept) == MOST_LARGE)

    with socket.create_connection(("127.0.0.1", front.port)) as photo:
        photo.sendall(form.replace(b"photos", b"stays"))
        wait_until(lambda: front.kept.count(100_000) == MOST_LARGE + 1)
        freed.set()
        assert photo.recv(65536).startswith(b"HTTP/1.1 200 ")

    for each in photos:
        assert each.recv(65536).startswith(b"HTTP/1.1 200 ")
        each.close()
    assert {"/en/leaves/", "/en/behind/"} & set(Application.asked) == set()
    assert front.log.read_text() == told


@pytest.mark.parametrize(
    "behind", [b"", b"GET /en/behind/ HTTP/1.1\r\nHost: paper.example\r\n\r\n"]
)
def test_whoever_goes_while_a_form_is_answered_leaves_no_error(
    front: Front, monkeypatch, behind: bytes
) -> None:
    told, freed = front.log.read_text(), threading.Event()
    Application.asked.clear()

    def rests(handler: Application) -> None:
        if handler.path == "/en/photos/":
            freed.wait(60)

    monkeypatch.setattr(Application, "rest", rests)
    with socket.create_connection(("127.0.0.1", front.port)) as connection:
        connection.sendall(HEAD % (b"/en/photos/", 100_000) + b"x" * 100_000 + behind)
        wait_until(lambda: "/en/photos/" in Application.asked)
    front.get("/en/form/", method="POST", body=b"a=b")
    freed.set()
    assert front.get("/en/form/", method="POST", body=b"x" * 100_000).status == 200

    assert front.log.read_text() == told


@pytest.mark.parametrize("length", [b"%d" % (LONGEST + 1), b"0" * 5000 + b"99999999"])
def test_who_announces_more_than_anything_that_is_taken_in_is_refused_at_once(
    front: Front, length: bytes
) -> None:
    head = b"POST /en/form/ HTTP/1.1\r\nHost: paper.example\r\nContent-Length: %s\r\n\r\n"
    with socket.create_connection(("127.0.0.1", front.port)) as connection:
        connection.sendall(head % length)

        assert connection.recv(65536).startswith(b"HTTP/1.1 413 ")


@pytest.mark.parametrize(
    ("path", "languages", "large", "crowded"),
    [
        ("/es/-/comments/", "en", "Demasiado grande", "Demasiados"),
        ("/desk/images/add/", "uk,es-MX;q=0.8,en;q=0.5", "Demasiado grande", "Demasiados"),
        ("/desk/images/add/", "", "This is larger than anything", "Too many forms are being sent"),
    ],
)
def test_form_for_which_there_is_no_room_is_refused_in_the_language_of_its_writer(
    front: Front, monkeypatch, path: str, languages: str, large: str, crowded: str
) -> None:
    """And not as if the paper were down."""
    front.shelf.put("/es/-/too-large/", Sheet.of(200, HTML, b"Demasiado grande"))
    front.shelf.put("/es/-/crowded/", Sheet.of(200, HTML, b"Demasiados"))
    told, answered = {"Accept_Language": languages}, threading.Event()
    monkeypatch.setattr(Application, "rest", lambda _: answered.wait(60))
    asked, whole = len(Application.asked), ROOM * 9 // 10
    taken = [socket.create_connection(("127.0.0.1", front.port)) for _ in range(MOST_LARGE)]
    for each in taken:
        each.sendall(HEAD % (b"/en/photo/", whole // MOST_LARGE) + b"x" * (whole // MOST_LARGE))
    wait_until(lambda: len(Application.asked) == asked + MOST_LARGE)

    too_large = front.get(path, method="POST", body=b"x" * (LONGEST + 1), **told)
    refused = front.get(path, method="POST", body=b"x" * (ROOM // 4), **told)

    assert (too_large.status, header(too_large, "retry-after")) == (413, "")
    assert too_large.content.decode().startswith(large)
    assert (refused.status, header(refused, "retry-after")) == (503, "60")
    assert refused.content.decode().startswith(crowded)
    for answer in (too_large, refused):
        assert header(answer, "cache-control") == "no-store"
    answered.set()
    for each in taken:
        assert each.recv(65536).startswith(b"HTTP/1.1 200 ")
        each.close()


@pytest.mark.parametrize(
    ("path", "length", "status"),
    [
        (b"/en/form/", LONGEST + 1, b"413"),
        (b"/static/base.css", 50_000, b"405"),
    ],
)
def test_who_waits_to_be_told_to_go_on_and_is_not_has_the_connection_closed(
    front: Front, path: bytes, length: int, status: bytes
) -> None:
    """What it asks next would be taken for the form that it did not send."""
    answer = front.send((HEAD % (path, length)).replace(b"\r\n\r\n", EXPECTING))

    assert answer.startswith(b"HTTP/1.1 " + status)
    assert b"connection: close" in answer.lower()


def test_who_was_told_to_go_on_may_ask_for_more(front: Front) -> None:
    head = (HEAD % (b"/en/told/", 100_000)).replace(b"\r\n\r\n", EXPECTING)
    closing = b"GET /en/next/ HTTP/1.1\r\nHost: paper.example\r\nConnection: close\r\n\r\n"
    with socket.create_connection(("127.0.0.1", front.port)) as connection:
        answers = connection.makefile("rb")
        connection.sendall(head)
        assert [answers.readline(), answers.readline()] == [b"HTTP/1.1 100 Continue\r\n", b"\r\n"]
        connection.sendall(b"x" * 100_000 + closing)
        received = answers.read()

    assert received.count(b"HTTP/1.1 200 ") == 2
    assert received.endswith(b"GET /en/next/ from 127.0.0.1: ")


@pytest.mark.parametrize("length", [b"0", b"0 ", b"0\t", b" 5 ", b"005"])
def test_length_with_blanks_about_it_is_a_length(front: Front, length: bytes) -> None:
    """RFC 9110, 5.5."""
    head = b"POST /en/form/ HTTP/1.1\r\nHost: p\r\nConnection: close\r\nContent-Length: %s\r\n\r\n"
    body = b"x" * int(length)

    answer = front.send(head % length + body)

    assert answer.startswith(b"HTTP/1.1 200 ")
    assert answer.endswith(b"POST /en/form/ from 127.0.0.1: " + body)


@pytest.mark.parametrize("begun", [HEAD % (b"/en/upgrade/", 70), CHUNKED % b"/en/upgrade/"])
def test_form_of_a_client_that_would_rather_speak_otherwise_is_refused(
    front: Front, begun: bytes
) -> None:
    """To the parser it ends with its head, and what follows is the next request."""
    head = begun.replace(b"\r\n\r\n", b"\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n")
    inner = b"GET /en/smuggled/ HTTP/1.1\r\nHost: p\r\nX-Forwarded-For: 6.6.6.6\r\n\r\n"

    for parts in ([head, inner], [head + inner]):
        with socket.create_connection(("127.0.0.1", front.port)) as connection:
            with suppress(ConnectionError):  # it reads no more
                for part in parts:
                    connection.sendall(part)
                    time.sleep(0.05)
            assert connection.recv(65536).startswith(b"HTTP/1.1 400 ")
            with suppress(ConnectionResetError):
                assert connection.recv(65536) == b""
    assert not {"/en/upgrade/", "/en/smuggled/"} & set(Application.asked)


@pytest.mark.parametrize("method", [b"GET", b"POST"])
def test_client_that_would_rather_speak_otherwise_and_has_nothing_to_say_is_answered(
    front: Front, method: bytes
) -> None:
    """As Java's own, of any page."""
    head = HEAD.replace(b"POST", method) % (b"/en/empty/", 0)

    answer = front.send(
        head.replace(b"\r\n\r\n", b"\r\nConnection: Upgrade, close\r\nUpgrade: h2c\r\n\r\n")
    )

    assert answer.startswith(b"HTTP/1.1 200 ")


@pytest.mark.parametrize("is_behind", [False, True])
def test_what_comes_behind_a_form_in_chunks_is_no_header_of_it(
    front: Front, is_behind: bool
) -> None:
    head = (CHUNKED % b"/en/trailer/").replace(b"chunked", b"chunked\r\nConnection: close")
    form = head + b"3\r\na=b\r\n0\r\n"
    trailer = b"X-Forwarded-For: 6.6.6.6\r\nHost: copies.test\r\n\r\n"

    answer = front.send(form, trailer) if is_behind else front.send(form + trailer)

    assert answer.endswith(b"POST /en/trailer/ from 127.0.0.1: a=b")


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
    wait_until(lambda: not front.kept)  # those of the test before are gone
    assert front.send(b"no request\r\n\r\n").startswith(b"HTTP/1.1 400 ")  # told of once a minute
    told = front.log.read_text()
    for begun in (HEAD % (b"/en/broken/", 2_000_000), CHUNKED % b"/en/broken/" + b"30000\r\n"):
        with socket.create_connection(("127.0.0.1", front.port)) as connection:
            connection.sendall(begun + b"x" * 100_000)
            wait_until(lambda: front.kept)
        wait_until(lambda: not front.kept)
    with socket.create_connection(("127.0.0.1", front.port)) as connection:
        connection.sendall(CHUNKED % b"/en/broken/" + b"11170\r\n" + b"x" * 70_000 + b"\r\nno size")
        assert connection.recv(65536).startswith(b"HTTP/1.1 400 ")

    wait_until(lambda: not front.kept)
    assert front.get("/en/form/", method="POST", body=b"x" * 100_000).status == 200
    assert "/en/broken/" not in Application.asked
    assert front.log.read_text() == told


def test_log_tells_once_a_minute_of_requests_that_cannot_be_read(tmp_path: Path) -> None:
    """And not at all of clients that would rather speak otherwise."""
    upgrade = b"\r\nConnection: Upgrade, close\r\nUpgrade: h2c\r\n\r\n"
    with Front(tmp_path) as front:
        for asked in (b"no request\r\n\r\n", HEAD % (b"/en/form/", 0), HEAD % (b"/en/form/", 5)):
            for _ in range(3):
                assert front.send(asked.replace(b"\r\n\r\n", upgrade))

        assert front.log.read_text() == "WARNING:  Invalid HTTP request received.\n"


@pytest.fixture
def poor(tmp_path: Path) -> Iterator[Front]:
    """All memory for small forms is taken."""
    with Front(tmp_path, protocol=Poor) as front:
        yield front


def begun(front: Front, path: bytes, *, of: int, sent: int) -> socket.socket:
    connection = socket.create_connection(("127.0.0.1", front.port), timeout=LONGEST_START)
    connection.sendall(HEAD % (path, of) + b"x" * sent)
    return connection


def test_small_form_for_which_there_is_no_memory_waits_for_no_large_one(
    poor: Front, monkeypatch: pytest.MonkeyPatch
) -> None:
    freed = threading.Event()

    def rests(handler: Application) -> None:
        if handler.path == "/en/photos/":
            freed.wait(3 * LONGEST_START)

    Application.asked.clear()
    monkeypatch.setattr(Application, "rest", rests)
    with ExitStack() as open_ones:
        for _ in range(MOST_LARGE):
            photo = begun(poor, b"/en/photos/", of=100_000, sent=100_000)
            open_ones.enter_context(photo)
        wait_until(lambda: Application.asked.count("/en/photos/") == MOST_LARGE)
        with begun(poor, b"/en/sign-in/", of=300, sent=300) as small:
            assert small.makefile("rb").readline().startswith(b"HTTP/1.1 200 ")
        freed.set()


def test_small_forms_for_which_there_is_no_memory_end_no_film(poor: Front) -> None:
    """They are more than may have a file open, as they hold one each, and come after it."""
    told = "of which 1 bytes had come, for want of room"
    with ExitStack() as open_ones:
        film = open_ones.enter_context(begun(poor, b"/en/film/", of=400_000, sent=300_000))
        wait_until(lambda: max(poor.kept, default=0) > SMALL_BODY)
        for _ in range(ROOM // SMALL_BODY + 5):
            open_ones.enter_context(begun(poor, b"/en/small/", of=1000, sent=1))
        wait_until(lambda: told in poor.log.read_text())

        film.sendall(b"x" * 100_000)
        assert film.makefile("rb").readline().startswith(b"HTTP/1.1 200 ")
