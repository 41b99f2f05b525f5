"""Services: what they are asked, word for word; what their answers do."""

import base64
import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qs

import pytest
from django.core.mail import send_mail
from django.utils import timezone
from pydantic import SecretStr
from pytest_django import Settings
from wagtail.users.models import UserProfile

from rotativa.newsletters.actions import resume_issue
from rotativa.newsletters.judging import MOST_ATTEMPTS
from rotativa.newsletters.marks import bounce_tag, link_of
from rotativa.newsletters.models import Delivery, Issue, Return, Subscriber
from rotativa.newsletters.models.delivery import State
from rotativa.newsletters.models.issue import Stage
from rotativa.people.models import User
from tests.html import part, tree, words
from tests.newsletters.conftest import Subscribes, newsletters_are
from tests.newsletters.test_deliver import make_all_due, send, tick
from tests.newsletters.test_desk import LIST
from tests.newsroom.desk import desk_of
from tests.servers import LoopbackServer, answer

AT_ONCE = "rotativa.lib.kept_line.AT_ONCE"
LONG = 60
"""Seconds; what does not come by then is no matter of a busy machine."""
# Answers as the services' documentation has them.
TAKEN = {
    "brevo": ("/smtp/email", "201 Created", '{"messageId":"<2026.1@smtp-relay.mailin.fr>"}'),
    "mailgun": (
        "/mail.example/messages",
        "200 OK",
        '{"id":"<2026.1@mail.example>","message":"Queued. Thank you."}',
    ),
    "postmark": (
        "/email",
        "200 OK",
        '{"To":"chi@example.net","MessageID":"0a129aee","ErrorCode":0,"Message":"OK"}',
    ),
    "resend": ("/emails", "200 OK", '{"id":"49a3999c-0ce1-4ea6-ab68-afcd6dc2e794"}'),
}
INACTIVE = (
    '{"ErrorCode":406,"Message":"You tried to send to a recipient that has been marked as inactive.'
    "\\nFound inactive addresses: chi@example.net.\\nInactive recipients are ones that have generated "
    'a hard bounce, a spam complaint, or a manual suppression. "}'
)


def uses(settings: Settings, service: str, endpoint: str = "", **more: object) -> None:
    told = {"how": "service", "service": service, "key": SecretStr("key-1"), "endpoint": endpoint}
    settings.MAIL = settings.MAIL.model_copy(update={**told, "domain": "mail.example", **more})


@contextmanager
def serving(
    settings: Settings,
    service: str,
    said: Callable[[], bytes] | None = None,
    *,
    keeps: bool = False,
) -> Iterator[LoopbackServer]:
    path, status, body = TAKEN[service]
    how = {} if keeps else {"Connection": "close"}
    usual = answer(body.encode(), status=status, kind="application/json", **how)
    answers: dict[str, Any] = {path: (lambda: [said()]) if said else usual}
    with LoopbackServer(answers, keeps=keeps) as server:
        uses(settings, service, f"http://127.0.0.1:{server.port}/")
        yield server


def refusal(status: str, body: str) -> bytes:
    return answer(body.encode(), status=status, kind="application/json", Connection="close")


def told(server: LoopbackServer, service: str) -> Any:
    [body] = server.bodies
    if service == "mailgun":
        return {name: value for name, [value] in parse_qs(body.decode()).items()}
    return json.loads(body)


@pytest.fixture
def chi(issue: Issue, subscribes: Subscribes) -> Subscriber:
    return subscribes("chi@example.net")


