"""Mail by the API of a service that the keeper of the site has named, through the guarded door.

`django-anymail` knows what each service wants to be told and what it says; its requests are carried by
`rotativa.lib.http`, which looks names up once, keeps to limits, and reads nothing from the environment.
"""

import io
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import httpcore
import requests  # noqa: TID251  # its adapter is ours: it opens no connection
from anymail.backends.base_requests import AnymailRequestsBackend
from anymail.exceptions import (
    AnymailAPIError,
    AnymailError,
    AnymailRecipientsRefused,
    AnymailRequestsAPIError,
)
from anymail.message import AnymailStatus
from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from requests.adapters import BaseAdapter  # noqa: TID251  # as above
from requests.structures import CaseInsensitiveDict  # noqa: TID251  # as above

from rotativa.lib import http
from rotativa.lib.config_mail import MailConfig
from rotativa.lib.http import (
    PUBLIC,
    FetchError,
    KeptLine,
    Limits,
    LineClosed,
    Reach,
    Refused,
    Unreachable,
)

LIMITS = Limits(max_bytes=2**20, total_seconds=40, idle_seconds=30)
OURS = frozenset(
    {"host", "user-agent", "accept", "accept-encoding", "connection", "content-length"}
)
"""Headers that the door writes."""
KEYS = {"brevo": "api_key", "mailgun": "api_key", "postmark": "server_token", "resend": "api_key"}
NOT_TRACKED = {"track_opens": False, "track_clicks": False}
ASKABLE = frozenset({"mailgun", "postmark"})
"""Those that can be told by letter not to count who opens it and clicks; others are by their account."""
TAKEN, REFUSED = frozenset({"sent", "queued"}), frozenset({"invalid", "rejected"})
"""As Anymail calls what became of a mail."""
LONGEST_WORDS = 300


@dataclass(frozen=True, slots=True)
class Said:
    """What a service said to one mail."""

    status: int
    """Of HTTP; 0 where nothing was heard."""
    words: str
    is_refused: bool = False
    """The address, of which the service has its own opinion."""
    may_have_it: bool = False
    """Nothing was heard, or that something broke there: it may have taken the mail all the same."""
    was_line_closed: bool = False
    """Nothing was heard since a kept connection had come to its end: another is as good as ever."""
    fault: FetchError | None = None
    """Why nothing was heard, for whoever is to say it in another language than that of the moment."""


class NeverSent(requests.ConnectionError):
    """The service was not reached."""


class KeptLineClosed(requests.ConnectionError):
    """By the service, instead of an answer."""


class Door(BaseAdapter):
    """Carries what `requests` would send, over one connection as long as it is open."""

    def __init__(self, reach: Reach) -> None:
        super().__init__()
        self.reach = reach
        self.line = KeptLine()

    def send(
        self,
        request: requests.PreparedRequest,
        *_bounds: Any,  # time and trust are the door's
        **_more: Any,
    ) -> requests.Response:
        told = {str(name): text_of(value) for name, value in request.headers.items()}
        try:
            answer = http.post(
                str(request.url),
                text_of(request.body or "").encode(),
                headers={name: value for name, value in told.items() if name.lower() not in OURS},
                limits=LIMITS,
                reach=self.reach,
                over=self.line,
            )
        except FetchError as error:
            raise kind_of(error)(str(error), request=request) from error
        response = requests.Response()
        response.status_code = answer.status
        response.headers = CaseInsensitiveDict(answer.headers)
        response.headers.pop("content-encoding", None)  # it is unpacked
        response.raw = io.BytesIO(answer.body)
        response.url, response.request = answer.url, request
        response.encoding = "utf-8"
        return response

    def close(self) -> None:
        self.line.close()


def text_of(value: Any) -> str:
    return value.decode() if isinstance(value, bytes) else str(value)


def kind_of(error: FetchError) -> type[requests.ConnectionError]:
    if isinstance(error, LineClosed):
        return KeptLineClosed
    return NeverSent if was_never_sent(error) else requests.ConnectionError


def was_never_sent(error: FetchError) -> bool:
    cause = error.__cause__
    if isinstance(error, Refused) or isinstance(
        cause, httpcore.ConnectError | httpcore.ConnectTimeout
    ):
        return True
    return isinstance(error, Unreachable) and not isinstance(cause, httpcore.NetworkError)


