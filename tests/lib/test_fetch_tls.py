"""Secure connections: the certificate must be of the name and of a known authority."""

import socket
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from rotativa.lib.http import Limits, TooSlow, Unreachable, fetch
from tests.servers import LOOPBACK, LoopbackServer, answer

TLS = Path(__file__).parent.parent / "data" / "tls"
AUTHORITY = str(TLS / "authority.pem")


def test_answer_with_a_valid_certificate_is_taken() -> None:
    with LoopbackServer({"/": answer(b"news")}, certificate=TLS / "paper.pem") as server:
        reach = replace(server.reach(), authorities=AUTHORITY)
        assert fetch(server.url("/", scheme="https"), reach=reach).body == b"news"


@pytest.mark.parametrize(
    ("certificate", "host", "authorities"),
    [
        pytest.param("paper.pem", "paper.test", None, id="unknown authority"),
        pytest.param("paper.pem", "other.test", AUTHORITY, id="another name"),
        pytest.param("paper.pem", LOOPBACK, AUTHORITY, id="address instead of the name"),
        pytest.param("expired.pem", "paper.test", AUTHORITY, id="expired"),
    ],
)
def test_invalid_certificate_is_told(certificate: str, host: str, authorities: str | None) -> None:
    with LoopbackServer({"/": answer(b"news")}, certificate=TLS / certificate) as server:
        reach = replace(server.reach(other_test=[LOOPBACK]), authorities=authorities)
        with pytest.raises(Unreachable, match="has no valid certificate"):
            fetch(server.url("/", host=host, scheme="https"), reach=reach)

    assert server.requests == []


def test_server_that_speaks_no_tls_is_unreachable() -> None:
    with socket.create_server((LOOPBACK, 0)) as plain, LoopbackServer({}) as server:
        threading.Thread(target=greet, args=(plain,), daemon=True).start()
        port = plain.getsockname()[1]
        reach = replace(server.reach(), ports=frozenset({port}))
        with pytest.raises(Unreachable, match=r"paper\.test cannot be reached"):
            fetch(f"https://paper.test:{port}/", reach=reach)


def greet(listener: socket.socket) -> None:
    connection, _address = listener.accept()
    with connection:
        connection.recv(1)
        connection.sendall(b"220 mail.test ready\r\n")


def test_server_that_never_shakes_hands_is_too_slow() -> None:
    with socket.create_server((LOOPBACK, 0)) as deaf, LoopbackServer({}) as server:
        port = deaf.getsockname()[1]
        reach = replace(server.reach(), ports=frozenset({port}))
        with pytest.raises(TooSlow):
            fetch(f"https://paper.test:{port}/", limits=Limits(idle_seconds=0.4), reach=reach)
