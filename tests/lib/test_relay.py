"""Lines to a relay: secured by a certificate that proves its name, or not opened at all."""

import base64
import select
import socket
import ssl
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from rotativa.lib.relay import Line, NoRelay, Relay, open_line
from tests.relays import LoopbackRelay, Manners, context_of

ADDRESS = "127.0.0.1"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Of the loopback, signed by itself; with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "relay")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address(ADDRESS))]), critical=False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("relay") / "relay.pem"
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path.write_bytes(made.public_bytes(Encoding.PEM) + private)
    return path


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
