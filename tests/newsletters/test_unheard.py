"""A letter that a service did not answer for, and that it knows again for a while only."""

from contextlib import nullcontext, suppress
from datetime import timedelta
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.utils import timezone

from rotativa.lib import mail_service
from rotativa.newsletters.actions import send_issue
from rotativa.newsletters.judging import MOST_ATTEMPTS
from rotativa.newsletters.models import Delivery, Issue
from rotativa.newsletters.models.delivery import State
from rotativa.newsletters.models.issue import Stage
from rotativa.newsletters.models.shift import LEASE
from rotativa.newsletters.tasks import send_slice
from tests.html import tree, words
from tests.newsletters.conftest import newsletters_are
from tests.newsletters.test_deliver import make_all_due, send, tick
from tests.newsletters.test_desk import do
from tests.newsletters.test_service import TAKEN, refusal, serving
from tests.newsroom.desk import desk_of
from tests.relays import Accepted

ONCE_IN_DOUBT = "//dt[contains(., 'Once in doubt')]/following-sibling::dd[1]/text()"
MINUTES = {"brevo": (9, 11), "resend": (22 * 60, 24 * 60)}


@pytest.mark.parametrize("service", ["brevo", "resend"])
@pytest.mark.parametrize(("doubt", "state"), [("hold", State.DOUBTFUL), ("resend", State.WAITING)])
def test_it_is_in_doubt_once_the_service_has_forgotten_its_key(
    issue, subscribes, settings, django_capture_on_commit_callbacks, service, doubt, state
):
    newsletters_are(settings, doubt=doubt)
    subscribes("chi@example.net")
    with serving(settings, service, lambda: b""):
        send(issue, django_capture_on_commit_callbacks)
    before, after = MINUTES[service]

    tick(later=timedelta(minutes=before))
    assert (issue.counts, list(Delivery.objects.doubtful())) == ({State.WAITING: 1}, [])
    tick(later=timedelta(minutes=after))

    [row] = Delivery.objects.doubtful()
    assert (row.state, row.why) == (state, "The connection was lost before the relay's reply.")
    page = words(tree(desk_of("Editor").get(f"/desk/newsletter-issues/{issue.pk}/")))
    assert "In doubt: nobody knows whether they arrived" in page


def test_once_its_answer_is_heard_it_never_is(
    issue, subscribes, settings, django_capture_on_commit_callbacks
):
    newsletters_are(settings, doubt="hold")
    for number in range(3):
        subscribes(f"reader{number}@example.net")
    answers = iter([b"", *[refusal("200 OK", TAKEN["resend"][2])] * 3])
    with serving(settings, "resend", lambda: next(answers)):
        newsletters_are(settings, connections=1)
        send(issue, django_capture_on_commit_callbacks)
        assert issue.counts == {State.WAITING: 3}
        assert Delivery.objects.exclude(unheard_at=None).count() == 1
        Issue.objects.update(rests_until=None)
        make_all_due()
        with django_capture_on_commit_callbacks(execute=True):
            tick()
    tick(later=timedelta(hours=24))

    issue.refresh_from_db()
    assert (issue.stage, issue.counts) == (Stage.DONE, {State.SENT: 3})
    assert not Delivery.objects.exclude(doubted_at=None, unheard_at=None).exists()


def test_whoever_goes_by_another_way_meanwhile_is_known_to_nobody(
    issue, subscribes, settings, relay, django_capture_on_commit_callbacks
):
    newsletters_are(settings, doubt="hold")
    by_relay = settings.MAIL
    subscribes("chi@example.net")
    with serving(settings, "resend", lambda: b""):
        send(issue, django_capture_on_commit_callbacks)
    settings.MAIL = by_relay
    Issue.objects.update(rests_until=timezone.now())

    with django_capture_on_commit_callbacks(execute=True):
        tick()

    assert (relay.accepted, issue.counts) == ([], {State.DOUBTFUL: 1})


def test_it_is_in_doubt_though_its_issue_was_ended_meanwhile(
    issue, subscribes, settings, django_capture_on_commit_callbacks
):
    newsletters_are(settings, doubt="hold")
    for name in ("chi", "dov"):
        subscribes(f"{name}@example.net")
    desk = desk_of("Editor")
    newsletters_are(settings, connections=1)
    with serving(settings, "brevo", lambda: b""):
        send(issue, django_capture_on_commit_callbacks)
    for deed in ("pause", "end"):
        do(desk, issue, deed, sure="yes")

    for minutes in (3, 12):
        tick(later=timedelta(minutes=minutes))

    issue.refresh_from_db()
    assert (issue.stage, issue.counts) == (Stage.DONE, {State.SKIPPED: 2})
    [row] = Delivery.objects.doubtful()
    assert row.address == "chi@example.net"
    here = f"/desk/newsletter-issues/{issue.pk}/"
    page = tree(desk.get(here))
    assert "In doubt: nobody knows whether they arrived" in words(page)
    assert page.xpath(ONCE_IN_DOUBT) == ["1"]
    assert not Delivery.objects.exclude(unheard_at=None).exists()
    Issue.objects.update(done_at=timezone.now() - timedelta(days=100))
    tick()
    assert not Delivery.objects.exists()
    assert tree(desk.get(here)).xpath(ONCE_IN_DOUBT) == ["1"]


