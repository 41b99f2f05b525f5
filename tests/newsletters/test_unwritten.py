"""A letter that cannot be written keeps nobody else from theirs, and what hits all of them fails nobody."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes
from itertools import count
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from django.utils import timezone
from pydantic import SecretStr
from pytest_django import Settings
from wagtail.users.models import UserProfile

from rotativa.lib import mail_service
from rotativa.lib.mail_keys import written_key
from rotativa.newsletters.actions import deliver_issue, pause_issue, resume_issue, send_issue
from rotativa.newsletters.book import ShiftBook
from rotativa.newsletters.judging import MOST_ATTEMPTS
from rotativa.newsletters.letters import Claimed
from rotativa.newsletters.mime.mail import IssueMail
from rotativa.newsletters.models import Delivery, Issue, RestingDomain, Return, Subscriber
from rotativa.newsletters.models.delivery import State
from rotativa.newsletters.models.issue import Stage
from rotativa.newsletters.models.shift import LEASE
from rotativa.newsletters.tasks import send_slice
from rotativa.people.models import User
from tests.html import tree, words
from tests.newsletters.conftest import newsletters_are, sends_by
from tests.newsletters.test_deliver import make_all_due, tick
from tests.newsletters.test_service import serving
from tests.newsroom.desk import desk_of
from tests.relays import LoopbackRelay

ODD = "ni\u00f1o@example.net"
"""As an earlier version, or whoever writes to the database by hand, may have left it."""

Arrived = Callable[[], list[str]]


@contextmanager
def by_relay(settings: Settings, folder: Path) -> Iterator[Arrived]:  # as the others
    with LoopbackRelay() as relay:
        sends_by(relay, settings)
        yield lambda: relay.recipients


@contextmanager
def by_service(settings: Settings, folder: Path) -> Iterator[Arrived]:  # as the others
    with serving(settings, "postmark") as server:
        yield lambda: sorted(each["To"] for each in map(told_by, server.bodies))


@contextmanager
def into_folder(settings: Settings, folder: Path) -> Iterator[Arrived]:
    settings.MAIL = settings.MAIL.model_copy(update={"how": "file"})
    settings.EMAIL_FILE_PATH = folder
    yield lambda: sorted(map(recipient_in, folder.glob("letter-*.eml")))


WAYS = [by_relay, by_service, into_folder]


def told_by(body: bytes) -> dict[str, str]:
    found: dict[str, str] = json.loads(body)
    return found


def recipient_in(path: Path) -> str:
    return str(message_from_bytes(path.read_bytes())["To"]).strip("<>")


def signs_by_rsa(settings: Settings) -> None:
    key = SecretStr(written_key(rsa.generate_private_key(65537, 2048)).decode())
    newsletters_are(settings, dkim_selector="one", dkim_key=key)


def readers(subscribes: Callable[..., Subscriber], number: int, *, odd: int) -> list[str]:
    """Of so many the first ones are odd; the others."""
    for each in range(number):
        subscribes(f"reader{each}@example.net")
    for each in range(odd):
        mine = Subscriber.objects.filter(address=f"reader{each}@example.net")
        mine.update(address=f"{each}{ODD}")
    return sorted(f"reader{each}@example.net" for each in range(odd, number))


@pytest.mark.every_case
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("is_signed", [False, True])
def test_letters_that_cannot_be_written_fail_alone_and_say_why(
    issue, subscribes, settings, tmp_path, django_capture_on_commit_callbacks, way, is_signed
):
    if is_signed:
        signs_by_rsa(settings)
    others = readers(subscribes, 66, odd=6)
    editor = desk_of("Editor")
    profile = UserProfile.get_for_user(User.objects.get(email="editor@paper.example"))
    here = f"/desk/newsletter-issues/{issue.pk}/"
    send_issue(issue, at=timezone.now())

    def report(section: str, language: str) -> str:
        profile.preferred_language = language
        profile.save()
        return words(tree(editor.get(here)).get_element_by_id(section))

    with way(settings, tmp_path / "mail") as arrived:
        with django_capture_on_commit_callbacks(execute=True):
            tick()
        issue.refresh_from_db()
        odd = Delivery.objects.get(address=f"0{ODD}")
        assert arrived() == others
        assert (issue.stage, issue.relay_faults) == (Stage.SENDING, 0)
        assert (odd.state, odd.attempts) == (State.WAITING, 1)
        assert odd.due_at > timezone.now()
        assert "cannot be written: UnicodeEncodeError" in report("issue-retried", "en")
        for _ in range(MOST_ATTEMPTS - 1):
            make_all_due()
            with django_capture_on_commit_callbacks(execute=True):
                tick()
        assert arrived() == others

    issue.refresh_from_db()
    assert (issue.stage, issue.counts) == (Stage.DONE, {State.SENT: 60, State.FAILED: 6})
    assert not Delivery.objects.doubtful().exists()
    reader = Subscriber.objects.get(address=f"0{ODD}")
    assert (reader.state, Return.objects.count()) == ("active", 0)
    why = {
        "en": "The letter to this address cannot be written: UnicodeEncodeError",
        "es": "No se puede escribir la carta a esta direcci\u00f3n: UnicodeEncodeError",
    }
    for language, text in why.items():
        assert text in report("issue-failed", language)
    assert issue.figures["failed"] == 6


@pytest.mark.parametrize("way", WAYS)
def test_what_hits_every_letter_has_the_issue_rest_and_fails_nobody(
    issue, subscribes, settings, tmp_path, monkeypatch, way
):
    everybody = readers(subscribes, 12, odd=0)
    send_issue(issue, at=timezone.now())
    with way(settings, tmp_path / "mail") as arrived:
        with monkeypatch.context() as patch:
            patch.setattr(IssueMail, "values", fails)
            with pytest.raises(MemoryError):
                send_slice.call(issue.pk)
        issue.refresh_from_db()
        assert (issue.stage, issue.relay_faults, arrived()) == (Stage.SENDING, 1, [])
        assert issue.why == "Sending broke off by an error: MemoryError: "

        Issue.objects.update(rests_until=None)
        tick(later=LEASE)
        assert set(Delivery.objects.values_list("state", "attempts")) == {(State.WAITING, 0)}
        make_all_due()
        send_slice.call(issue.pk)
        assert arrived() == everybody
    issue.refresh_from_db()
    assert issue.counts == {State.SENT: 12}
    assert not Delivery.objects.doubtful().exists()


def fails(*_told: object) -> None:
    raise MemoryError


@pytest.mark.parametrize("way", WAYS)
def test_where_many_cannot_be_written_a_person_is_to_look(
    issue, subscribes, settings, tmp_path, way
):
    others = readers(subscribes, 30, odd=12)
    send_issue(issue, at=timezone.now())

    with way(settings, tmp_path / "mail") as arrived:
        send_slice.call(issue.pk)
        issue.refresh_from_db()
        assert (issue.stage, issue.counts) == (Stage.PAUSED, {State.SENT: 18, State.WAITING: 12})
        assert issue.why.startswith("The letter to this address cannot be written")

        resume_issue(issue, at=timezone.now())
        try_to_the_end(issue)
        assert arrived() == others
    assert (issue.stage, issue.counts) == (Stage.DONE, {State.SENT: 18, State.FAILED: 12})


@pytest.mark.parametrize("way", WAYS)
def test_a_person_is_to_look_also_where_the_shift_that_found_them_broke_off(
    issue, subscribes, settings, tmp_path, monkeypatch, way
):
    readers(subscribes, 30, odd=12)
    send_issue(issue, at=timezone.now())

    with way(settings, tmp_path / "mail"):
        with monkeypatch.context() as patch:
            patch.setitem(deliver_issue.__globals__, "enter_results", fails)
            with pytest.raises(MemoryError):
                send_slice.call(issue.pk)
        issue.refresh_from_db()
        assert issue.stage == Stage.SENDING
        tick(later=LEASE)

    issue.refresh_from_db()
    assert (issue.stage, issue.counts) == (Stage.PAUSED, {State.SENT: 18, State.WAITING: 12})
    assert issue.why.startswith("The letter to this address cannot be written")


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(("all_readers", "odd"), [(60, 5), (250, 62)])
def test_those_few_that_cannot_be_written_never_stop_an_issue(
    issue, subscribes, settings, tmp_path, way, all_readers, odd
):
    """Neither as the latest ones that are tried, nor once a person has stopped it and had it go on."""
    others = readers(subscribes, all_readers, odd=odd)
    send_issue(issue, at=timezone.now())

    with way(settings, tmp_path / "mail") as arrived:
        send_slice.call(issue.pk)
        issue.refresh_from_db()
        sent = {State.SENT: all_readers - odd}
        assert (issue.stage, issue.counts) == (Stage.SENDING, {State.WAITING: odd, **sent})
        assert pause_issue(issue)
        assert resume_issue(issue, at=timezone.now())
        try_to_the_end(issue)
        assert arrived() == others
    assert (issue.stage, issue.counts) == (Stage.DONE, {State.FAILED: odd, **sent})


def try_to_the_end(issue: Issue) -> None:
    for _ in range(MOST_ATTEMPTS - 1):
        issue.refresh_from_db()
        assert issue.stage == Stage.SENDING
        make_all_due()
        send_slice.call(issue.pk)
    issue.refresh_from_db()


def test_letter_that_was_put_off_is_not_lost_for_one_error(issue, subscribes, relay, monkeypatch):
    for name in ("ada", "bo"):
        subscribes(f"{name}@example.net")
    send_issue(issue, at=timezone.now())
    relay.manners.to_recipient = {"ada@example.net": "451 4.7.1 come again"}
    for _ in range(2):
        RestingDomain.objects.all().delete()
        make_all_due()
        send_slice.call(issue.pk)
    relay.manners.to_recipient = {}
    values, calls = IssueMail.values, count()

    def fails_once(mail: IssueMail, letter: Claimed) -> dict[str, bytes]:
        if next(calls) == 0:
            raise MemoryError
        return values(mail, letter)

    monkeypatch.setattr(IssueMail, "values", fails_once)
    for _ in range(2):
        RestingDomain.objects.all().delete()
        make_all_due()
        send_slice.call(issue.pk)

    issue.refresh_from_db()
    assert relay.recipients == ["ada@example.net", "bo@example.net"]
    assert (issue.stage, issue.counts) == (Stage.DONE, {State.SENT: 2})


@pytest.mark.parametrize("way", WAYS)
def test_what_hits_all_but_one_to_nobody_fails_nobody_either(
    issue, subscribes, settings, tmp_path, monkeypatch, way
):
    everybody = readers(subscribes, 12, odd=0)
    send_issue(issue, at=timezone.now())
    values = IssueMail.values

    def fails_for_readers(mail, letter):
        if letter.id:
            raise MemoryError
        return values(mail, letter)

    with way(settings, tmp_path / "mail") as arrived:
        with monkeypatch.context() as patch:
            patch.setattr(IssueMail, "values", fails_for_readers)
            retried = [Stage.SENDING] * (MOST_ATTEMPTS - 2)
            for stage in (Stage.PAUSED, *retried, Stage.PAUSED, Stage.PAUSED):
                make_all_due()
                send_slice.call(issue.pk)
                issue.refresh_from_db()
                assert (issue.stage, issue.counts) == (stage, {State.WAITING: 12})
                resume_issue(issue, at=timezone.now())
        make_all_due()
        send_slice.call(issue.pk)
        assert arrived() == everybody
    issue.refresh_from_db()
    assert (issue.stage, issue.counts) == (Stage.DONE, {State.SENT: 12})


@pytest.mark.parametrize("where", ["prepare", "relieve", "rest"])
def test_error_beside_the_letters_leaves_nobody_in_doubt_and_is_told(
    issue, subscribes, relay, settings, monkeypatch, where
):
    readers(subscribes, 100, odd=0)
    newsletters_are(settings, connections=2)
    if where == "rest":
        relay.manners.to_recipient = {"reader7@example.net": "451 4.7.1 come again"}
    send_issue(issue, at=timezone.now())
    kind = IssueMail if where == "prepare" else ShiftBook
    usual = getattr(kind, where)

    def fails_later(*told: object) -> object:
        if relay.accepted:
            raise MemoryError
        return usual(*told)

    with monkeypatch.context() as patch:
        patch.setattr(kind, where, fails_later)
        with pytest.raises(MemoryError):
            send_slice.call(issue.pk)

    issue.refresh_from_db()
    sent = Delivery.objects.filter(state=State.SENT)
    assert 0 < sent.count() < 100
    assert sorted(sent.values_list("address", flat=True)) == relay.recipients
    assert issue.counts == {State.SENT: sent.count(), State.WAITING: 100 - sent.count()}
    assert issue.why == "Sending broke off by an error: MemoryError: "
    assert not Delivery.objects.doubtful().exists()


@pytest.mark.parametrize(
    ("service", "address", "in_doubt"),
    [("postmark", "To", ["reader1@example.net"]), ("resend", "to", [])],
)
def test_error_while_a_letter_is_handed_to_a_service_leaves_no_other_in_doubt(
    issue, subscribes, settings, monkeypatch, service, address, in_doubt
):
    """And that one where the service would not know it again."""
    readers(subscribes, 9, odd=0)
    newsletters_are(settings, connections=3)
    send_issue(issue, at=timezone.now())
    hand_over = mail_service.hand_over

    def fails_for_one(message, backend):
        said = hand_over(message, backend)
        if message.to == ["reader1@example.net"]:
            raise MemoryError
        return said

    monkeypatch.setattr(mail_service, "hand_over", fails_for_one)
    with serving(settings, service) as server, pytest.raises(MemoryError):
        send_slice.call(issue.pk)

    arrived = [str(told_by(body)[address]).strip("[']") for body in server.bodies]
    sent = Delivery.objects.filter(state=State.SENT).values_list("address", flat=True)
    assert [each.address for each in Delivery.objects.doubtful()] == in_doubt
    assert sorted([*sent, "reader1@example.net"]) == sorted(arrived)
    assert set(Delivery.objects.exclude(address__in=arrived).values_list("state", flat=True)) <= {
        State.WAITING
    }
