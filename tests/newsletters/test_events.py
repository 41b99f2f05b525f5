"""What services tell of letters once they have taken them."""

import base64
import hmac
import json
import time
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pydantic import SecretStr

from rotativa.newsletters.marks import bounce_tag
from rotativa.newsletters.models import Delivery, Issue, Return, Subscriber
from rotativa.newsletters.models.issue import Stage
from tests.newsletters.conftest import Subscribes
from tests.newsletters.test_service import uses

BASIC = "paper:secret"
SIGNING = "key-of-signing"
SVIX = base64.b64encode(b"a key of resend's").decode()


def tells(client: Client, body: Any, **headers: str) -> int:
    response = client.post(
        "/-/mail/events/", json.dumps(body), content_type="application/json", headers=headers
    )
    return response.status_code


def basic(words: str = BASIC) -> dict[str, str]:
    return {"Authorization": f"Basic {base64.b64encode(words.encode()).decode()}"}


def by_mailgun(data: dict[str, Any], *, key: str = SIGNING) -> dict[str, Any]:
    moment, token = str(int(time.time())), "50-signs"
    digest = hmac.digest(key.encode(), f"{moment}{token}".encode(), "sha256").hex()
    signature = {"timestamp": moment, "token": token, "signature": digest}
    return {"signature": signature, "event-data": data}


def by_resend(body: Any, *, key: str = SVIX, late: int = 0) -> dict[str, str]:
    moment = str(int(time.time()) - late)
    signed = f"msg_1.{moment}.{json.dumps(body)}".encode()
    digest = base64.b64encode(hmac.digest(base64.b64decode(key), signed, "sha256")).decode()
    return {"svix-id": "msg_1", "svix-timestamp": moment, "svix-signature": f"v1,odd v1,{digest}"}


@pytest.fixture
def delivery(issue: Issue, subscribes: Subscribes) -> Delivery:
    now, chi = timezone.now(), subscribes("chi@example.net")
    Issue.objects.filter(pk=issue.pk).update(stage=Stage.DONE, frozen_at=now, done_at=now)
    return Delivery.objects.create(
        issue=issue, subscriber=chi, address=chi.address, domain="example.net", due_at=now
    )


