"""Everyone once, nobody missed: the ledger adds up, whatever the relay does."""

import ssl
import time
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from rotativa.lib.clock import minute
from rotativa.newsletters.actions import (
    CannotSend,
    send_issue,
    settle_doubtful,
    suppress_address,
)
from rotativa.newsletters.book import ShiftBook
from rotativa.newsletters.letters import Claimed
from rotativa.newsletters.marks import token_of
from rotativa.newsletters.models import (
    Delivery,
    Issue,
    Newsletter,
    Pace,
    RestingDomain,
    Subscription,
    Suppression,
)
from rotativa.newsletters.models.delivery import State
from rotativa.newsletters.models.issue import Stage
from rotativa.newsletters.models.subscriber import Standing
from rotativa.newsletters.senders.configured import bounds
from rotativa.newsletters.senders.smtp.sender import AHEAD
from rotativa.newsletters.tasks import send_slice
from tests.newsletters.conftest import newsletters_are, sends_by
from tests.relays import Accepted, LoopbackRelay, Manners, certificate_in, context_of


def tick(later: timedelta = timedelta(0)) -> None:
    """What the clock does each minute, so much later; tasks run at once."""
    minute.send(sender=None, at=timezone.now() + later)


def make_all_due() -> None:
    now = timezone.now()
    Delivery.objects.filter(state=State.WAITING).update(due_at=now)
    RestingDomain.objects.update(until=now)


def send(issue, run):
    send_issue(issue, at=timezone.now())
    with run(execute=True):
        tick()
    issue.refresh_from_db()
    return issue


def test_each_active_subscriber_of_the_language_gets_it_once(
    issue, subscribes, relay, django_capture_on_commit_callbacks
):
    for number in range(60):
        subscribes(f"reader{number}@example.net")
    subscribes("english@example.net", language="en")
    subscribes("paused@example.net", state=Standing.PAUSED)
    subscribes("new@example.net", state=Standing.UNCONFIRMED)
    suppress_address("gone@example.net", why=Suppression.Reason.BOUNCED, at=timezone.now())
    subscribes("Gone@example.net")

    send(issue, django_capture_on_commit_callbacks)

    assert relay.recipients == sorted(f"reader{number}@example.net" for number in range(60))
    assert (issue.stage, issue.frozen_count, issue.counts) == (Stage.DONE, 60, {State.SENT: 60})
    assert {row.reply for row in Delivery.objects.all()} == {"queued"}
    with pytest.raises(CannotSend):
        send_issue(issue, at=timezone.now())


def test_who_leaves_after_the_audience_was_frozen_is_left_out(
    issue, subscribes, relay, django_capture_on_commit_callbacks, client
):
    stays, leaves, leaves_one, suppressed, deleted = (
        subscribes(f"{name}@example.net") for name in ("a", "b", "c", "d", "e")
    )
    weekly = Newsletter.objects.create(slug="weekly")
    Subscription.objects.create(newsletter=weekly, subscriber=leaves_one, since=timezone.now())
    send_issue(issue, at=timezone.now())
    for each in (leaves, leaves_one):
        page = f"/es/-/newsletters/daily/leave/{token_of(each.pk)}/"
        assert client.post(page).status_code == 200
    suppress_address(suppressed.address, why=Suppression.Reason.ASKED, at=timezone.now())
    deleted.delete()

    with django_capture_on_commit_callbacks(execute=True):
        tick()

    issue.refresh_from_db()
    assert relay.recipients == [stays.address]
    assert (issue.stage, issue.counts) == (Stage.DONE, {State.SENT: 1, State.SKIPPED: 4})