@pytest.mark.parametrize("way", ["postmark", "resend", "relay"])
def test_nobody_gets_copies_without_end(issue, subscribes, settings, relay, monkeypatch, way):
    """Where each attempt at one letter ends so after it was handed over."""
    for name in ("ada", "bo", "chi"):
        subscribes(f"{name}@example.net")
    hand_over = mail_service.hand_over
    handed: list[str] = []

    def fails_for_ada(message: EmailMessage, backend: Any) -> mail_service.Said:
        said = hand_over(message, backend)
        handed.extend(message.to)
        if message.to == ["ada@example.net"]:
            raise MemoryError
        return said

    def cuts_for_ada(letter: Accepted) -> str:
        handed.append(letter.recipient)
        return "cut" if letter.recipient == "ada@example.net" else "250 queued"

    monkeypatch.setattr(mail_service, "hand_over", fails_for_ada)
    relay.manners.to_message = cuts_for_ada
    send_issue(issue, at=timezone.now())
    with serving(settings, way) if way != "relay" else nullcontext():
        for _ in range(MOST_ATTEMPTS + 4):
            make_all_due()
            Issue.objects.update(rests_until=None)
            with suppress(MemoryError):
                send_slice.call(issue.pk)
        tick(later=LEASE)

    issue.refresh_from_db()
    assert sorted(handed) == ["ada@example.net"] * MOST_ATTEMPTS + [
        "bo@example.net",
        "chi@example.net",
    ]
    assert (issue.stage, issue.counts) == (Stage.DONE, {State.SENT: 2, State.DOUBTFUL: 1})
    assert [each.address for each in Delivery.objects.doubtful()] == ["ada@example.net"]
    editor = desk_of("Editor")
    assert "Those in doubt have arrived" in words(
        tree(editor.get(f"/desk/newsletter-issues/{issue.pk}/"))
    )


@pytest.mark.parametrize("service", ["brevo", "resend"])
@pytest.mark.parametrize(
    "said",
    [b"", refusal("503 Oops", "{}"), refusal("200 OK", "<html>")],
    ids=["closed", "broken there", "garbled"],
)
def test_a_service_that_forgets_its_keys_sends_no_copies_without_end(
    issue, subscribes, settings, service, said
):
    subscribes("ada@example.net")
    send_issue(issue, at=timezone.now())

    with serving(settings, service, lambda: said) as server:
        for _ in range(MOST_ATTEMPTS + 4):
            make_all_due()
            Issue.objects.update(rests_until=None)
            send_slice.call(issue.pk)
            tick(later=timedelta(hours=24))

    issue.refresh_from_db()
    assert len(server.requests) == MOST_ATTEMPTS
    assert (issue.stage, issue.counts) == (Stage.DONE, {State.DOUBTFUL: 1})


def test_letter_that_a_person_sends_again_is_put_off_like_any_other(issue, subscribes, relay):
    for name in ("ada", "bo"):
        subscribes(f"{name}@example.net")
    send_issue(issue, at=timezone.now())

    def try_all() -> None:
        make_all_due()
        Issue.objects.update(rests_until=None)
        send_slice.call(issue.pk)

    relay.manners.to_message = lambda letter: "cut" if "ada" in letter.recipient else "250 queued"
    for _ in range(MOST_ATTEMPTS):
        try_all()
    issue.refresh_from_db()
    assert (issue.stage, issue.counts) == (Stage.DONE, {State.SENT: 1, State.DOUBTFUL: 1})

    relay.manners.to_message = lambda _letter: "250 queued"
    relay.manners.to_recipient = {"ada@example.net": "451 4.7.1 come again"}
    do(desk_of("Editor"), issue, "again")
    try_all()
    issue.refresh_from_db()
    assert (issue.stage, issue.counts) == (Stage.SENDING, {State.SENT: 1, State.WAITING: 1})

    relay.manners.to_recipient = {}
    try_all()
    issue.refresh_from_db()
    assert (issue.stage, issue.counts) == (Stage.DONE, {State.SENT: 2})