def test_each_service_is_told_what_it_wants(
    issue, chi, settings, django_capture_on_commit_callbacks
):
    subject = "El puerto, mañana: lo que se sabe y lo que todavía se pregunta en la ciudad"
    for service in TAKEN:
        Issue.objects.update(stage=Stage.DRAFT)
        Delivery.objects.all().delete()
        with serving(settings, service) as server:
            send(issue, django_capture_on_commit_callbacks)

            assert (issue.stage, issue.counts) == (Stage.DONE, {State.SENT: 1}), service
            tag = bounce_tag(issue.deliveries.get().pk)
            token = link_of(chi.pk, issue.frozen_at)
            leave = f"https://paper.example/es/-/newsletters/daily/leave/{token}/"
            head = server.requests[0].lower()
            said = told(server, service)
            key = said.get("headers", {}).get("idempotencyKey", "") if service == "brevo" else ""
            match service:
                case "brevo":
                    assert "api-key: key-1" in head
                    assert said["to"] == [{"email": "chi@example.net"}]
                    assert said["headers"]["X-Mailin-custom"] == f'{{"letter": "{tag}"}}'
                    headers, text, html = said["headers"], said["textContent"], said["htmlContent"]
                case "mailgun":
                    basic = base64.b64encode(b"api:key-1").decode().lower()
                    assert f"authorization: basic {basic}" in head
                    assert (said["to"], said["v:letter"]) == ("chi@example.net", tag)
                    headers = {n.removeprefix("h:"): v for n, v in said.items() if n[:2] == "h:"}
                    text, html = said["text"], said["html"]
                    assert {said[f"o:tracking-{what}"] for what in ("opens", "clicks")} == {"no"}
                case "postmark":
                    assert "x-postmark-server-token: key-1" in head
                    assert (said["To"], said["Metadata"]) == ("chi@example.net", {"letter": tag})
                    headers = {each["Name"]: each["Value"] for each in said["Headers"]}
                    text, html = said["TextBody"], said["HtmlBody"]
                    assert (said["TrackOpens"], said["TrackLinks"]) == (False, "None")
                case _:
                    assert "authorization: bearer key-1" in head
                    key = head.partition("idempotency-key: ")[2].partition("\r\n")[0]
                    assert said["to"] == ["chi@example.net"]
                    assert said["headers"]["X-Metadata"] == f'{{"letter": "{tag}"}}'
                    headers, text, html = said["headers"], said["text"], said["html"]
            assert (said.get("subject") or said["Subject"]) == subject
            assert headers["List-Unsubscribe"] == f"<{leave}>"
            assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
            assert f"Dejar la carta: {leave}" in text
            assert f"<a href='{leave}'>" in html
            assert bool(key) == (service in {"brevo", "resend"})
            assert "user-agent: rotativa/" in head  # by our own door


def test_letters_share_connections(issue, subscribes, settings, django_capture_on_commit_callbacks):
    newsletters_are(settings, connections=2)
    for number in range(9):
        subscribes(f"reader{number}@example.net")

    with serving(settings, "postmark", keeps=True) as server:
        send(issue, django_capture_on_commit_callbacks)

        assert (issue.stage, issue.counts) == (Stage.DONE, {State.SENT: 9})
        assert (len(server.requests), server.connections <= 2) == (9, True)


def test_a_service_that_knows_letters_again_is_told_again_under_the_same_key(
    issue, chi, settings, django_capture_on_commit_callbacks
):
    """It had the letter, and nobody heard its answer: nothing is in doubt, and nothing arrives twice."""
    answers = iter([b"", refusal("200 OK", TAKEN["resend"][2])])
    with serving(settings, "resend", lambda: next(answers)) as server:
        send(issue, django_capture_on_commit_callbacks)
        assert (issue.stage, issue.counts) == (Stage.SENDING, {State.WAITING: 1})

        Issue.objects.update(rests_until=None)
        with django_capture_on_commit_callbacks(execute=True):
            tick()

    issue.refresh_from_db()
    assert (issue.stage, issue.counts) == (Stage.DONE, {State.SENT: 1})
    first, second = (each.partition("Idempotency-Key: ")[2][:36] for each in server.requests)
    assert first == second != ""
    assert server.bodies[0] == server.bodies[1]
    assert not Delivery.objects.doubtful().exists()


@pytest.mark.parametrize(
    ("doubt", "said", "state"),
    [
        ("resend", b"", State.WAITING),
        ("hold", b"", State.DOUBTFUL),
        ("hold", answer(b"late", status="504 Gateway Timeout"), State.DOUBTFUL),
    ],
    ids=["sent again", "held", "broken there"],
)
def test_of_another_service_a_letter_without_an_answer_is_in_doubt(
    issue, chi, settings, django_capture_on_commit_callbacks, doubt, said, state
):
    newsletters_are(settings, doubt=doubt)
    with serving(settings, "postmark", lambda: said):
        send(issue, django_capture_on_commit_callbacks)

    assert [(row.address, row.state) for row in Delivery.objects.doubtful()] == [
        (chi.address, state)
    ]


@pytest.mark.parametrize(
    ("service", "counts", "requests"),
    [
        ("resend", {State.SENT: 3}, 4),
        ("postmark", {State.SENT: 2, State.WAITING: 1}, 3),
    ],
)
def test_a_kept_connection_that_ends_is_no_reason_to_rest(
    issue,
    subscribes,
    settings,
    django_capture_on_commit_callbacks,
    monkeypatch,
    service,
    counts,
    requests,
):
    """The service has closed it for being idle; whoever knows letters again is told that one at once."""
    monkeypatch.setattr(AT_ONCE, LONG)
    newsletters_are(settings, connections=1)
    for number in range(3):
        subscribes(f"reader{number}@example.net")

    def said() -> bytes:
        if len(server.requests) == 2:
            raise ConnectionAbortedError
        return answer(TAKEN[service][2].encode(), kind="application/json")

    with serving(settings, service, said, keeps=True) as server:
        send(issue, django_capture_on_commit_callbacks)

    assert (issue.counts, issue.rests_until, issue.last_error) == (counts, None, "")
    assert (len(server.requests), server.connections) == (requests, 2)
    doubtful = Delivery.objects.doubtful().values_list("state", flat=True)
    assert list(doubtful) == [state for state in counts if state != State.SENT]