def test_news_of_each_service_are_taken(delivery, settings, client):
    tag = {"letter": bounce_tag(delivery.pk)}
    smtp = "smtp;550 5.2.2 over quota"
    brevo = {"email": "chi@example.net", "X-Mailin-custom": json.dumps(tag), "ts_epoch": 1}
    postmark = {"RecordType": "Bounce", "Email": "chi@example.net", "Metadata": tag}
    variables = {"user-variables": tag, "recipient": "chi@example.net", "timestamp": 1.5}
    failed = {"event": "failed", "severity": "permanent", **variables}
    headers = [{"name": "X-Metadata", "value": json.dumps(tag)}]
    resend: dict[str, Any] = {
        "created_at": "2026-11-26T07:00:00Z",
        "data": {"to": [], "headers": headers},
    }
    gone = {"message": "a hard bounce message", "type": "Permanent"}
    hard = {**resend, "type": "email.bounced", "data": {**resend["data"], "bounce": gone}}
    of_service: list[tuple[str, str, dict[str, Any], str]] = [
        ("brevo", BASIC, {**brevo, "event": "hard_bounce", "reason": "550 5.1.1 unknown"}, "hard"),
        ("brevo", BASIC, {**brevo, "event": "soft_bounce", "reason": smtp}, "soft"),
        ("brevo", BASIC, {**brevo, "event": "spam"}, "complaint"),
        ("brevo", BASIC, {**brevo, "event": "delivered"}, ""),
        ("brevo", BASIC, {**brevo, "event": "unsubscribe"}, "left"),
        ("postmark", BASIC, {**postmark, "Type": "HardBounce"}, "hard"),
        ("postmark", BASIC, {**postmark, "Type": "SoftBounce", "Details": smtp}, "soft"),
        ("postmark", BASIC, {**postmark, "Type": "Blocked"}, "sender"),
        ("postmark", BASIC, {**postmark, "Type": "SMTPApiError"}, "sender"),
        ("postmark", BASIC, {**postmark, "Type": "AutoResponder"}, ""),
        ("postmark", BASIC, {**postmark, "RecordType": "SpamComplaint"}, "complaint"),
        ("mailgun", SIGNING, {**failed, "delivery-status": {"message": "5.1.1 none"}}, "hard"),
        ("mailgun", SIGNING, {**failed, "severity": "temporary"}, ""),
        ("mailgun", SIGNING, {**variables, "event": "complained"}, "complaint"),
        ("mailgun", SIGNING, {**variables, "event": "unsubscribed"}, "left"),
        ("resend", f"whsec_{SVIX}", hard, "hard"),
        ("resend", f"whsec_{SVIX}", {**resend, "type": "email.complained"}, "complaint"),
        ("resend", f"whsec_{SVIX}", {**resend, "type": "email.delivered"}, ""),
    ]
    chi = delivery.subscriber
    for service, secret, body, comes in of_service:
        Return.objects.all().delete()
        Subscriber.objects.update(state="active")
        uses(settings, service, events_secret=SecretStr(secret))
        sent = by_mailgun(body) if service == "mailgun" else body
        proof = by_resend(body) if service == "resend" else basic()

        assert [tells(client, sent, **proof) for _ in range(2)] == [200, 200], body

        kinds = list(Return.objects.values_list("kind", flat=True))
        chi.refresh_from_db()
        states = {"hard": "suppressed", "complaint": "suppressed", "left": "left"}
        assert chi.state == states.get(comes, "active"), body
        assert kinds == ([comes] if comes not in {"", "left"} else []), body
        if comes == "left":
            chi.subscription_set.create(newsletter=delivery.issue.newsletter, since=timezone.now())


def test_news_without_proof_do_nothing(delivery, settings, client):
    tag = {"letter": bounce_tag(delivery.pk)}
    forged = {"letter": f"{delivery.pk}-{'0' * 24}"}
    bounce = {"RecordType": "Bounce", "Type": "HardBounce", "Metadata": tag}
    complained = {"event": "complained", "user-variables": tag, "timestamp": 1.5}
    resend = {"type": "email.complained", "data": {"headers": []}}
    assert tells(client, bounce, **basic()) == 404  # no service is used

    uses(settings, "postmark", events_secret=SecretStr(BASIC))
    assert client.head("/-/mail/events/").status_code == 200
    assert client.get("/-/mail/events/").status_code == 405
    assert tells(client, bounce) == tells(client, bounce, **basic("paper:guess")) == 403
    assert tells(client, {**bounce, "Metadata": forged}, **basic()) == 200
    assert tells(client, [1], **basic()) == 403
    assert tells(client, {"Metadata": 1}, **basic()) in {200, 403}
    large = client.post("/-/mail/events/", b"x" * 3_000_000, content_type="application/json")
    assert large.status_code in {400, 403}

    uses(settings, "mailgun", events_secret=SecretStr(SIGNING))
    assert tells(client, by_mailgun(complained, key="guess")) == tells(client, complained) == 403
    deep = client.post("/-/mail/events/", b"[" * 100_000, content_type="application/json")
    assert deep.status_code == 403

    uses(settings, "resend", events_secret=SecretStr(f"whsec_{SVIX}"))
    other = base64.b64encode(b"another key").decode()
    assert tells(client, resend, **by_resend(resend, key=other)) == tells(client, resend) == 403
    assert tells(client, resend, **by_resend(resend, late=400)) == 403
    assert tells(client, resend, **by_resend(resend) | {"svix-timestamp": "9" * 400}) == 403
    uses(settings, "resend", events_secret=SecretStr(""))
    assert tells(client, resend, **by_resend(resend)) == 404

    assert not Return.objects.exists()