class Guarded(AnymailRequestsBackend):
    """What all services have in common with us."""

    reach: Reach = PUBLIC

    def create_session(self) -> requests.Session:
        session = super().create_session()
        session.trust_env = False  # no proxies, no passwords of the account it runs under
        session.adapters.clear()
        session.mount("https://", Door(self.reach))
        session.mount("http://", Door(self.reach))
        return session

    def post_to_esp(self, payload: Any, message: EmailMessage) -> requests.Response:
        key = getattr(message, "idempotency_key", "")
        if key and self.esp_name == "Resend":
            payload.headers["Idempotency-Key"] = key
        elif key and self.esp_name == "Brevo":
            payload.data["headers"]["idempotencyKey"] = key
        return super().post_to_esp(payload, message)

    def raise_for_recipient_status(
        self,
        anymail_status: AnymailStatus,
        response: requests.Response,
        payload: Any,
        message: EmailMessage,
    ) -> None:
        """A mail goes to one person: they are meant, whatever spelling of their address the service names.

        Anymail takes Postmark's 406 for that of somebody else then, and for nobody's where it names none.
        """
        statuses = anymail_status.status or set()
        if statuses & TAKEN:
            return
        kind = AnymailRecipientsRefused if statuses & REFUSED else AnymailRequestsAPIError
        raise kind(email_message=message, payload=payload, response=response, backend=self)


class EmailBackend(BaseEmailBackend):
    """One mail to one person, by the same service."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Raises `OSError`, as Django's own for SMTP does."""
        try:
            return int(backend_of(settings.MAIL).send_messages(email_messages))
        except AnymailError as error:
            raise OSError(in_short(error)) from error


def backend_of(mail: MailConfig) -> Guarded:
    service = import_module(f"anymail.backends.{mail.service}").EmailBackend
    reach = http.reach_of(mail.endpoint) if mail.endpoint else PUBLIC
    kind = type("Backend", (Guarded, service), {"reach": reach})
    told = {KEYS[mail.service]: mail.key.get_secret_value()}
    if mail.endpoint:
        told["api_url"] = mail.endpoint
    if mail.service == "mailgun" and mail.domain:
        told["sender_domain"] = mail.domain
    backend: Guarded = kind(**told)
    if mail.service in ASKABLE:
        backend.send_defaults = {**backend.send_defaults, **NOT_TRACKED}
    return backend


class Batch:
    """Letters one after another, by several threads: each keeps its connection until all is done."""

    def __init__(self, mail: MailConfig) -> None:
        self.mail = mail
        self.own = threading.local()
        self.opened: list[Guarded] = []

    def hand_over(self, message: EmailMessage) -> Said:
        backend: Guarded | None = getattr(self.own, "backend", None)
        if backend is None:
            self.own.backend = backend = backend_of(self.mail)
            backend.open()
            self.opened.append(backend)
        return hand_over(message, backend)

    def close(self) -> None:
        for backend in self.opened:
            backend.close()


def hand_over(message: EmailMessage, backend: Guarded) -> Said:
    """One attempt. What the service does with it later, it tells by its events."""
    try:
        backend.send_messages([message])
    except AnymailRecipientsRefused as error:
        status = 0 if error.response is None else error.response.status_code
        return Said(status, in_short(error), is_refused=True)
    except AnymailAPIError as error:
        status = error.status_code or 0
        is_unheard = not status and not isinstance(error, NeverSent)
        may_have_it = is_unheard or 200 <= status < 300 or status >= 500
        was_closed = isinstance(error, KeptLineClosed)
        return Said(
            status,
            in_short(error),
            may_have_it=may_have_it,
            was_line_closed=was_closed,
            fault=fault_of(error),
        )
    except AnymailError as error:  # what it holds cannot be said to this service
        return Said(400, in_short(error))
    return Said(200, "taken")


def fault_of(error: AnymailError) -> FetchError | None:
    of_requests = error.__cause__
    cause = of_requests.__cause__ if of_requests else None
    return cause if isinstance(cause, FetchError) else None


def in_short(error: AnymailError) -> str:
    """What the service said, or else why nothing was heard."""
    response = error.response
    words = str(error.__cause__ or error) if response is None else response.text
    return " ".join(words.split())[:LONGEST_WORDS]
