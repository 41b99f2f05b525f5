"""The proxy for what cannot use our own client: every trap, and what is cut looks cut."""

import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import replace

import httpcore
import pytest

from rotativa.lib.proxy import MARK, GuardProxy, ProxyLimits
from tests.servers import (
    LOOPBACK,
    Answer,
    LoopbackServer,
    answer,
    book,
    endless,
    redirect,
    time_flies,
)

HEAD = b"HTTP/1.1 200 OK\r\n"
SMALL = ProxyLimits(connection_bytes=100_000, all_bytes=150_000, head_bytes=4096)


def through(proxy: GuardProxy, request: str | bytes) -> bytes:
    """All that comes back for these bytes; ConnectionResetError where the proxy cut it off."""
    with socket.create_connection((LOOPBACK, int(proxy.url.rpartition(":")[2])), 10) as client:
        client.sendall(request if isinstance(request, bytes) else request.encode())
        received = b""
        while data := client.recv(65536):
            received += data
        return received


def get(proxy: GuardProxy, url: str, headers: str = "") -> bytes:
    return through(proxy, f"GET {url} HTTP/1.1\r\nHost: other.test\r\n{headers}\r\n")


def test_plain_request_is_passed_on_once_to_the_host_of_its_address() -> None:
    given = {"/a?b=%C3%B1|c": answer(b"news", Connection="keep-alive")}
    with LoopbackServer(given) as server, GuardProxy(reach=server.reach()) as proxy:
        got = get(
            proxy,
            server.url("/a?b=%C3%B1|c"),
            "Proxy-Connection: keep-alive\r\nUpgrade: x\r\nX-A: 1\r\n",
        )
        addresses = dict(proxy.addresses)

    assert got == (
        b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 4\r\n"
        b"Connection: close\r\n\r\nnews"
    )
    (asked,) = server.requests
    assert asked == (
        f"GET /a?b=%C3%B1|c HTTP/1.1\r\nHost: paper.test:{server.port}\r\nX-A: 1\r\n"
        "Connection: close\r\n\r\n"
    )
    assert addresses == {"paper.test": LOOPBACK}


def test_second_request_on_a_connection_reaches_nobody() -> None:
    with (
        LoopbackServer({"/": answer(b"news")}) as server,
        GuardProxy(reach=server.reach()) as proxy,
    ):
        first = f"GET {server.url('/')} HTTP/1.1\r\n\r\n"
        got = through(proxy, first + first.replace("paper.test", "bank.test"))

    assert got.count(b"HTTP/1.1") == 1
    assert len(server.requests) == 1
    assert "bank.test" not in server.requests[0]


def test_tunnel_carries_bytes_both_ways() -> None:
    with (
        LoopbackServer({"/": answer(b"news")}) as server,
        GuardProxy(reach=server.reach()) as proxy,
    ):
        got = through(
            proxy, f"CONNECT paper.test:{server.port} HTTP/1.1\r\n\r\nGET / HTTP/1.1\r\n\r\n"
        )

    assert got.startswith(b"HTTP/1.1 200 Connection established\r\n\r\nHTTP/1.1 200 OK\r\n")
    assert got.endswith(b"news")


def test_body_of_a_request_is_passed_on() -> None:
    seen = []

    def keep() -> Iterator[bytes]:
        seen.append(1)
        yield answer(b"kept")

    with LoopbackServer({"/": keep}) as server, GuardProxy(reach=server.reach()) as proxy:
        got = through(
            proxy,
            f"POST {server.url('/')} HTTP/1.1\r\nContent-Length: 5\r\n\r\nhello-and-more",
        )

    assert seen == [1]
    assert got.endswith(b"kept")
    assert not server.requests[0].endswith("more")


@pytest.mark.parametrize("how", ["GET {} HTTP/1.1\r\n\r\n", "CONNECT {} HTTP/1.1\r\n\r\n"])
@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "localhost",
        "local.test",
        "mixed.test",
        "meta.test",
        "wrapped.test",
        "nat64.test",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "2130706433",
        "0x7f.1",
        "127.1",
        "0177.0.0.1",
        "169.254.169.254",
        "localhost.",
        "127.0.0.1.",
        "0.0.0.0",  # noqa: S104  # asked for, not bound to
        "[::]",
        "[fe80::1%25lo]",
        "%31%32%37.0.0.1",
    ],
)
def test_inner_address_is_refused_in_every_spelling(how: str, host: str) -> None:
    names = {
        "localhost": [LOOPBACK],
        "local.test": [LOOPBACK],
        "mixed.test": ["93.184.216.34", "10.0.0.8"],
        "meta.test": ["169.254.169.254"],
        "wrapped.test": ["::ffff:127.0.0.1"],
        "nat64.test": ["64:ff9b::7f00:1"],
    }
    with LoopbackServer({"/": answer(b"SECRET")}) as server:
        reach = replace(server.reach(), private=frozenset(), resolve=book(names))
        target = f"{host}:{server.port}"
        with GuardProxy(reach=reach) as proxy:
            got = through(proxy, how.format(target if "CONNECT" in how else f"http://{target}/"))
            notes = [note.kind for note in proxy.notes]
            assert f"{MARK}: {proxy.mark}".encode() in got

    assert got.startswith(b"HTTP/1.1 403 Forbidden\r\n")
    assert notes == ["refused"]
    assert server.requests == []


