"""What comes back: who is gone gets nothing more, and nobody else can bring that about."""

import random
import smtplib
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.apps import apps
from django.utils import timezone
from pydantic import SecretStr
from pytest_django import Settings

from rotativa.lib.clock import minute
from rotativa.newsletters import door
from rotativa.newsletters.actions import delete_subscriber, send_issue, take_mail
from rotativa.newsletters.ledger import enter
from rotativa.newsletters.letters import Entry
from rotativa.newsletters.marks import leave_address, return_path, token_of
from rotativa.newsletters.models import (
    Delivery,
    Issue,
    Newsletter,
    Return,
    Shift,
    Subscriber,
    Suppression,
)
from rotativa.newsletters.models.delivery import State
from rotativa.newsletters.models.issue import Stage
from rotativa.newsletters.models.subscriber import Standing
from rotativa.newsletters.tasks import read_mailbox, send_slice
from tests.html import tree, words
from tests.newsletters.conftest import NOW, Subscribes, newsletters_are
from tests.newsletters.doors import open_door
from tests.newsletters.imap import ImapServer
from tests.newsletters.returned_mails import (
    ANSWER,
    OF_A_MAILBOX,
    OF_NO_MAILBOX,
    ON_HOLIDAY,
    QMAIL,
    RECEIPT,
    complaint,
    dsn,
    exim,
    plain,
)
from tests.newsletters.test_deliver import send, tick
from tests.newsroom.desk import desk_of

BOX = "bounces@paper.example"
GONE = dsn("5.1.1", "550 5.1.1 <chi@example.net>: Recipient address rejected: User unknown")


@pytest.fixture(autouse=True)
def box(settings: Settings) -> None:
    newsletters_are(settings, bounces=BOX, returns_port=2424)


@pytest.fixture
def delivery(issue: Issue, subscribes: Subscribes) -> Delivery:
    """A letter on its way to Chi."""
    subscribes("chi@example.net")
    send_issue(issue, at=timezone.now())
    return issue.deliveries.get()


def comes(raw: bytes, delivery: Delivery) -> str:
    return take_mail(raw, to=[return_path(BOX, delivery.pk)], at=timezone.now())


def standing(delivery: Delivery) -> tuple[str, list[str]]:
    """Of the reader, and why the address gets nothing any more."""
    assert delivery.subscriber is not None
    delivery.subscriber.refresh_from_db()
    reasons = Suppression.objects.values_list("reason", flat=True)
    return delivery.subscriber.state, list(reasons)


NOTHING: list[str] = []
ACTIVE = (Standing.ACTIVE, NOTHING)
BOUNCED = (Standing.SUPPRESSED, [Suppression.Reason.BOUNCED])
COMPLAINED = (Standing.SUPPRESSED, [Suppression.Reason.COMPLAINED])


def test_a_mailbox_that_is_gone_gets_nothing_more(delivery):
    assert comes(GONE, delivery) == comes(GONE, delivery) == "returned"

    assert standing(delivery) == BOUNCED
    [row] = Return.objects.values_list("delivery", "kind", "words")
    words = "550 5.1.1 <chi@example.net>: Recipient address rejected: User unknown"
    assert row == (delivery.pk, "hard", words)


