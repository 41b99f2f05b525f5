"""The loop with a real mail server: it takes an issue, sends back what it cannot deliver, and the next day
nobody writes there any more."""

from email import message_from_bytes, policy

from rotativa.newsletters import door
from rotativa.newsletters.models import Issue, Return
from rotativa.newsletters.models.delivery import State
from rotativa.newsletters.models.issue import Stage
from tests.newsletters.conftest import newsletters_are, sends_by
from tests.newsletters.doors import open_door
from tests.newsletters.postfix import running_postfix, until
from tests.newsletters.test_deliver import send

BOX = "bounces@paper.example"


def test_what_a_mail_server_sends_back_is_not_written_to_again(
    issue, subscribes, settings, django_capture_on_commit_callbacks
):
    for name in ("ada", "bo", "gone", "full"):
        subscribes(f"{name}@example.net")
    newsletters_are(settings, bounces=BOX, returns_port=2424, connections=2)
    with open_door() as (port, handed):
        transports = {
            "paper.example": f"lmtp:inet:127.0.0.1:{port}",
            "full@example.net": "error:5.2.2 the mailbox is full",
        }
        with running_postfix(boxes=("ada", "bo"), transports=transports) as server:
            sends_by(server, settings)
            send(issue, django_capture_on_commit_callbacks)
            assert (issue.stage, issue.counts) == (Stage.DONE, {State.SENT: 4})
            until(lambda: len(handed) == 2, server=server)
            for raw, recipient in handed:
                assert door.take(raw, recipient)

            told = Return.objects.order_by("kind").values_list("delivery__address", "kind", "words")
            assert list(told) == [
                ("gone@example.net", "hard", 'unknown user: "gone@example.net"'),
                ("full@example.net", "soft", "the mailbox is full"),
            ]

            tomorrow = Issue.objects.create(
                newsletter=issue.newsletter,
                language="es",
                period="2026-11-27",
                subject=issue.subject,
                html=issue.html,
                text=issue.text,
            )
            send(tomorrow, django_capture_on_commit_callbacks)
            assert (tomorrow.stage, tomorrow.counts) == (Stage.DONE, {State.SENT: 3})
            until(lambda: len(handed) == 3, server=server)
            until(lambda: len(server.mails("ada")) == 2, server=server)
            letters = [
                message_from_bytes(raw, policy=policy.default) for raw in server.mails("ada")
            ]
            assert server.log.count("to=<gone@example.net>") == 1

    assert [each["Delivered-To"] for each in letters] == ["ada@example.net"] * 2
    assert len({each["Message-ID"] for each in letters}) == 2
