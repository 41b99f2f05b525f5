"""Lines to a relay: secured by a certificate that proves its name, or not opened at all."""

import base64
import select
import socket
import ssl
from pathlib import Path

import pytest

from rotativa.lib.relay import Line, NoRelay, Relay, open_line
from tests.relays import ADDRESS, LoopbackRelay, Manners, certificate_in, context_of


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return certificate_in(tmp_path_factory.mktemp("relay"))


def line_to(server: LoopbackRelay, trusts: Path, **told: str) -> str:
    """What the relay says to a command, on a line that was opened so."""
    relay = Relay(ADDRESS, server.port, name="paper.example", **{"security": "starttls", **told})  # type: ignore[arg-type]  # words of a test
    line = open_line(relay, context=ssl.create_default_context(cafile=str(trusts)))
    try:
        line.send([b"MAIL FROM:", b"<paper@paper.example>\r\n"])
        while (answer := line.receive()) is None:
            select.select([line], [], [], 10)
        return answer.decode().strip()
    finally:
        line.close()


def test_a_line_is_secured_and_signed_in(certificate: Path) -> None:
    password = base64.b64encode(b"\0ada\0open").decode()
    manners = Manners(context=context_of(certificate), password=password)
    with LoopbackRelay(manners) as server:
        assert line_to(server, certificate, user="ada", password="open") == "250 ok"

        with pytest.raises(NoRelay, match="who are you") as refused:
            line_to(server, certificate, user="ada", password="wrong")
        assert refused.value.is_final


def test_a_relay_without_a_proof_of_its_name_is_not_spoken_to(certificate: Path) -> None:
    with LoopbackRelay(Manners(context=context_of(certificate))) as server:
        relay = Relay(ADDRESS, server.port, "starttls", name="paper.example")
        with pytest.raises(NoRelay, match="self-signed certificate") as refused:
            open_line(relay)
        assert refused.value.is_final

    with LoopbackRelay() as server:
        relay = Relay(ADDRESS, server.port, "starttls", name="paper.example")
        with pytest.raises(NoRelay, match="STARTTLS") as refused:
            open_line(relay)
        assert refused.value.is_final


def test_what_a_relay_that_is_gone_did_not_take_is_known() -> None:
    """A letter of which nothing left us has not arrived: it is sent again, and nobody has to decide."""
    ours, theirs = socket.socketpair()
    theirs.close()
    line = Line(ours, extensions=frozenset())

    line.send([b"Subject: The lock\r\n", b".\r\n"])

    assert line.is_broken
    assert line.unsent == 22
    line.close()