@pytest.mark.parametrize(
    ("raw", "kinds", "stands"),
    [
        (exim("SMTP error: 550 5.1.1 no such user"), ["hard"], BOUNCED),
        (QMAIL, ["hard"], BOUNCED),
        (dsn("5.4.4", "X-Postfix; Host or domain name not found"), ["hard"], BOUNCED),
        (exim("mailbox is full: retry timeout exceeded"), ["soft"], ACTIVE),
        (dsn("5.2.2", "552 5.2.2 over quota"), ["soft"], ACTIVE),
        (dsn("5.0.0", "550 5.7.1 blocked: see https://spam.example/"), ["sender"], ACTIVE),
        (dsn("5.1.0", "550 5.1.0 Address rejected: no such user"), ["hard"], BOUNCED),
        (dsn("5.1.0", "550 5.1.0 Rejected: sender of poor reputation"), ["sender"], ACTIVE),
        (dsn("5.1.0", "550 5.1.0 Sender rejected"), ["sender"], ACTIVE),
        (dsn("5.1.0", "550 <letters@paper.example>: sender verify failed"), ["sender"], ACTIVE),
        (dsn("5.0.0", "550 relay not permitted"), ["sender"], ACTIVE),
        (dsn("5.0.0", "550 no such user at relay.example; return to sender"), ["hard"], BOUNCED),
        *((dsn("5.0.0", words), ["soft"], ACTIVE) for words in OF_NO_MAILBOX),
        *((dsn("5.0.0", words), ["hard"], BOUNCED) for words in OF_A_MAILBOX),
        (exim("Unrouteable address"), ["hard"], BOUNCED),
        (exim("all hosts have been failing for a long time"), ["soft"], ACTIVE),
        (dsn("5.5.0", "550 5.5.0 mailbox unavailable (S2017062302)"), ["soft"], ACTIVE),
        (dsn("5.5.1", "550 5.5.1 User unknown"), ["soft"], ACTIVE),
        (dsn("5.5.0", "550 5.5.0 refused by our policy"), ["sender"], ACTIVE),
        (dsn("5.4.1", "550 5.4.1 Recipient rejected: Access denied"), ["soft"], ACTIVE),
        (dsn("5.3.4", "552 5.3.4 Message size exceeds fixed limit"), ["sender"], ACTIVE),
        (dsn("4.7.1", "451 4.7.1 Greylisting in action"), ["sender"], ACTIVE),
        (dsn("5.0.0", "554 rejected by our rate limit"), ["sender"], ACTIVE),
        (exim("SMTP error: rejected, listed as a source of spam"), ["sender"], ACTIVE),
        (dsn("4.4.1", "connect to mx.example.net: timed out"), ["soft"], ACTIVE),
        (dsn("4.4.1", "connect to mx.example.net: timed out", action="delayed"), [], ACTIVE),
        (complaint("abuse"), ["complaint"], COMPLAINED),
        (complaint("not-spam"), [], ACTIVE),
        (ON_HOLIDAY, [], ACTIVE),
        (RECEIPT, [], ACTIVE),
        (ANSWER, [], ACTIVE),
    ],
)
def test_what_a_mail_means(delivery, raw, kinds, stands):
    comes(raw, delivery)

    assert list(Return.objects.values_list("kind", flat=True)) == kinds
    assert standing(delivery) == stands


FULL = dsn("5.2.2", "552 5.2.2 over quota")
Sends = Callable[[int], Delivery]


@pytest.fixture
def sends(daily: Newsletter, subscribes: Subscribes) -> Sends:
    """An issue to Chi, so many days ago."""
    chi, now = subscribes("chi@example.net"), timezone.now()

    def send_one(days: int) -> Delivery:
        issue = Issue.objects.create(
            newsletter=daily, language="es", period=f"{days}", stage="done", frozen_at=now
        )
        return Delivery.objects.create(
            issue=issue,
            subscriber=chi,
            address=chi.address,
            domain="example.net",
            due_at=now,
            state=State.SENT,
        )

    return send_one


def comes_back_full(delivery: Delivery, *, days: int) -> None:
    at = timezone.now() - timedelta(days=days)
    assert take_mail(FULL, to=[return_path(BOX, delivery.pk)], at=at) == "returned"


def test_an_address_is_given_up_after_five_soft_ones_in_a_month(sends):
    for days in (40, 20, 15, 10, 5, 0):
        delivery = sends(days)
        assert standing(delivery) == ACTIVE
        comes_back_full(delivery, days=days)

    assert standing(delivery) == BOUNCED


def test_a_letter_that_arrives_between_soft_ones_ends_their_count(sends):
    """What was sent after one that comes back late has not arrived yet, for all that is known."""
    letters = [sends(days) for days in range(12)]
    for day, each in enumerate(letters):
        if day not in (3, 7):
            comes_back_full(each, days=0)
    assert standing(letters[0]) == ACTIVE

    comes_back_full(letters[7], days=0)
    assert standing(letters[0]) == ACTIVE, "four before it since the third"
    comes_back_full(sends(12), days=0)
    assert standing(letters[0]) == BOUNCED


def test_what_came_back_before_an_address_was_lifted_counts_no_more(sends):
    for days in (20, 15, 10, 5, 1):
        delivery = sends(days)
        comes_back_full(delivery, days=days)
    assert standing(delivery) == BOUNCED
    desk = desk_of("Administrator")
    desk.post(f"/desk/newsletter-subscribers/suppressed/{Suppression.objects.get().pk}/lift/")

    for number in range(40, 44):
        comes_back_full(sends(number), days=0)
        assert standing(delivery) == ACTIVE
    comes_back_full(sends(44), days=0)
    assert standing(delivery) == BOUNCED


