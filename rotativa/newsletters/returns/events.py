"""What a service tells of letters, read by `django-anymail`; believed if it proves where it is from."""

import base64
import binascii
import hmac
import time
from collections.abc import Iterator
from importlib import import_module
from typing import Any

from anymail.exceptions import AnymailConfigurationError, AnymailWebhookValidationFailure
from anymail.signals import AnymailTrackingEvent, EventType, RejectReason
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare

from rotativa.newsletters.marks import delivery_of
from rotativa.newsletters.models.returned import Kind
from rotativa.newsletters.returns.verdicts import verdict

OLDEST_SECONDS = 300
HARD = frozenset({"HardBounce", "BadEmailAddress", "hard_bounce", "invalid_email", "Permanent"})
"""What services call a mailbox that is gone."""
REJECTED = {
    RejectReason.BOUNCED: Kind.HARD,
    RejectReason.INVALID: Kind.HARD,
    RejectReason.SPAM: Kind.COMPLAINT,
    RejectReason.BLOCKED: Kind.SENDER,
}


class NotOurs(Exception):
    """It does not prove that it is from the service, or cannot be read."""


News = tuple[int, Kind | None, str]
"""Of which delivery; what came back, or None where its reader wants no more; the words."""


def news_in(request: HttpRequest, *, service: str, secret: str) -> list[News]:
    """Raises `NotOurs`."""
    try:
        return list(news_of(events_in(request, service=service, secret=secret)))
    except (AnymailWebhookValidationFailure, AnymailConfigurationError) as error:
        raise NotOurs(str(error)) from error
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise NotOurs(f"{type(error).__name__}: {error}") from error


def events_in(request: HttpRequest, *, service: str, secret: str) -> list[AnymailTrackingEvent]:
    module = import_module(f"anymail.webhooks.{service}")
    view: Any = getattr(module, f"{service.capitalize()}TrackingWebhookView")
    match service:
        case "mailgun":
            reader = view(webhook_signing_key=secret)
        case "resend":
            check_svix(request, secret=secret)
            # anymail's own check is not asked for; it only wants a secret to be there.
            return list(view(webhook_secret=secret).parse_events(request))
        case _:
            reader = view(webhook_secret=secret)
    reader.run_validators(request)
    return list(reader.parse_events(request))


def check_svix(request: HttpRequest, *, secret: str) -> None:
    """As Resend signs, without the package that others use for it."""
    name, moment = (request.headers.get(f"svix-{each}", "") for each in ("id", "timestamp"))
    try:
        key = base64.b64decode(secret.removeprefix("whsec_"), validate=True)
        is_fresh = abs(time.time() - int(moment)) <= OLDEST_SECONDS
    except (binascii.Error, ValueError, OverflowError) as error:
        raise NotOurs("It carries no signature.") from error
    digest = hmac.digest(key, f"{name}.{moment}.".encode() + request.body, "sha256")
    right = f"v1,{base64.b64encode(digest).decode()}"
    given = request.headers.get("svix-signature", "").split()[:10]
    if not is_fresh or not any(constant_time_compare(each, right) for each in given):
        raise NotOurs("Its signature is another's.")


def news_of(events: list[AnymailTrackingEvent]) -> Iterator[News]:
    """Of letters that carry our own mark."""
    for event in events:
        metadata = event.metadata if isinstance(event.metadata, dict) else {}
        delivery_id = delivery_of(str(metadata.get("letter", "")))
        if delivery_id is None:
            continue
        words = " ".join(str(event.mta_response or event.description or "").split())
        if is_leaving(event):
            yield delivery_id, None, words
        elif kind := kind_of(event, words):
            yield delivery_id, kind, words


def is_leaving(event: AnymailTrackingEvent) -> bool:
    is_rejected = event.event_type == EventType.REJECTED
    has_left = is_rejected and event.reject_reason == RejectReason.UNSUBSCRIBED
    return has_left or event.event_type == EventType.UNSUBSCRIBED


def kind_of(event: AnymailTrackingEvent, words: str) -> Kind | None:
    match event.event_type:
        case EventType.COMPLAINED:
            return Kind.COMPLAINT
        case EventType.BOUNCED:
            return Kind.HARD if is_hard(event) else verdict(words)
        case EventType.REJECTED:
            return REJECTED.get(event.reject_reason, Kind.SOFT)
        case EventType.FAILED:  # to be written, or to be handed on
            return Kind.SENDER
    return None


def is_hard(event: AnymailTrackingEvent) -> bool:
    """By the word that the service has for it."""
    raw: Any = event.esp_event
    bounce = (raw.get("data") or {}).get("bounce") or {} if "data" in raw else {}
    return bool({raw.get("Type"), raw.get("event"), bounce.get("type")} & HARD)