@pytest.mark.skipif("connection.vendor == 'sqlite'", reason="it has no counts of rows read")
def test_claims_look_up_those_they_take_and_nobody_else(
    issue, subscribes, relay, django_capture_on_commit_callbacks
):
    for number in range(1_000):
        subscribes(f"reader{number}@example.net")
    send_issue(issue, at=timezone.now())
    with connection.cursor() as cursor:
        cursor.execute(
            "ANALYZE newsletters_delivery, newsletters_subscriber, newsletters_subscription"
        )
    before = rows_read()

    with django_capture_on_commit_callbacks(execute=True):
        tick()

    issue.refresh_from_db()
    assert issue.counts == {State.SENT: 1_000}
    assert rows_read() - before <= 5 * 1_000


def rows_read() -> int:
    """Of readers and what they take, in this transaction."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT sum(seq_tup_read + idx_tup_fetch) FROM pg_stat_xact_user_tables WHERE relname IN"
            " ('newsletters_subscriber', 'newsletters_subscription')"
        )
        return int(cursor.fetchone()[0])


@pytest.mark.parametrize("runs_ahead", [True, False])
def test_what_is_refused_fails_and_what_is_put_off_comes_later(
    issue, subscribes, relay, django_capture_on_commit_callbacks, runs_ahead
):
    for name in ("ada", "bo", "chi", "dov"):
        subscribes(f"{name}@{name}.example")
    relay.manners.runs_ahead = runs_ahead
    relay.manners.to_recipient = {"bo@bo.example": "550 5.1.1 no such mailbox"}
    put_off = {"chi@chi.example": "451 4.7.1 come again"}
    relay.manners.to_message = lambda letter: put_off.get(letter.recipient, "250 queued")

    send(issue, django_capture_on_commit_callbacks)

    failed, waits = (Delivery.objects.get(address__startswith=name) for name in ("bo", "chi"))
    assert relay.recipients == ["ada@ada.example", "dov@dov.example"]
    assert (failed.state, failed.code, failed.reply) == (
        *(State.FAILED, 550),
        "5.1.1 no such mailbox",
    )
    assert (waits.state, waits.attempts, waits.code) == (State.WAITING, 1, 451)
    assert timedelta(minutes=4) < waits.due_at - timezone.now() <= timedelta(minutes=5)
    assert list(RestingDomain.objects.values_list("domain", flat=True)) == ["chi.example"]
    assert issue.stage == Stage.SENDING

    put_off.clear()
    make_all_due()
    with django_capture_on_commit_callbacks(execute=True):
        tick()

    issue.refresh_from_db()
    assert relay.recipients == ["ada@ada.example", "chi@chi.example", "dov@dov.example"]
    assert (issue.stage, issue.counts) == (Stage.DONE, {State.SENT: 3, State.FAILED: 1})


def test_a_domain_is_trusted_again_when_it_takes_letters_and_one_full_box_rests_alone(
    issue, subscribes, relay, django_capture_on_commit_callbacks
):
    for name in ("ada@busy.example", "chi@full.example", "dov@full.example"):
        subscribes(name)
    put_off = {
        "ada@busy.example": "451 4.7.1 come again",
        "chi@full.example": "452 4.2.2 the box is full",
    }
    relay.manners.to_message = lambda letter: put_off.get(letter.recipient, "250 queued")

    send(issue, django_capture_on_commit_callbacks)
    assert dict(RestingDomain.objects.values_list("domain", "step")) == {"busy.example": 1}
    assert "dov@full.example" in relay.recipients

    put_off.clear()
    make_all_due()
    with django_capture_on_commit_callbacks(execute=True):
        tick()

    issue.refresh_from_db()
    assert (issue.stage, issue.counts) == (Stage.DONE, {State.SENT: 3})
    assert dict(RestingDomain.objects.values_list("domain", "step")) == {"busy.example": 0}


def test_the_next_letters_are_claimed_while_there_are_some_to_sign(
    issue, subscribes, relay, settings, monkeypatch
):
    for number in range(3 * AHEAD):
        subscribes(f"reader{number}@example.net")
    newsletters_are(settings, connections=1)
    claim, in_hand, claimed = ShiftBook.claim, list[int](), list[int]()

    def noted(book: ShiftBook, number: int) -> list[Claimed]:
        in_hand.append(sum(claimed) - len(relay.accepted))
        letters = claim(book, number)
        claimed.append(len(letters))
        return letters

    monkeypatch.setattr(ShiftBook, "claim", noted)
    send_issue(issue, at=timezone.now())
    send_slice.enqueue(issue.pk)

    assert (claimed[:3], len(relay.accepted)) == ([AHEAD] * 3, 3 * AHEAD)
    assert min(in_hand[1:3]) > AHEAD // 2


def test_the_clock_reads_no_letter_of_what_is_not_due(issue, subscribes, relay):
    subscribes("ada@example.net")
    send_issue(issue, at=timezone.now())
    Delivery.objects.update(due_at=timezone.now() + timedelta(hours=1))

    with CaptureQueriesContext(connection) as asked:
        tick()

    assert "newsletters_issue" in str(asked.captured_queries)
    assert [each["sql"] for each in asked.captured_queries if '"html"' in each["sql"]] == []


@pytest.mark.parametrize("fault", ["sender", "ledger"])
def test_what_keeps_an_issue_from_its_end_is_told(
    issue, subscribes, relay, django_capture_on_commit_callbacks, settings, fault
):
    subscribes("ada@example.net")
    if fault == "sender":
        settings.DEFAULT_FROM_EMAIL = "cartas@münchen.example"
    send_issue(issue, at=timezone.now())
    if fault == "ledger":
        Delivery.objects.all().delete()

    with django_capture_on_commit_callbacks(execute=True):
        tick()

    issue.refresh_from_db()
    told = {
        "sender": "No se puede escribir el número",
        "ledger": "El registro tiene 0 de 1 destinatarios.",
    }
    assert issue.stage == Stage.PAUSED
    with translation.override("es"):
        assert issue.why.startswith(told[fault])
    assert relay.recipients == []


def test_a_sender_whom_the_relay_refuses_costs_no_reader_an_attempt(
    issue, subscribes, relay, django_capture_on_commit_callbacks
):
    for name in ("ada", "bo", "chi"):
        subscribes(f"{name}@example.net")
    relay.manners.to_sender = "553 5.7.1 not yours"

    send(issue, django_capture_on_commit_callbacks)

    assert (issue.stage, issue.last_error) == (Stage.PAUSED, "553 5.7.1 not yours")
    assert set(Delivery.objects.values_list("state", "attempts")) == {(State.WAITING, 0)}


def test_a_relay_that_is_away_is_asked_again_later(
    issue, subscribes, relay, django_capture_on_commit_callbacks
):
    subscribes("ada@example.net")
    relay.manners.greeting = "421 4.3.2 closing"

    send(issue, django_capture_on_commit_callbacks)

    row = Delivery.objects.get()
    assert (issue.stage, issue.relay_faults) == (Stage.SENDING, 1)
    assert "421" in issue.last_error
    assert (row.state, row.attempts, row.shift) == (State.WAITING, 0, None)

    relay.manners.greeting = "220 relay"
    type(issue).objects.update(rests_until=timezone.now())
    with django_capture_on_commit_callbacks(execute=True):
        tick()

    issue.refresh_from_db()
    assert (relay.recipients, issue.stage) == (["ada@example.net"], Stage.DONE)


@pytest.mark.parametrize(("doubt", "state"), [("resend", State.WAITING), ("hold", State.DOUBTFUL)])
def test_a_connection_cut_after_the_dot_leaves_one_letter_in_doubt(
    issue, subscribes, relay, django_capture_on_commit_callbacks, settings, doubt, state
):
    for number in range(30):
        subscribes(f"reader{number}@example.net")
    newsletters_are(settings, connections=2, doubt=doubt)
    to_cut = {"reader7@example.net"}

    def to_message(letter: Accepted) -> str:
        if letter.recipient not in to_cut:
            return "250 queued"
        to_cut.clear()
        return "cut"

    relay.manners.to_message = to_message

    send(issue, django_capture_on_commit_callbacks)

    (doubtful,) = Delivery.objects.doubtful()
    assert (doubtful.address, doubtful.state) == ("reader7@example.net", state)
    assert len(relay.accepted) == 30

    if doubt == "hold":
        assert (issue.stage, issue.counts) == (Stage.DONE, {State.SENT: 29, State.DOUBTFUL: 1})
        assert settle_doubtful(issue, arrived=False, at=timezone.now()) == 1
    make_all_due()
    with django_capture_on_commit_callbacks(execute=True):
        tick()

    issue.refresh_from_db()
    assert (issue.stage, issue.counts) == (Stage.DONE, {State.SENT: 30})
    assert relay.recipients.count("reader7@example.net") == 2
    names = [each.message["Message-ID"] for each in relay.accepted]
    assert len(names) == 31
    assert len(set(names)) == 30


@pytest.mark.parametrize("last", [False, True])
def test_a_relay_that_says_more_than_it_is_asked_keeps_nobody_from_their_letter(
    issue, subscribes, relay, django_capture_on_commit_callbacks, settings, last
):
    """Each reply would be taken for that to the next command, and DATA for a letter that arrived."""
    for number in range(4):
        subscribes(f"reader{number}@example.net")
    newsletters_are(settings, connections=1)
    twice = "250 queued\r\n250 2.0.0 once more"
    chosen = 3 if last else 1
    relay.manners.to_message = lambda _: twice if len(relay.accepted) == chosen - 1 else "250 ok"

    send(issue, django_capture_on_commit_callbacks)
    make_all_due()
    with django_capture_on_commit_callbacks(execute=True):
        tick()

    sent = Delivery.objects.filter(state=State.SENT).values_list("address", flat=True)
    assert (
        set(sent) == set(relay.recipients) == {f"reader{number}@example.net" for number in range(4)}
    )
    assert len(relay.accepted) == 4


@pytest.mark.parametrize("connections", [1, 3])
def test_a_domain_that_has_just_put_a_letter_off_is_given_no_other(
    issue, subscribes, relay, django_capture_on_commit_callbacks, settings, connections
):
    names = [f"reader{number}@busy.example" for number in range(10)]
    for name in names:
        subscribes(name)
    newsletters_are(settings, connections=connections)
    relay.manners.to_recipient = dict.fromkeys(names, "451 4.7.1 come again")

    send(issue, django_capture_on_commit_callbacks)

    assert Delivery.objects.filter(attempts=1).count() <= connections
    assert Delivery.objects.filter(attempts=0).count() >= len(names) - connections


@pytest.mark.parametrize(("connections", "readers"), [(1, 8), (4, 40)])
def test_a_relay_that_takes_one_letter_a_connection_gets_them_all(
    issue, subscribes, relay, django_capture_on_commit_callbacks, settings, connections, readers
):
    for number in range(readers):
        subscribes(f"reader{number}@example.net")
    newsletters_are(settings, connections=connections)
    relay.manners.letters = 1

    send(issue, django_capture_on_commit_callbacks)

    issue.refresh_from_db()
    assert (issue.stage, issue.relay_faults, len(relay.recipients)) == (Stage.DONE, 0, readers)


@pytest.mark.parametrize(
    ("said", "state", "attempts"),
    [
        ("552 5.3.4 too big", State.FAILED, 1),
        ("452 4.3.1 no room", State.WAITING, 1),
        ("421 4.3.2 closing", State.WAITING, 0),
        ("250 yes, yes", State.WAITING, 0),
    ],
)
def test_what_a_relay_says_before_the_body_leaves_nobody_in_doubt(
    issue, subscribes, relay, django_capture_on_commit_callbacks, said, state, attempts
):
    """It has nothing of the letter by then."""
    subscribes("ada@example.net")
    relay.manners.to_data = f"354 go on\r\n{said}"

    send(issue, django_capture_on_commit_callbacks)

    row = Delivery.objects.get()
    assert (row.state, row.attempts, row.doubted_at) == (state, attempts, None)
    assert (issue.rests_until is not None) is (
        attempts == 0
    )  # else it is asked again at once, for ever
    assert relay.accepted == []
    wait_until(lambda: relay.broken_off)
    assert relay.broken_off == [b""]


def wait_until(happens: Callable[[], object]) -> None:
    ends_at = time.monotonic() + 20
    while not happens():
        assert time.monotonic() < ends_at
        time.sleep(0.01)


@pytest.mark.parametrize("how", ["hang", "drip"])
def test_a_relay_that_hangs_is_left(
    issue, subscribes, relay, django_capture_on_commit_callbacks, monkeypatch, how
):
    """Or says a letter at a time, and never a word."""
    subscribes("ada@example.net")
    relay.manners.to_message = lambda _letter: how
    with monkeypatch.context() as patch:
        patch.setattr(
            "rotativa.newsletters.tasks.bounds", lambda **told: bounds(**told, dot_seconds=0.2)
        )
        send(issue, django_capture_on_commit_callbacks)

    (doubtful,) = Delivery.objects.doubtful()
    assert (doubtful.state, issue.stage) == (State.WAITING, Stage.SENDING)

    relay.manners.to_message = lambda _letter: "250 queued"
    Issue.objects.update(rests_until=None)
    make_all_due()
    with django_capture_on_commit_callbacks(execute=True):
        tick()
    issue.refresh_from_db()
    assert (issue.stage, issue.counts) == (Stage.DONE, {State.SENT: 1})
    assert relay.recipients == ["ada@example.net"]
    assert [each.address for each in Delivery.objects.doubtful()] == ["ada@example.net"]


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_an_issue_goes_over_a_secured_line(
    issue, subscribes, settings, monkeypatch, tmp_path, security
):
    for number in range(30):
        subscribes(f"reader{number}@example.net")
    issue.text = "A long line of text.\n" * 20_000
    issue.save()
    newsletters_are(settings, connections=2)
    certificate = certificate_in(tmp_path)
    trusts = ssl.create_default_context(cafile=str(certificate))
    monkeypatch.setattr("rotativa.lib.relay.trust", lambda: trusts)

    with LoopbackRelay(Manners(context=context_of(certificate), security=security)) as relay:
        sends_by(relay, settings, security=security)
        send_issue(issue, at=timezone.now())
        send_slice.enqueue(issue.pk)

    issue.refresh_from_db()
    assert (issue.stage, issue.counts) == (Stage.DONE, {State.SENT: 30})
    assert len(set(relay.recipients)) == 30
    assert {each.data.count(b"A long line") for each in relay.accepted} == {20_000}


def test_the_pace_is_kept_by_all_together(
    issue, subscribes, relay, django_capture_on_commit_callbacks, settings
):
    for number in range(6):
        subscribes(f"reader{number}@example.net")
    newsletters_are(settings, per_minute=1200)
    began = timezone.now()

    send(issue, django_capture_on_commit_callbacks)

    assert (issue.stage, len(relay.accepted)) == (Stage.DONE, 6)
    assert timezone.now() - began >= timedelta(seconds=5 * 60 / 1200)


def test_a_pace_slower_than_a_shift_goes_on_all_the_same(
    issue, subscribes, relay, django_capture_on_commit_callbacks, settings
):
    """A shift takes no moment that comes after its end: that would be lost to the next ones."""
    for number in range(12):
        subscribes(f"reader{number}@example.net")
    newsletters_are(settings, per_minute=1)

    send(issue, django_capture_on_commit_callbacks)
    with django_capture_on_commit_callbacks(execute=True):
        tick()
    assert len(relay.accepted) == 1
    for minutes in (2, 3):
        Pace.objects.update(free_at=F("free_at") - 60)  # a minute passes
        with django_capture_on_commit_callbacks(execute=True):
            tick()
        assert len(relay.accepted) == minutes
    assert issue.counts == {State.SENT: 3, State.WAITING: 9}