def test_weeks_on_a_blocklist_give_up_no_reader(daily, subscribes):
    readers, now = [subscribes(f"{n}@outlook.example") for n in range(3)], timezone.now()
    blocked = dsn("5.7.1", "550 5.7.1 Part of your network is on our block list (S3140).")
    for day in range(10):
        issue = Issue.objects.create(
            newsletter=daily, language="es", period=f"{day}", stage="done", frozen_at=now
        )
        for each in readers:
            delivery = Delivery.objects.create(
                issue=issue, subscriber=each, address=each.address, domain=each.domain, due_at=now
            )
            assert comes(blocked, delivery) == "returned"

    assert not Suppression.objects.exists()
    assert set(Subscriber.objects.values_list("state", flat=True)) == {Standing.ACTIVE}
    report = desk_of("Editor").get(f"/desk/newsletter-issues/{issue.pk}/")
    assert "3 not delivered" in words(tree(report))


def test_only_what_we_have_signed_is_believed(delivery):
    path = return_path(BOX, delivery.pk)
    number, sign = str(delivery.pk), path.partition("@")[0][-1]
    forged = [
        BOX,
        path.replace(number, f"{number}0", 1),
        path.replace(f"{sign}@", f"{1 if sign == '0' else 0}@"),
        path.replace("bounces", "paper"),
        f"bounces+{number}@paper.example",
        f"bounces+{token_of(delivery.pk)}@paper.example",
    ]
    for raw in (GONE, complaint("abuse"), complaint("abuse", sender=forged[1])):
        assert take_mail(raw, to=forged, at=timezone.now()) == "nothing"
    later = timezone.now() + timedelta(days=61)
    assert take_mail(GONE, to=[path], at=later) == "nothing"

    assert standing(delivery) == ACTIVE
    assert not Return.objects.exists()


def test_a_complaint_names_the_letter_it_is_about(delivery):
    path = return_path(BOX, delivery.pk).upper()  # capitals are lost or made on the way

    assert take_mail(complaint("abuse", sender=path), to=[BOX], at=timezone.now()) == "returned"

    assert standing(delivery) == COMPLAINED


def test_a_mail_to_the_address_in_the_header_ends_the_subscription(issue, subscribes, relay):
    chi = subscribes("chi@example.net")
    send_issue(issue, at=timezone.now())
    send_slice.enqueue(issue.pk)
    [letter] = relay.accepted
    page, mail = letter.message["List-Unsubscribe"].split(", ")
    assert page.startswith("<https://paper.example/")
    address = mail.removeprefix("<mailto:").removesuffix(">")
    assert address == leave_address(BOX, issue.newsletter_id, token_of(chi.pk))
    assert len(address.partition("@")[0]) <= 64

    by_program = plain("unsubscribe", From="x@example.net", Auto_Submitted="auto-generated")
    assert take_mail(GONE, to=[address], at=timezone.now()) == "nothing"
    assert take_mail(by_program, to=[address], at=timezone.now()) == "left"

    chi.refresh_from_db()
    assert (chi.state, Suppression.objects.count()) == (Standing.LEFT, 0)


def test_what_the_relay_refuses_for_good_comes_back_at_once(
    issue, subscribes, relay, django_capture_on_commit_callbacks
):
    for name in ("ada", "bo", "chi", "dov"):
        subscribes(f"{name}@{name}.example")
    relay.manners.to_recipient = {"bo@bo.example": "550 5.1.1 no such mailbox"}
    spam = {"chi@chi.example": "554 5.7.1 looks like spam"}
    relay.manners.to_message = lambda letter: spam.get(letter.recipient, "250 queued")

    send(issue, django_capture_on_commit_callbacks)

    assert (issue.stage, issue.deliveries.refused().count()) == ("done", 0)
    told = Return.objects.order_by("kind").values_list("delivery__address", "kind", "words")
    assert list(told) == [
        ("bo@bo.example", "hard", "5.1.1 no such mailbox"),
        ("chi@chi.example", "sender", "5.7.1 looks like spam"),
    ]
    states = Subscriber.objects.order_by("address").values_list("state", flat=True)
    assert list(states) == ["active", "suppressed", "active", "active"]


@pytest.mark.parametrize(("days", "kinds"), [(6, ["hard"]), (8, [])])
def test_what_was_refused_is_counted_after_days_without_a_clock(delivery, days, kinds):
    at = timezone.now() - timedelta(days=days)
    Issue.objects.update(stage=Stage.DONE, done_at=at)
    Delivery.objects.update(state=State.FAILED, code=550, reply="5.1.1 no such user", settled_at=at)

    tick()

    assert list(Return.objects.values_list("kind", flat=True)) == kinds


