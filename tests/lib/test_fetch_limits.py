"""Answers that are made to be too large or too slow."""

import gzip
import time
from collections.abc import Iterator
from dataclasses import replace

import pytest

from rotativa.lib.http import Limits, TooLarge, TooSlow, fetch, fetch_beginning
from tests.servers import Answer, LoopbackServer, answer, endless

HEAD = b"HTTP/1.1 200 OK\r\n"
LONG = 60
"""Seconds; nobody waits for what comes after them, however busy the machine is."""
SMALL = Limits(max_bytes=10_000, max_header_bytes=4096, total_seconds=60)


def test_answer_as_large_as_the_limit_is_taken() -> None:
    body = b"x" * SMALL.max_bytes
    with LoopbackServer({"/": answer(body)}) as server:
        assert fetch(server.url("/"), limits=SMALL, reach=server.reach()).body == body


def test_packing_of_many_members_is_unpacked() -> None:
    packed = gzip.compress(b"news ", mtime=0) * 1000
    roomy = replace(SMALL, max_bytes=100_000)
    with LoopbackServer({"/": answer(packed, Content_Encoding="gzip")}) as server:
        got = fetch(server.url("/"), limits=roomy, reach=server.reach())

    assert got.body == b"news " * 1000


def chunked_in_single_bytes() -> Iterator[bytes]:
    yield HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
    while True:
        yield b"1\r\nx\r\n" * 1000


def empty_members() -> Iterator[bytes]:
    yield HEAD + b"Content-Encoding: gzip\r\n\r\n"
    while True:
        yield gzip.compress(b"") * 1000


@pytest.mark.parametrize(
    "given",
    [
        pytest.param(answer(b"x" * 10_001), id="declared"),
        pytest.param(endless(HEAD + b"\r\n", b"x" * 65536), id="endless"),
        pytest.param(chunked_in_single_bytes, id="chunks of one byte"),
        pytest.param(answer(gzip.compress(b"x" * 10_001), Content_Encoding="gzip"), id="packed"),
        pytest.param(
            answer(gzip.compress(b"\0" * 50_000_000)[:40_000], Content_Encoding="gzip"),
            id="bomb",
        ),
        pytest.param(empty_members, id="packed nothing without end"),
        pytest.param(
            HEAD + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(b"", mtime=0) * 1001,
            id="packed nothing too often",
        ),
        pytest.param(HEAD + b"X-A: " + b"x" * 5000 + b"\r\n\r\n", id="one large header"),
        pytest.param(endless(HEAD, b"X-A: x\r\n" * 100), id="endless headers"),
        pytest.param(endless(b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 50), id="endless 100"),
    ],
)
def test_too_large_answer_is_cut(given: bytes | Answer) -> None:
    with (
        LoopbackServer({"/": given}) as server,
        pytest.raises(TooLarge, match="The answer is too large"),
    ):
        fetch(server.url("/"), limits=SMALL, reach=server.reach())


def silent() -> Iterator[bytes]:
    time.sleep(LONG)
    yield answer(b"news")


def silent_body() -> Iterator[bytes]:
    yield HEAD + b"Content-Length: 4\r\n\r\nne"
    time.sleep(LONG)
    yield b"ws"


def dripping_head() -> Iterator[bytes]:
    yield HEAD
    while True:
        time.sleep(0.1)
        yield b"X-A: x\r\n"


def dripping_body() -> Iterator[bytes]:
    yield HEAD + b"\r\n"
    while True:
        time.sleep(0.1)
        yield b"x"


def slow_redirect() -> Iterator[bytes]:
    time.sleep(0.3)
    yield HEAD.replace(b"200", b"302") + b"Location: /\r\n\r\n"


@pytest.mark.parametrize(
    ("given", "limits"),
    [
        pytest.param(silent, Limits(idle_seconds=0.4), id="silent"),
        pytest.param(silent, Limits(total_seconds=0.4), id="silent beyond the deadline"),
        pytest.param(silent_body, Limits(idle_seconds=0.4), id="silent in the middle"),
        pytest.param(dripping_head, Limits(total_seconds=0.6), id="dripping head"),
        pytest.param(dripping_body, Limits(total_seconds=0.6), id="dripping body"),
        pytest.param(slow_redirect, Limits(total_seconds=0.6), id="slow redirects, one deadline"),
    ],
)
def test_too_slow_answer_is_not_waited_for(given: bytes | Answer, limits: Limits) -> None:
    with LoopbackServer({"/": given}) as server, pytest.raises(TooSlow):
        fetch(server.url("/"), limits=limits, reach=server.reach())


@pytest.mark.parametrize(
    ("given", "size"),
    [
        (endless(HEAD + b"\r\n", b"x" * 70_000), 5000),
        (answer(b"x" * 9000), 5000),
        (answer(b"x" * 300), 300),
    ],
)
def test_beginning_is_read_and_the_rest_left_alone(given: bytes | Answer, size: int) -> None:
    with LoopbackServer({"/": given}) as server:
        response = fetch_beginning(server.url("/"), size=5000, reach=server.reach())

    assert response.body == b"x" * size


def test_nothing_is_asked_when_no_time_is_left() -> None:
    with LoopbackServer({"/": answer(b"news")}) as server:
        with pytest.raises(TooSlow):
            fetch(server.url("/"), limits=Limits(total_seconds=0), reach=server.reach())
        assert server.requests == []


def test_slow_answer_within_the_limits_is_taken() -> None:
    def slow() -> Iterator[bytes]:
        yield HEAD + b"Content-Length: 4\r\n\r\n"
        for sign in (b"n", b"e", b"w", b"s"):
            time.sleep(0.1)
            yield sign

    with LoopbackServer({"/": slow}) as server:
        limits = Limits(total_seconds=60, idle_seconds=30)
        assert fetch(server.url("/"), limits=limits, reach=server.reach()).body == b"news"