def test_a_service_that_ends_each_kept_connection_has_the_issue_rest(
    issue, subscribes, settings, django_capture_on_commit_callbacks, monkeypatch
):
    """Before half of the issue is in doubt."""
    monkeypatch.setattr(AT_ONCE, LONG)
    newsletters_are(settings, connections=1, doubt="hold")
    for number in range(20):
        subscribes(f"reader{number}@example.net")

    def said() -> bytes:
        if len(server.requests) % 2 == 0:
            raise ConnectionAbortedError
        return answer(TAKEN["postmark"][2].encode(), kind="application/json")

    with serving(settings, "postmark", said, keeps=True) as server:
        send(issue, django_capture_on_commit_callbacks)

    assert issue.counts == {State.SENT: 4, State.DOUBTFUL: 4, State.WAITING: 12}
    assert (issue.stage, issue.relay_faults) == (Stage.SENDING, 1)


def test_a_kept_connection_that_ends_after_a_while_has_the_issue_rest(
    issue, subscribes, settings, django_capture_on_commit_callbacks, monkeypatch
):
    """It was not idle: the service broke down over the request."""
    monkeypatch.setattr(AT_ONCE, 0.1)
    newsletters_are(settings, connections=1)
    for number in range(3):
        subscribes(f"reader{number}@example.net")

    def said() -> bytes:
        if len(server.requests) == 2:
            time.sleep(0.3)
            raise ConnectionAbortedError
        return answer(TAKEN["postmark"][2].encode(), kind="application/json")

    with serving(settings, "postmark", said, keeps=True) as server:
        send(issue, django_capture_on_commit_callbacks)

    assert (issue.counts, issue.relay_faults) == ({State.SENT: 1, State.WAITING: 2}, 1)


@pytest.mark.parametrize(
    ("service", "status", "body", "stage", "state", "why"),
    [
        ("postmark", "422 Unprocessable", INACTIVE, Stage.DONE, State.FAILED, ""),
        (
            "resend",
            "401 Unauthorized",
            '{"message":"API key is invalid"}',
            *(Stage.PAUSED, State.WAITING),
            "API key is invalid",
        ),
        (
            "resend",
            "429 Too Many",
            '{"message":"slow down"}',
            Stage.SENDING,
            State.WAITING,
            "slow down",
        ),
        ("resend", "503 Down", "down", Stage.SENDING, State.WAITING, "503 down"),
    ],
)
def test_what_a_service_refuses(
    issue,
    chi,
    settings,
    django_capture_on_commit_callbacks,
    service,
    status,
    body,
    stage,
    state,
    why,
):
    with serving(settings, service, lambda: refusal(status, body)):
        send(issue, django_capture_on_commit_callbacks)

    [row] = issue.deliveries.all()
    assert (issue.stage, row.state) == (stage, state)
    assert why in issue.last_error
    if state == State.WAITING:
        assert row.attempts == 0
    assert not Delivery.objects.doubtful().exists()


def test_of_an_inactive_address_the_desk_says_what_the_service_said(
    issue, chi, settings, django_capture_on_commit_callbacks
):
    """And no code of mail, which it did not say."""
    with serving(settings, "postmark", lambda: refusal("422 Unprocessable", INACTIVE)):
        send(issue, django_capture_on_commit_callbacks)
    editor, here = desk_of("Editor"), f"{LIST}{issue.pk}/"
    profile = UserProfile.get_for_user(User.objects.get(email="editor@paper.example"))

    for language, why in (
        ("en", "The mail service takes nothing for this address: "),
        ("es", "El servicio de correo no toma nada para esta dirección: "),
    ):
        profile.preferred_language = language
        profile.save()
        failed = words(tree(editor.get(here)).get_element_by_id("issue-failed"))
        assert f'{why}422 {{"ErrorCode":406,"Message":"You tried to send' in failed
        assert "inactive addresses: c…@example.net" in failed
        assert "550" not in failed
        assert "5.2.1" not in failed
    chi.refresh_from_db()
    row = Return.objects.get()
    assert (chi.state, row.kind) == ("suppressed", "hard")
    assert row.words.startswith('422 {"ErrorCode":406')