NESTED = b"".join(
    b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (depth, depth)
    for depth in range(1000)
)
WITHIN = b"Content-Type: message/rfc822\r\n\r\n" * 1000
QUOTES = (
    b'From: mailer-daemon@x\r\nContent-Type: multipart/report; a="' + b';"' * 200_000 + b"\r\n\r\nx"
)


def test_of_whoever_is_deleted_no_table_keeps_the_address(
    issue, delivery, relay, django_capture_on_commit_callbacks
):
    """Neither in what was said of it, nor in what is said later."""
    chi, now = delivery.subscriber, timezone.now()
    relay.manners.to_recipient = {chi.address: "550 5.1.1 <chi@example.net> unknown"}
    Issue.objects.update(last_error="451 <chi@example.net> is busy")
    later = Issue.objects.create(
        newsletter=issue.newsletter, language="es", period="2", stage="done", frozen_at=now
    )
    shift = Shift.objects.create(issue=later, who="a", began_at=now, leased_until=now)
    going = Delivery.objects.create(
        issue=later,
        subscriber=chi,
        address=chi.address,
        domain=chi.domain,
        due_at=now,
        state=State.GOING,
        shift=shift,
    )
    with django_capture_on_commit_callbacks(execute=True):
        send_slice.enqueue(issue.pk)
    assert Return.objects.get().words == "5.1.1 <chi@example.net> unknown"

    delete_subscriber(chi)
    enter(shift, [Entry(going.pk, State.FAILED, 550, "5.1.1 <chi@example.net> no")], at=now)
    assert take_mail(GONE, to=[return_path(BOX, going.pk)], at=now) == "returned"

    going.refresh_from_db()
    assert (going.state, going.returns.count()) == (State.FAILED, 1)
    kept = (model._default_manager.values_list() for model in apps.get_models())
    assert not [row for rows in kept for row in rows if "chi@example" in str(row).lower()]


BRACKETS = b"To: " + b"(" * 499 + b")" * 499 + b"\r\n\r\nx"
HOSTILE = {
    "nested": NESTED,
    "mails within mails": WITHIN,
    "digests": b"Content-Type: multipart/digest; boundary=b\r\n\r\n" + b"--b\r\n\r\n" * 50_000,
    "quotes": QUOTES,
    "null bytes": GONE.replace(b"5.1.1", b"5.\x00\xff.1"),
    "one field of a megabyte": b"From: mailer-daemon" + b" a" * 500_000 + b"\r\n\r\nx",
    "folded without end": b"From: mailer-daemon@x\r\nX-A: b\r\n" + b" ;\r\n" * 250_000 + b"\r\nx",
    "many fields": b"".join(b"X-%d: mailer-daemon\r\n" % n for n in range(50_000)),
    "parts": GONE.replace(b"--b1\r\n", b"--b1\r\nContent-Type: text/plain\r\n\r\n" * 5_000),
    "codings": plain("x", From="mailer-daemon@x").replace(b'"utf-8"', b"unknown-8bit\x80"),
    "bases": b"From: mailer-daemon@x\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    + b"=A" * 5_000_000,
    "charsets that are none of text": b"Content-Type: multipart/report; boundary*=idna''%ff\r\n\r\nx",
    "nothing": b"",
}


def test_no_mail_costs_more_than_it_is_worth(delivery):
    """Without bounds some of these end in an error, others not within the hour."""
    taken = {name: comes(raw, delivery) for name, raw in HOSTILE.items()}

    assert taken == dict.fromkeys(HOSTILE, "nothing") | {"null bytes": "returned"}
    assert list(Return.objects.values_list("kind", flat=True)) == ["hard"]


WRITTEN = [
    *(GONE, FULL, QMAIL, ON_HOLIDAY, RECEIPT, ANSWER, complaint("abuse"), exim("550 no such user")),
    plain("unsubscribe", From="x@example.net", Auto_Submitted="auto-generated"),
]
SEEDS = [
    *(
        b"; boundary*=idna''%ff",
        b"; charset*=punycode''%ff",
        b'; charset="hex"',
        b"; name*0*=utf-7''%",
    ),
    *(b"Content-Transfer-Encoding: x-uuencode\r\n", b"Content-Transfer-Encoding: base64\r\n"),
    *(
        b"\r\n",
        b"--b1\r\n",
        b"\r\n\r\n",
        b"=?idna?b?/w==?=",
        b"=?x?q?=FF?=",
        b"\xed\xa0\x80",
        b"\0",
        b"<",
        b'"',
    ),
]


