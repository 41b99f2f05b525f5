"""Lines to a relay: secured by a certificate that proves its name, or not opened at all."""

import base64
import contextlib
import select
import socket
import ssl
import threading
import time
from pathlib import Path
from typing import Literal

import pytest
from django.core.mail import get_connection, send_mail
from pytest_django import Settings

from rotativa.lib import smtp_client
from rotativa.lib.relay import Line, NoRelay, Relay, open_line
from tests.relays import ADDRESS, Accepted, LoopbackRelay, Manners, certificate_in, context_of

USUAL = 30
"""Seconds; whoever heeds a shorter bound is done sooner, on any machine."""


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return certificate_in(tmp_path_factory.mktemp("relay"))


def line_to(server: LoopbackRelay, trusts: Path, **told: str | float) -> str:
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


@pytest.mark.parametrize(
    ("drips", "security"),
    [
        *[(each, "starttls") for each in ("greeting", "ehlo", "starttls", "auth")],
        ("handshake", "tls"),
    ],
)
def test_a_relay_that_drips_is_left_in_time(certificate: Path, drips: str, security: str) -> None:
    """Each sign comes sooner than a read is given up."""
    manners = Manners(context=context_of(certificate), security=security, password="?", drips=drips)
    with LoopbackRelay(manners) as server:
        began = time.monotonic()
        with pytest.raises(NoRelay) as left:
            line_to(
                server, certificate, security=security, user="ada", password="open", seconds=0.5
            )

    assert 0.4 < time.monotonic() - began < USUAL
    assert (left.value.is_late, left.value.is_final) == (True, False)


@pytest.mark.parametrize(
    ("drips", "security"),
    [("greeting", "starttls"), ("starttls", "starttls"), ("handshake", "tls")],
)
def test_a_line_that_is_being_opened_is_ended_by_who_heeds_it(
    certificate: Path, drips: str, security: Literal["starttls", "tls"]
) -> None:
    manners = Manners(context=context_of(certificate), security=security, drips=drips)
    with LoopbackRelay(manners) as server, contextlib.ExitStack() as stack:
        relay = Relay(ADDRESS, server.port, security, name="paper.example", seconds=4 * USUAL)

        def end_soon(connection: socket.socket) -> None:
            mine = stack.enter_context(connection.dup())
            threading.Timer(0.3, mine.shutdown, [socket.SHUT_RDWR]).start()

        context = ssl.create_default_context(cafile=str(certificate))
        began = time.monotonic()
        with pytest.raises(NoRelay):
            open_line(relay, context=context, heed=end_soon)
        assert time.monotonic() - began < USUAL


@pytest.mark.parametrize(("way", "seconds"), [(30, 0.2), (0.2, 30)])
def test_a_relay_whose_name_is_not_looked_up_in_time_is_left(
    monkeypatch: pytest.MonkeyPatch, way: float, seconds: float
) -> None:
    """However long it may take to let us in."""
    monkeypatch.setattr("rotativa.lib.smtp_client.LONGEST_WAY", way)
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_told, **_more: time.sleep(3))
    relay = Relay("relay.example", 25, "none", name="paper.example", seconds=seconds)

    with pytest.raises(NoRelay) as left:
        open_line(relay)

    assert left.value.is_late


def test_a_relay_is_reached_by_what_addresses_the_machine_can(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """`AF_SNA` stands for IPv6 where the machine has none: no socket can be made of it."""
    with LoopbackRelay() as server:
        here = (socket.AF_INET, socket.SOCK_STREAM, 6, "", (ADDRESS, server.port))
        none = (socket.AF_SNA, socket.SOCK_STREAM, 6, "", ("::1", server.port, 0, 0))
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_told, **_more: [none, here])
        relay = Relay("relay.example", server.port, "none", name="paper.example")
        open_line(relay).close()

    monkeypatch.setattr(socket, "getaddrinfo", lambda *_told, **_more: [here, none])
    with pytest.raises(NoRelay, match="refused"):
        open_line(relay)


def test_a_relay_of_many_addresses_that_say_nothing_is_left_in_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    given: list[float] = []

    def say_nothing(_family: int, _address: object, *, seconds: float) -> socket.socket:
        given.append(seconds)
        time.sleep(seconds)
        raise TimeoutError

    family = socket.AF_INET
    addresses = [(family, socket.SOCK_STREAM, 6, "", (f"192.0.2.{each}", 25)) for each in range(8)]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_told, **_more: addresses)
    monkeypatch.setattr(smtp_client, "connected", say_nothing)
    monkeypatch.setattr(smtp_client, "LONGEST_WAY", 0.4)

    with pytest.raises(NoRelay):
        open_line(Relay("relay.example", 25, "none", name="paper.example"))

    assert sum(given) <= 0.4