@pytest.mark.parametrize("port", [0, 22, 25, 6379, 8000, 99999])
def test_other_port_is_refused(port: int) -> None:
    with GuardProxy() as proxy:
        got = through(proxy, f"CONNECT 8.8.8.8:{port} HTTP/1.1\r\n\r\n")

    assert got.startswith(b"HTTP/1.1 403 Forbidden\r\n")


@pytest.mark.parametrize(
    "request_",
    [
        b"GET ftp://paper.test/ HTTP/1.1\r\n\r\n",
        b"GET file:///etc/passwd HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"GET https://paper.test/ HTTP/1.1\r\n\r\n",
        b"GET http://a@127.0.0.1/ HTTP/1.1\r\n\r\n",
        b"CONNECT paper.test HTTP/1.1\r\n\r\n",
        b"CONNECT paper.test:x HTTP/1.1\r\n\r\n",
        b"CONNECT :80 HTTP/1.1\r\n\r\n",
        b"PRI * HTTP/2.0\r\n\r\n",
        b"\x16\x03\x01\r\n\r\n",
        b"POST http://8.8.8.8/ HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n",
        b"GET http://paper.test/ HTTP/1.1\r\nX: " + b"x" * 70_000 + b"\r\n\r\n",
    ],
)
def test_what_is_no_request_of_a_browser_is_not_passed_on(request_: bytes) -> None:
    with GuardProxy() as proxy:
        got = through(proxy, request_)

    assert got.startswith((b"HTTP/1.1 400 ", b"HTTP/1.1 403 "))


