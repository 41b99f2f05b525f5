"""What arrives: a message that programs and people can read, answer to, and leave by."""

import base64
import os
import re
import signal
import subprocess
import sys
import threading
import time
from email.message import EmailMessage
from email.utils import parseaddr, parsedate_to_datetime
from itertools import count
from pathlib import Path

import dkim
import pytest
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.utils import timezone
from pydantic import SecretStr
from pytest_django import Settings

from rotativa.lib.mail_keys import Key, written_key
from rotativa.lib.own_process import pipes_of, start_module
from rotativa.newsletters.actions import delete_subscriber, send_issue, suppress_address
from rotativa.newsletters.marks import delivery_of, subscriber_of
from rotativa.newsletters.mime import signing as mime_signing
from rotativa.newsletters.mime.dkim import Signer, Unsigned
from rotativa.newsletters.models import Delivery, Issue, Subscriber, Suppression
from rotativa.newsletters.models.issue import Stage
from rotativa.newsletters.models.subscriber import Standing
from rotativa.newsletters.tasks import send_slice
from tests.newsletters.conftest import newsletters_are
from tests.relays import Accepted, LoopbackRelay, Manners

LINE = re.compile(rb"[\x20-\x7e]{0,998}")
LONGEST_OF_BODY = 76


def arrived(issue: Issue, relay: LoopbackRelay) -> list[Accepted]:
    send_issue(issue, at=timezone.now())
    send_slice.enqueue(issue.pk)
    return relay.accepted


def issue_time(row: Delivery) -> float:
    assert row.issue.frozen_at is not None
    return row.issue.frozen_at.timestamp()


def parts(message: EmailMessage) -> list[tuple[str, str]]:
    return [
        (each.get_content_type(), each.get_content().replace("\r\n", "\n"))
        for each in message.iter_parts()
    ]


def test_a_letter_says_who_writes_which_list_and_how_to_leave(
    issue, subscribes, relay, settings, client
):
    """RFC 5322, 2369, 2919 and 8058."""
    newsletters_are(settings, bounces="bounces@paper.example")
    subscriber = subscribes("Ada.Reader+news@Example.NET")

    (letter,) = arrived(issue, relay)

    message, row = letter.message, Delivery.objects.get()
    assert [defect for _, part in message.items() for defect in part.defects] == []
    head, _, body = letter.data.partition(b"\r\n\r\n")
    assert [line for line in letter.data.split(b"\r\n") if not LINE.fullmatch(line)] == []
    assert max(map(len, body.split(b"\r\n"))) <= LONGEST_OF_BODY
    assert b"\r\n\r\n" not in head
    assert len(message.keys()) == len(set(message.keys()))
    assert message["From"].addresses[0].display_name == "El Diario"
    assert message["To"] == letter.recipient == "Ada.Reader+news@example.net"
    assert message["Subject"] == issue.subject
    assert parsedate_to_datetime(message["Date"]).timestamp() == int(issue_time(row))
    assert message["Message-ID"] == f"<letter.{issue.pk}.{row.pk}@paper.example>"
    assert message["List-Id"].endswith("<es.daily.paper.example>")
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["Feedback-ID"].count(":") == 3
    local, _, domain = letter.sender.partition("@")
    assert (delivery_of(local.removeprefix("bounces+")), domain) == (row.pk, "paper.example")

    link = message["List-Unsubscribe"].strip("<>")
    token = link.rstrip("/").rpartition("/")[2]
    assert subscriber_of(token) == subscriber.pk
    other = "1" if token.endswith("0") else "0"
    assert subscriber_of(f"{token[:-1]}{other}") is None
    plain, rich = parts(message)
    assert plain == (
        "text/plain",
        f"¿Quién pagó?\n.una línea con punto   \nDejar la carta: {link}\n",
    )
    assert rich[0] == "text/html"
    assert f"\n.<p><a href='{link}'>" in rich[1]


