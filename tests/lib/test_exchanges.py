"""A request and its answer just as they were."""

import gzip
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from rotativa.lib.exchanges import exchange
from rotativa.lib.http import Limits, Refused, Unreachable
from tests.servers import LOOPBACK, Answer, LoopbackServer, answer, endless, redirect, time_flies

HEAD = b"HTTP/1.1 200 OK\r\n"
TLS = Path(__file__).parent.parent / "data" / "tls"
LIMITS = Limits(max_bytes=10_000, idle_seconds=30, total_seconds=60)


def test_answer_is_taken_as_it_came() -> None:
    packed = gzip.compress(b"news")
    given = answer(packed, Content_Encoding="gzip", Set_Cookie="a=1", X_Set="1")
    with LoopbackServer({"/a": given}) as server:
        got = exchange(
            server.url("/a"), headers=[("Accept", "*/*")], limits=LIMITS, reach=server.reach()
        )

    assert (got.status, got.reason, got.body, got.cut) == (200, "OK", packed, "")
    assert ("Content-Encoding", "gzip") in got.headers
    assert got.address == LOOPBACK
    assert got.certificates == ()
    assert got.asked == (
        ("Host", f"paper.test:{server.port}"),
        ("Accept", "*/*"),
        ("Connection", "close"),
    )


@pytest.mark.parametrize(
    ("given", "status"),
    [(redirect("http://127.0.0.2/"), 302), (answer(status="404 Not Found"), 404)],
)
def test_redirect_and_error_are_answers_too(given: bytes, status: int) -> None:
    with LoopbackServer({"/": given}) as server:
        assert exchange(server.url("/"), limits=LIMITS, reach=server.reach()).status == status


def dripping() -> Iterator[bytes]:
    yield HEAD + b"\r\n"
    while True:
        time.sleep(0.01)
        yield b"x"


@pytest.mark.parametrize(
    ("given", "cut"),
    [
        pytest.param(endless(HEAD + b"\r\n", b"x" * 65536), "length", id="endless"),
        pytest.param(HEAD + b"Content-Length: 9\r\n\r\nnews", "disconnect", id="ends early"),
        pytest.param(dripping, "time", id="dripping"),
    ],
)
def test_half_a_body_is_kept_and_named(
    given: bytes | Answer, cut: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if cut == "time":
        time_flies(monkeypatch)
    with LoopbackServer({"/": given}) as server:
        got = exchange(server.url("/"), limits=LIMITS, reach=server.reach())

    assert got.cut == cut
    assert 0 < len(got.body) <= LIMITS.max_bytes


def test_certificate_is_told() -> None:
    with LoopbackServer({"/": answer(b"news")}, certificate=TLS / "paper.pem") as server:
        reach = replace(server.reach(), authorities=str(TLS / "authority.pem"))
        got = exchange(server.url("/", scheme="https"), limits=LIMITS, reach=reach)

    assert got.certificates[0].startswith(b"\x30\x82")


def test_what_never_began_is_an_error() -> None:
    with LoopbackServer({}) as server:
        with pytest.raises(Refused):
            exchange(f"http://127.0.0.2:{server.port}/", limits=LIMITS, reach=server.reach())
        with pytest.raises(Unreachable):
            exchange("http://nobody.test/", limits=LIMITS, reach=server.reach())