@pytest.mark.parametrize("named", ["Chi@München.example", "chi@xn--mnchen-3ya.example"])
def test_who_is_inactive_under_another_spelling_is_known_again(
    issue, subscribes, settings, django_capture_on_commit_callbacks, named
):
    settings.EMAIL_BACKEND = "rotativa.lib.mail_service.EmailBackend"
    subscribes("Chi@münchen.example")
    words = INACTIVE.replace("chi@example.net", named)

    with serving(settings, "postmark", lambda: refusal("422 Unprocessable", words)):
        send(issue, django_capture_on_commit_callbacks)
        with pytest.raises(OSError, match="marked as inactive"):
            send_mail("A code", "123456", None, ["chi@xn--mnchen-3ya.example"])

    assert issue.counts == {State.FAILED: 1}
    assert list(Return.objects.values_list("kind", flat=True)) == ["hard"]


def test_what_a_service_refuses_in_other_words_is_not_taken(
    issue, chi, settings, django_capture_on_commit_callbacks
):
    """As it did once, without naming anybody."""
    words = '{"ErrorCode":406,"Message":"Recipients that have all been marked as inactive."}'
    with serving(settings, "postmark", lambda: refusal("422 Unprocessable", words)):
        send(issue, django_capture_on_commit_callbacks)

    assert issue.counts == {State.WAITING: 1}
    [row] = issue.deliveries.all()
    assert row.reply.startswith('422 {"ErrorCode":406')


SENDER = '{"ErrorCode":412,"Message":"Your account is pending approval. 550 5.1.1 no such user"}'


def test_what_may_be_our_own_fault_gives_up_no_address(
    issue, chi, settings, django_capture_on_commit_callbacks
):
    """Of a list of one: it is tried again, and stops the issue once that is hopeless."""
    with serving(settings, "postmark", lambda: refusal("422 Unprocessable", SENDER)):
        send(issue, django_capture_on_commit_callbacks)
        assert (issue.stage, issue.counts) == (Stage.SENDING, {State.WAITING: 1})
        for _ in range(4):
            make_all_due()
            with django_capture_on_commit_callbacks(execute=True):
                tick()
        issue.refresh_from_db()
        assert (issue.stage, issue.counts) == (Stage.PAUSED, {State.WAITING: 1})
        assert issue.last_error.startswith('422 {"ErrorCode":412')

        resume_issue(issue, at=timezone.now())
        Delivery.objects.update(attempts=MOST_ATTEMPTS - 1)
        make_all_due()
        with django_capture_on_commit_callbacks(execute=True):
            tick()

    issue.refresh_from_db()
    assert (issue.stage, issue.counts) == (Stage.DONE, {State.FAILED: 1})
    chi.refresh_from_db()
    assert (chi.state, Return.objects.count()) == ("active", 0)


def test_a_service_that_is_not_there_leaves_no_doubt(
    issue, chi, settings, django_capture_on_commit_callbacks
):
    with LoopbackServer({}) as server:
        port = server.port
    uses(settings, "postmark", f"http://127.0.0.1:{port}/")

    send(issue, django_capture_on_commit_callbacks)

    assert (issue.stage, issue.counts) == (Stage.SENDING, {State.WAITING: 1})
    assert not Delivery.objects.doubtful().exists()


def test_why_nothing_is_heard_of_a_service_is_said_in_the_language_of_whoever_reads_it(
    issue, chi, settings, django_capture_on_commit_callbacks
):
    """Not in the site's main one, in which its threads ask."""
    with LoopbackServer({}) as server:
        port = server.port
    uses(settings, "postmark", f"http://127.0.0.1:{port}/")
    editor, here = desk_of("Editor"), f"{LIST}{issue.pk}/"
    profile = UserProfile.get_for_user(User.objects.get(email="editor@paper.example"))
    with django_capture_on_commit_callbacks(execute=True):
        editor.post(f"{here}trial/")
    send(issue, django_capture_on_commit_callbacks)

    for language, why in (
        ("en", "The mail service gave no answer: 127.0.0.1 cannot be reached."),
        ("es", "El servicio de correo no dio respuesta: No se puede llegar a 127.0.0.1."),
    ):
        profile.preferred_language = language
        profile.save()
        report = tree(editor.get(here))
        assert words(report).count(why) == 2
        assert why in words(part(report, "newsletter-trials"))


def test_a_single_mail_goes_the_same_way(settings, db):
    settings.EMAIL_BACKEND = "rotativa.lib.mail_service.EmailBackend"
    with serving(settings, "postmark") as server:
        assert send_mail("A code", "123456", None, ["chi@example.net"]) == 1
        assert told(server, "postmark")["TextBody"] == "123456"
    with (
        serving(settings, "postmark", lambda: refusal("422 Unprocessable", INACTIVE)),
        pytest.raises(OSError, match="marked as inactive"),
    ):
        send_mail("A code", "123456", None, ["chi@example.net"])