def test_only_a_post_ends_a_subscription_and_the_page_speaks_the_letters_language(
    issue, subscribes, relay, client, daily
):
    subscriber = subscribes("ada@example.net")
    (letter,) = arrived(issue, relay)
    link = letter.message["List-Unsubscribe"].strip("<>").removeprefix("https://paper.example")

    shown = client.get(link, headers={"host": "paper.example"}, secure=True)
    subscriber.refresh_from_db()
    assert subscriber.state == Standing.ACTIVE
    assert "Con este botón" in shown.content.decode()
    assert shown.headers["Cache-Control"] == "no-store"

    form = {"List-Unsubscribe": "One-Click"}
    done = client.post(link, form, headers={"host": "paper.example"}, secure=True)
    subscriber.refresh_from_db()
    assert done.status_code == 200
    assert (subscriber.state, subscriber.newsletters.count()) == (Standing.LEFT, 0)
    assert client.post(link.replace("leave/", "leave/1"), secure=True).status_code == 404

    again = client.get(link, headers={"host": "paper.example"}, secure=True).content.decode()
    Delivery.objects.update(reply="250 ok <ada@example.net>")
    delete_subscriber(subscriber)
    gone = client.post(link, form, headers={"host": "paper.example"}, secure=True)
    assert ["Con este botón" in again, gone.status_code] == [False, 200]
    assert "ada@example.net" not in str(Delivery.objects.values().get())


def test_signatures_hold_and_break_with_what_they_cover(issue, subscribes, relay, settings):
    keys: dict[str, Key] = {
        "rsa1": rsa.generate_private_key(65537, 2048),
        "ed1": ed25519.Ed25519PrivateKey.generate(),
    }
    signs_by(settings, keys)
    for name in ("ada", "bo"):
        subscribes(f"{name}@example.net")

    letters = arrived(issue, relay)

    assert len(letters) == 2
    for letter in letters:
        assert [holds(letter.data, index, keys) for index in (0, 1)] == [True, True]
    tampered = letters[0].data.replace(b"El Diario", b"El Dinero")
    assert tampered != letters[0].data
    assert [holds(tampered, index, keys) for index in (0, 1)] == [False, False]
    for header in (b"List-Unsubscribe:", b"List-Unsubscribe-Post:"):
        assert not holds(letters[0].data.replace(header, b"X-" + header), 0, keys)


def signs_by(settings: Settings, keys: dict[str, Key]) -> None:
    (first, first_key), (second, second_key) = keys.items()
    newsletters_are(
        settings,
        dkim_selector=first,
        dkim_key=SecretStr(written_key(first_key).decode()),
        dkim_second_selector=second,
        dkim_second_key=SecretStr(written_key(second_key).decode()),
    )
    settings.DEFAULT_FROM_EMAIL = "letters@paper.example"


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGSTOP])
def test_of_many_letters_each_has_its_signatures_also_when_who_makes_them_is_killed(
    issue, subscribes, relay, settings, caplog, monkeypatch, how
):
    """Or is there, and does nothing."""
    keys: dict[str, Key] = {
        "ed1": ed25519.Ed25519PrivateKey.generate(),
        "rsa1": rsa.generate_private_key(65537, 2048),
    }
    signs_by(settings, keys)
    for number in range(120):
        subscribes(f"reader{number}@example.net")
    signing = list[int]()
    meanwhile = threading.Lock()  # no connection gets so far that all is signed

    def kill_who_signs(_message: Accepted) -> str:
        with meanwhile:
            if len(relay.accepted) >= 40 and not signing:
                monkeypatch.setattr(mime_signing, "PATIENCE", 1)  # it has begun, however late
                signing.extend(processes_that_sign())
                for pid in signing:
                    os.kill(pid, how)
        return "250 queued"

    relay.manners = Manners(to_message=kill_who_signs)
    letters = arrived(issue, relay)

    assert (len(signing), processes_that_sign()) == (1, [])
    assert len({letter.recipient for letter in letters}) == 120
    assert [holds(each.data, index, keys) for each in letters for index in (0, 1)] == [True] * 240
    assert ["one by one" in each.message for each in caplog.records] == [True]


def test_nothing_is_left_of_who_ends_before_it_is_asked_to_sign(
    issue, subscribes, relay, settings, monkeypatch
):
    keys: dict[str, Key] = {
        "ed1": ed25519.Ed25519PrivateKey.generate(),
        "rsa1": rsa.generate_private_key(65537, 2048),
    }
    signs_by(settings, keys)
    for number in range(120):
        subscribes(f"reader{number}@example.net")
    ended: list[subprocess.Popen[bytes]] = []

    def start_and_end(_name: str) -> subprocess.Popen[bytes]:
        process = start_module("keyword")  # a module that says nothing, and ends
        process.wait(timeout=60)
        ended.append(process)
        return process

    monkeypatch.setattr(mime_signing, "start_module", start_and_end)
    letters = arrived(issue, relay)

    assert [holds(each.data, 1, keys) for each in letters] == [True] * 120
    assert {pipe.closed for each in ended for pipe in pipes_of(each)} == {True}