def spoilt(raw: bytes, chance: random.Random) -> bytes:
    """With a few things in it that are not as its server wrote it."""
    for _ in range(chance.randint(1, 6)):
        first = chance.randrange(len(raw) + 1)
        after = first + chance.choice((0, 0, 1, 20))
        put = chance.choice((*SEEDS, chance.randbytes(2), raw[first : first + 300], b""))
        raw = raw[:first] + put + raw[after:]
        if chance.random() < 0.3:
            raw = raw.replace(b"; ", chance.choice(SEEDS[:4]) + b"; ", 1)
    return raw


def test_no_mail_that_anybody_may_have_written_is_brought_again(delivery, caplog):
    path = return_path(BOX, delivery.pk)
    chance = random.Random(20261127)  # noqa: S311  # the same each time

    taken = [door.take(spoilt(chance.choice(WRITTEN), chance), path) for _ in range(1_000)]

    assert set(taken) == {True}
    assert "cannot be read" in caplog.text, "some are of the kind that nothing can read"


def test_a_mail_server_hands_over_at_the_door(delivery):
    path = return_path(BOX, delivery.pk)
    with open_door() as (port, taken), smtplib.LMTP("127.0.0.1", port, timeout=60) as server:
        refused = server.sendmail(
            "", [path, "bounces+12-forged@paper.example"], GONE + b"\r\n.x\r\n"
        )

    assert refused == {"bounces+12-forged@paper.example": (550, b"5.1.1 no such mailbox")}
    [(raw, recipient)] = taken
    assert raw.rstrip() == GONE + b"\r\n.x"
    assert door.take(raw, recipient)
    assert standing(delivery) == BOUNCED


def test_the_door_is_bounded(delivery):
    path = return_path(BOX, delivery.pk)
    limits = {"connections": 1, "recipients": 1, "most_bytes": 9_000, "kept_bytes": 90_000}
    with open_door(**limits) as (port, taken):
        with smtplib.SMTP("127.0.0.1", port, timeout=60) as server:
            assert server.sendmail("x@example.net", [path, BOX], b"a" * 500) == {
                BOX: (452, b"4.5.3 too many recipients")
            }
            assert server.docmd("VRFY", "paper") == (500, b"5.5.1 not known here")
            assert server.docmd("DATA") == (503, b"5.5.1 for whom?")
            with pytest.raises(smtplib.SMTPConnectError, match="too many connections"):
                smtplib.SMTP("127.0.0.1", port, timeout=60)
            with pytest.raises(smtplib.SMTPSenderRefused):  # it says how large before it comes
                server.sendmail("", [path], b"a\r\n" * 4_000)
            server.esmtp_features.pop("size", None)
            with pytest.raises(smtplib.SMTPDataError, match="come again"):
                server.sendmail("", [path], b"not now")
        with smtplib.SMTP("127.0.0.1", port, timeout=60) as server:
            server.ehlo()
            server.esmtp_features.pop("size", None)
            with pytest.raises(smtplib.SMTPDataError, match="too large"):
                server.sendmail("", [path], b"a\r\n" * 4_000)
            with pytest.raises(smtplib.SMTPServerDisconnected):
                server.docmd("NOOP", "a" * 200_000)

    assert [len(raw) for raw, _recipient in taken] == [502, 9]


def test_the_mailbox_is_read_where_it_lies(delivery, settings, caplog):
    path = return_path(BOX, delivery.pk)
    hostile = {str(n): raw for n, raw in enumerate([BRACKETS, *HOSTILE.values()], 10)}
    mails = {
        **hostile,
        "1": b"Delivered-To: " + path.encode() + b"\r\n" + GONE,
        "2": plain("Who are you?", From="dov@example.net"),
        "3": b"x" * 1_000_000,
    }
    with ImapServer(mails) as server:
        newsletters_are(
            settings,
            imap_host="127.0.0.1",
            imap_port=server.port,
            imap_security="none",
            imap_user="paper",
            imap_password=SecretStr("secret"),
        )
        minute.send(sender=None, at=NOW)
        assert standing(delivery) == BOUNCED
        assert server.flags == dict.fromkeys(mails, r"\Seen") | {"1": r"\Seen \Deleted"}
        assert list(server.mails) == [*hostile, "2", "3"]

        server.password = "another"
        read_mailbox.enqueue()
    assert "cannot be read: 127.0.0.1: b'[AUTHENTICATIONFAILED] no'" in caplog.text
