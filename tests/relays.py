"""A mail relay on the loopback that keeps what it accepts, and misbehaves as it is told."""

import contextlib
import socketserver
import ssl
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from ipaddress import ip_address
from itertools import count
from pathlib import Path
from typing import Self

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

ADDRESS = "127.0.0.1"
HANDSHAKE = b"\x16\x03\x03\x3f\xff"
"""The head of a long record of TLS."""
Says = Callable[["Accepted"], str]
"""What is replied to a whole message; `cut`, `hang` and `drip` are done instead."""


@dataclass(frozen=True, slots=True)
class Accepted:
    sender: str
    recipient: str
    data: bytes

    @property
    def message(self) -> EmailMessage:
        return message_from_bytes(self.data, policy=policy.default)


@dataclass
class Manners:
    greeting: str = "220 relay"
    runs_ahead: bool = True
    to_sender: str = "250 ok"
    to_recipient: dict[str, str] = field(default_factory=dict)
    to_all: str = "250 ok"
    to_data: str = "354 go on"
    letters: int = 0
    """After so many it hangs up."""
    to_message: Says = lambda _message: "250 queued"
    drips: str = ""
    """What it never answers whole: `greeting`, or the name of a command; `handshake` with whoever speaks TLS first."""
    lets_in: int = 0
    """So many; whoever comes later gets no whole greeting."""
    dawdles: float = 0
    """Seconds before its greeting."""
    thinks: float = 0
    """Seconds before what it replies to each command of a mail."""
    context: ssl.SSLContext | None = None
    security: str = "starttls"
    password: str = ""


class _Talk(socketserver.StreamRequestHandler):
    server: "LoopbackRelay"
    disable_nagle_algorithm = True

    def handle(self) -> None:
        with contextlib.suppress(OSError, ValueError):
            if self.server.manners.drips == "handshake":
                self.drip(HANDSHAKE)
            if self.server.manners.security == "tls":
                self.secure()
            self.talk()

    def finish(self) -> None:
        super().finish()
        self.request.close()  # where it was secured, it is another one than the server's

    def talk(self) -> None:
        self.sender, self.recipients, self.letters = "", list[str](), 0
        lets_in = self.server.manners.lets_in
        is_one_too_many = 0 < lets_in <= next(self.server.came)
        if is_one_too_many or self.server.manners.drips == "greeting":
            self.drip(b"220-")
        time.sleep(self.server.manners.dawdles)
        self.say(self.server.manners.greeting)
        while line := self.rfile.readline():
            verb, _, rest = line.decode().strip().partition(" ")
            if verb.lower() == self.server.manners.drips:
                self.drip(b"250-")
            if verb.lower() in {"mail", "rcpt", "data"}:
                time.sleep(self.server.manners.thinks)
            answer = getattr(self, f"do_{verb.lower()}", None)
            if answer is None:
                self.say("500 what")
            elif answer(rest) is False:
                return

    def do_ehlo(self, name: str) -> None:
        self.server.names.append(name)
        self.offer()

    def do_starttls(self, _rest: str) -> None:
        self.say("220 go on")
        self.secure()

    def do_auth(self, rest: str) -> None:
        is_right = rest == f"PLAIN {self.server.manners.password}"
        self.say("235 welcome" if is_right else "535 5.7.8 who are you")

    def do_mail(self, rest: str) -> None:
        self.sender = between(rest)
        self.say("503 nested" if self.recipients else self.server.manners.to_sender)

    def do_rcpt(self, rest: str) -> None:
        manners = self.server.manners
        reply = manners.to_recipient.get(between(rest), manners.to_all)
        kept = self.recipients if reply.startswith("2") else self.server.refused
        kept.append(between(rest))
        self.say(reply)

    def do_data(self, _rest: str) -> bool:
        if not self.recipients:
            self.say("554 no valid recipients")
            return True
        self.say(self.server.manners.to_data)
        (recipient,), self.recipients = self.recipients, []
        return self.take(Accepted(self.sender, recipient, self.body()))

    def do_rset(self, _rest: str) -> None:
        self.recipients = []
        self.say("250 ok")

    def do_quit(self, _rest: str) -> bool:
        self.say("221 bye")
        return False

    def offer(self) -> None:
        offers = ["PIPELINING"] if self.server.manners.runs_ahead else []
        if self.server.manners.context and not isinstance(self.connection, ssl.SSLSocket):
            offers.append("STARTTLS")
        if self.server.manners.password:
            offers.append("AUTH PLAIN")
        self.wfile.write(b"".join(f"250-{each}\r\n".encode() for each in ["relay", *offers]))
        self.say("250 8BITMIME")

    def secure(self) -> None:
        context = self.server.manners.context
        assert context is not None
        self.rfile.close()
        self.request = context.wrap_socket(self.connection, server_side=True)
        self.setup()

    def take(self, message: Accepted) -> bool:
        reply = self.server.manners.to_message(message)
        if reply.startswith("2") or reply == "cut":
            self.server.accepted.append(message)
        if reply == "cut":
            return False
        if reply == "drip":
            self.drip(b"")
        if reply == "hang":
            time.sleep(30)
            return False
        self.say(reply)
        self.letters += 1
        return self.letters != self.server.manners.letters

    def say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())

    def drip(self, begins: bytes) -> None:
        """Until the client is gone."""
        self.wfile.write(begins)
        while True:
            self.wfile.write(b"x")
            time.sleep(0.05)

    def body(self) -> bytes:
        lines: list[bytes] = []
        for line in self.rfile:
            if line == b".\r\n":
                return b"".join(lines)
            lines.append(line.removeprefix(b"."))
        self.server.broken_off.append(b"".join(lines))
        raise ValueError("The client went away in the middle of a message.")


def between(text: str) -> str:
    return text.partition("<")[2].partition(">")[0]


class LoopbackRelay(socketserver.ThreadingTCPServer):
    daemon_threads = True
    block_on_close = False
    allow_reuse_address = True
    request_queue_size = 32

    def __init__(self, manners: Manners | None = None) -> None:
        super().__init__((ADDRESS, 0), _Talk)
        self.manners = manners or Manners()
        self.accepted: list[Accepted] = []
        self.refused: list[str] = []
        """Recipients."""
        self.names: list[str] = []
        """What those who came called themselves."""
        self.came = count()
        self.broken_off: list[bytes] = []
        """What had come of messages without an end."""

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    @property
    def recipients(self) -> list[str]:
        return sorted(each.recipient for each in self.accepted)

    def __enter__(self) -> Self:
        threading.Thread(target=self.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.shutdown()
        self.server_close()


def context_of(certificate: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


def certificate_in(folder: Path) -> Path:
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
    path = folder / "relay.pem"
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path.write_bytes(made.public_bytes(Encoding.PEM) + private)
    return path