@pytest.fixture
def single_mails(settings: Settings) -> Settings:
    settings.EMAIL_BACKEND = "rotativa.lib.mail_relay.EmailBackend"
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_HOST = ADDRESS
    return settings


@pytest.mark.parametrize("drips", ["greeting", "mail", "data"])
def test_a_single_mail_to_a_relay_that_drips_is_given_up_in_time(
    single_mails: Settings, drips: str
) -> None:
    single_mails.EMAIL_TIMEOUT = 0.5
    with LoopbackRelay(Manners(drips=drips)) as server:
        single_mails.EMAIL_PORT = server.port
        began = time.monotonic()
        with pytest.raises(OSError, match=r"timed out|closed"):
            send_mail("A code", "123456", None, ["chi@example.net"])
        assert time.monotonic() - began < USUAL

        server.manners.drips = ""
        assert send_mail("A code", "123456", None, ["chi@example.net"]) == 1
    assert server.recipients == ["chi@example.net"]


@pytest.mark.parametrize(("is_patient", "times", "seconds"), [(False, 1000, 1), (True, 3, 3)])
def test_a_single_mail_that_a_relay_drips_at_is_given_up_in_time(
    single_mails: Settings,
    monkeypatch: pytest.MonkeyPatch,
    is_patient: bool,
    times: int,
    seconds: float,
) -> None:
    """After several times what a command has, by whoever would send it again; nobody who waits for our answer is kept
    so long."""
    monkeypatch.setattr(smtp_client, "DOT", times)
    single_mails.EMAIL_TIMEOUT = 1
    asked: list[Accepted] = []

    def drip(message: Accepted) -> str:
        asked.append(message)
        return "drip"

    with LoopbackRelay(Manners(to_message=drip)) as server:
        single_mails.EMAIL_PORT = server.port
        began = time.monotonic()
        line = get_connection(is_patient=is_patient)
        with pytest.raises(OSError, match="timed out"):
            send_mail("A code", "123456", None, ["chi@example.net"], connection=line)

    assert len(asked) == 1
    assert seconds - 0.1 < time.monotonic() - began < USUAL


def test_a_relay_that_thinks_before_each_reply_gets_a_single_mail_once(
    single_mails: Settings,
) -> None:
    """As one that asks the recipient's server first, and looks for viruses: no reply is late, though all together are."""

    def looked_through(_message: Accepted) -> str:
        time.sleep(1.2)
        return "250 queued"

    single_mails.EMAIL_TIMEOUT = 1
    with LoopbackRelay(Manners(thinks=0.4, to_message=looked_through)) as server:
        single_mails.EMAIL_PORT = server.port
        line = get_connection(is_patient=True)
        assert send_mail("A code", "123456", None, ["chi@example.net"], connection=line) == 1

    assert server.recipients == ["chi@example.net"]


@pytest.mark.parametrize(
    ("host", "name"),
    [
        ("paper.example:8443", "paper.example"),
        ("my_paper", "my_paper"),
        ("diario-año.example", "xn--diario-ao-s6a.example"),
        ("192.0.2.1:8443", "[192.0.2.1]"),
        ("[2001:db8::1]", "[IPv6:2001:db8::1]"),
    ],
)
def test_single_mails_come_from_the_name_of_the_site(
    single_mails: Settings, host: str, name: str
) -> None:
    single_mails.WAGTAILADMIN_BASE_URL = f"https://{host}"
    with LoopbackRelay() as server:
        single_mails.EMAIL_PORT = server.port
        send_mail("A code", "123456", None, ["chi@example.net"])

    assert server.names == [name]


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_single_mails_are_secured_and_signed_in(
    single_mails: Settings, certificate: Path, monkeypatch: pytest.MonkeyPatch, security: str
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    single_mails.EMAIL_USE_TLS, single_mails.EMAIL_USE_SSL = (
        security == "starttls",
        security == "tls",
    )
    single_mails.EMAIL_HOST_USER, single_mails.EMAIL_HOST_PASSWORD = "ada", "open"
    password = base64.b64encode(b"\0ada\0open").decode()
    manners = Manners(context=context_of(certificate), security=security, password=password)
    with LoopbackRelay(manners) as server:
        single_mails.EMAIL_PORT = server.port
        send_mail("A code", "123456", None, ["chi@example.net"])

        server.manners.password = "another"
        with pytest.raises(OSError, match="who are you"):
            send_mail("A code", "123456", None, ["chi@example.net"])
    assert server.recipients == ["chi@example.net"]


def test_what_a_relay_that_is_gone_did_not_take_is_known() -> None:
    """A letter of which nothing left us has not arrived: it is sent again, and nobody has to decide."""
    ours, theirs = socket.socketpair()
    theirs.close()
    line = Line(ours, extensions=frozenset())

    line.send([b"Subject: The lock\r\n", b".\r\n"])

    assert line.is_broken
    assert line.unsent == 22
    line.close()
