"""The way out that the site's settings name."""

from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from functools import partial
from typing import Any

from django.conf import settings

from rotativa.lib.relay import Relay, open_line, own_name
from rotativa.newsletters.letters import Book, Mail
from rotativa.newsletters.senders.folder.sender import put_in_folder
from rotativa.newsletters.senders.report import Bounds, Report
from rotativa.newsletters.senders.smtp.sender import send

NEVER = timedelta(0)
KNOWN_FOR = {"brevo": timedelta(minutes=10), "resend": timedelta(hours=23)}
"""Services that know a letter again by its key: for a quarter of an hour and for a day, as they say."""

Way = Callable[[Book, Mail, Bounds], Report]


def way_out() -> Way:
    if settings.MAIL.how == "file":
        return partial(put_in_folder, settings.EMAIL_FILE_PATH)
    if settings.MAIL.how == "service":
        return by_service()
    return partial(send, partial(open_line, relay()))


def by_service() -> Way:
    from rotativa.lib import mail_service  # noqa: PLC0415  # needs packages that few sites have
    from rotativa.newsletters.senders.service.sender import send_by_service  # noqa: PLC0415  # as above

    def way(book: Book, mail: Mail, bounds: Bounds) -> Report:
        knows_again = bool(known_for())
        with closing(mail_service.Batch(settings.MAIL)) as batch:
            return send_by_service(batch.hand_over, book, mail, bounds, knows_again=knows_again)

    return way


def known_for() -> timedelta:
    """So long a letter may be handed over again, and is sent once."""
    mail = settings.MAIL
    return KNOWN_FOR.get(mail.service, NEVER) if mail.how == "service" else NEVER


def relay() -> Relay:
    mail = settings.MAIL
    return Relay(
        host=mail.host,
        port=mail.port,
        security=mail.security,
        user=mail.user,
        password=mail.password.get_secret_value(),
        name=own_name(),
    )


def bounds(*, seconds: float, **more: Any) -> Bounds:
    chosen = settings.NEWSLETTERS
    is_held = chosen.doubt == "hold"
    return Bounds(chosen.connections, seconds=seconds, is_held=is_held, **more)