def test_name_that_changes_its_answer_is_judged_at_each_connection() -> None:
    asked = []

    def rebind(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["::1"] if len(asked) == 1 else [LOOPBACK]

    with LoopbackServer({"/": answer(b"SECRET")}) as server:
        # ::1 stands for a public address: nobody listens there.
        reach = replace(server.reach(), private=frozenset({"::1"}), resolve=rebind)
        with GuardProxy(reach=reach) as proxy:
            first = get(proxy, server.url("/", host="evil.test"))
            second = get(proxy, server.url("/", host="evil.test"))

    assert first.startswith(b"HTTP/1.1 502 ")
    assert second.startswith(b"HTTP/1.1 403 ")
    assert asked == ["evil.test", "evil.test"]
    assert server.requests == []


def test_redirect_to_an_inner_address_is_a_new_request_and_refused() -> None:
    with LoopbackServer({}) as server:
        inner = f"http://127.0.0.2:{server.port}/"
        server.answers["/"] = redirect(inner)
        with GuardProxy(reach=server.reach()) as proxy:
            told = get(proxy, server.url("/"))
            followed = get(proxy, inner)

    assert inner.encode() in told
    assert followed.startswith(b"HTTP/1.1 403 ")


def dripping() -> Iterator[bytes]:
    yield HEAD + b"\r\n"
    while True:
        time.sleep(0.01)
        yield b"x"


def silent() -> Iterator[bytes]:
    yield HEAD + b"\r\nne"
    time.sleep(60)
    yield b"ws"


@pytest.mark.parametrize(
    ("given", "limits"),
    [
        pytest.param(endless(HEAD + b"\r\n", b"x" * 65536), SMALL, id="endless"),
        pytest.param(
            endless(HEAD + b"\r\n", b"x" * 65536),
            replace(SMALL, connection_bytes=10**9),
            id="endless, all together",
        ),
        pytest.param(dripping, ProxyLimits(total_seconds=60), id="dripping"),
        pytest.param(silent, ProxyLimits(idle_seconds=2), id="silent"),
    ],
)
def test_cut_body_without_a_length_ends_in_a_reset(
    given: Answer, limits: ProxyLimits, monkeypatch: pytest.MonkeyPatch
) -> None:
    if given is dripping:
        time_flies(monkeypatch)
    with (
        LoopbackServer({"/": given}) as server,
        GuardProxy(reach=server.reach(), limits=limits) as proxy,
    ):
        with pytest.raises(ConnectionResetError):
            get(proxy, server.url("/"))
        assert [(note.kind, note.host) for note in proxy.notes] == [("cut", "paper.test")]


def test_tunnel_is_cut_by_size_too() -> None:
    given = endless(HEAD + b"\r\n", b"x" * 65536)
    with (
        LoopbackServer({"/": given}) as server,
        GuardProxy(reach=server.reach(), limits=SMALL) as proxy,
        pytest.raises(ConnectionResetError),
    ):
        through(proxy, f"CONNECT paper.test:{server.port} HTTP/1.1\r\n\r\nGET / HTTP/1.1\r\n\r\n")


def test_all_connections_share_one_allowance() -> None:
    body = answer(b"x" * 60_000)
    with (
        LoopbackServer({"/": body}) as server,
        GuardProxy(reach=server.reach(), limits=SMALL) as proxy,
    ):
        assert get(proxy, server.url("/")).endswith(b"x")
        assert get(proxy, server.url("/")).endswith(b"x")
        with pytest.raises(ConnectionResetError):
            get(proxy, server.url("/"))


@pytest.mark.parametrize(
    "given",
    [
        pytest.param(HEAD + b"X-A: " + b"x" * 5000 + b"\r\n\r\n", id="large head"),
        pytest.param(endless(b"", b"HTTP/1.1 103 Early Hints\r\n\r\n" * 50), id="endless 103"),
        pytest.param(b"SSH-2.0-OpenSSH\r\n\r\n", id="no HTTP"),
        pytest.param(b"HTTP/1.1 200 OK\r\nX-A", id="ends in its head"),
    ],
)
def test_answer_without_a_readable_head_is_not_passed_on(given: bytes | Answer) -> None:
    with (
        LoopbackServer({"/": given}) as server,
        GuardProxy(reach=server.reach(), limits=SMALL) as proxy,
    ):
        assert get(proxy, server.url("/")).startswith(b"HTTP/1.1 502 ")


def test_early_hints_do_not_hide_that_the_connection_ends() -> None:
    given = b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + answer(b"news", Connection="x")
    with LoopbackServer({"/": given}) as server, GuardProxy(reach=server.reach()) as proxy:
        got = get(proxy, server.url("/"))

    assert got.startswith(b"HTTP/1.1 200 OK\r\n")
    assert b"\r\nConnection: close\r\n\r\nnews" in got


def test_connection_too_many_is_closed() -> None:
    limits = ProxyLimits(connections=1, idle_seconds=60)
    with (
        LoopbackServer({"/": silent}) as server,
        GuardProxy(reach=server.reach(), limits=limits) as proxy,
        socket.create_connection((LOOPBACK, int(proxy.url.rpartition(":")[2])), 10) as held,
    ):
        held.sendall(f"GET {server.url('/')} HTTP/1.1\r\n\r\n".encode())
        assert held.recv(5) == b"HTTP/"
        try:
            got = get(proxy, server.url("/"))
        except ConnectionError:
            got = b""  # closed before the request was sent
        assert got == b""


def test_leaving_ends_what_is_still_open() -> None:
    before = threading.enumerate()
    with LoopbackServer({"/": dripping}) as server:
        with GuardProxy(reach=server.reach()) as proxy:
            client = socket.create_connection((LOOPBACK, int(proxy.url.rpartition(":")[2])), 10)
            client.sendall(f"GET {server.url('/')} HTTP/1.1\r\n\r\n".encode())
            assert client.recv(5) == b"HTTP/"
        with client:
            while client.recv(65536):
                pass
        with pytest.raises(OSError, match="refused"):
            socket.create_connection((LOOPBACK, int(proxy.url.rpartition(":")[2])), 1)
    begun = set(threading.enumerate()) - set(before)
    for each in begun:
        each.join(60)
    assert [each for each in begun if each.is_alive()] == []


def test_client_of_ours_reads_through_it() -> None:
    """The same by a whole client, as yt-dlp's is."""
    with (
        LoopbackServer({"/": answer(b"news")}) as server,
        GuardProxy(reach=server.reach()) as proxy,
        httpcore.HTTPProxy(proxy.url) as pool,
    ):
        assert pool.request("GET", server.url("/")).content == b"news"
        assert pool.request("GET", server.url("/", host="127.0.0.2")).status == 403