def test_no_letter_gets_the_signature_of_another_after_an_error(
    issue, subscribes, relay, settings, caplog, monkeypatch
):
    keys: dict[str, Key] = {
        "ed1": ed25519.Ed25519PrivateKey.generate(),
        "rsa1": rsa.generate_private_key(65537, 2048),
    }
    signs_by(settings, keys)
    for number in range(120):
        subscribes(f"reader{number}@example.net")
    header, calls = Signer.header, count(1)

    def fails_once(signer: Signer, unsigned: Unsigned, signature: bytes) -> bytes:
        if next(calls) == 40:
            raise MemoryError
        return header(signer, unsigned, signature)

    monkeypatch.setattr(Signer, "header", fails_once)
    letters = arrived(issue, relay)

    assert len({letter.recipient for letter in letters}) == 120
    assert [holds(each.data, index, keys) for each in letters for index in (0, 1)] == [True] * 240
    assert ["one by one" in each.message for each in caplog.records] == [True]
    assert processes_that_sign() == []


def test_who_signs_ends_with_who_is_killed():
    program = (
        "import time; from cryptography.hazmat.primitives.asymmetric import rsa\n"
        "from rotativa.newsletters.mime.signing import SigningProcess\n"
        "who = SigningProcess(rsa.generate_private_key(65537, 2048)); who.ask(bytes(32))\n"
        "print(who.process.pid, len(who.take()), flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE) as sender:
        assert sender.stdout is not None
        pid, length = map(int, sender.stdout.readline().split())
        assert (length, Path(f"/proc/{pid}").exists()) == (256, True)
        sender.kill()

    ends_by = time.monotonic() + 30
    while Path(f"/proc/{pid}/exe").exists():
        assert time.monotonic() < ends_by
        time.sleep(0.01)


def processes_that_sign() -> list[int]:
    """Of this process."""
    mine = Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()
    told = [Path(f"/proc/{pid}/cmdline").read_bytes() for pid in mine]
    return [int(pid) for pid, words in zip(mine, told, strict=True) if b"mime.signing" in words]


def holds(data: bytes, index: int, keys: dict[str, Key]) -> bool:
    return dkim.DKIM(data).verify(idx=index, dnsfunc=lambda name, **_: published(name, keys))


def published(name: bytes, keys: dict[str, Key]) -> bytes:
    key = keys[name.decode().partition(".")[0]]
    if isinstance(key, ed25519.Ed25519PrivateKey):
        raw = key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        return b"v=DKIM1; k=ed25519; p=" + base64.b64encode(raw)
    der = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return b"v=DKIM1; k=rsa; p=" + base64.b64encode(der)


def test_without_a_relay_letters_lie_in_the_folder_for_mail(issue, subscribes, settings, tmp_path):
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    subscribes("ada@example.net")
    Issue.objects.update(text=f"{issue.text}\ue000odd\ue001")

    send_issue(issue, at=timezone.now())
    send_slice.enqueue(issue.pk)

    (file,) = (tmp_path / "mail").iterdir()
    issue.refresh_from_db()
    assert [each.stat().st_mode & 0o777 for each in (file, file.parent)] == [0o600, 0o700]
    assert b"\0" not in file.read_bytes()
    letter = Accepted("", "", file.read_bytes()).message
    assert (parseaddr(letter["To"])[1], issue.stage) == ("ada@example.net", Stage.DONE)
    assert "\n.una línea con punto" in parts(letter)[0][1]


@pytest.mark.parametrize(
    "address", ["ada", "ada@", "a b@c.example", "a\n@c.example", "<a>@c.example"]
)
def test_what_is_no_address_is_no_subscriber(subscribes, address):
    with pytest.raises(ValueError, match=re.escape(address)):
        subscribes(address)

    assert not Subscriber.objects.exists()


def test_address_is_one_however_it_is_spelt(issue, subscribes, relay):
    ada = subscribes("ada@münchen.example")
    suppress_address(" ADA@München.EXAMPLE\n", why=Suppression.Reason.BOUNCED, at=timezone.now())

    assert ada.address == "ada@xn--mnchen-3ya.example"
    assert Subscriber.objects.at("Ada@xn--mnchen-3ya.example") == ada
    assert Suppression.objects.hold("ada@münchen.example")
    assert arrived(issue, relay) == []
    with pytest.raises(ValueError, match="a@xx"):
        subscribes(f"a@{'x' * 1_000_000}.example")
