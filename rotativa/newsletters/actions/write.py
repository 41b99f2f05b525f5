"""The mail that a subscriber is to get about the subscription itself."""

import logging
import time
from datetime import datetime, timedelta

from django.utils import translation

from rotativa.newsletters import mails
from rotativa.newsletters.models import Subscriber
from rotativa.newsletters.models.subscriber import DueMail
from rotativa.newsletters.wanted import wanted_by
from rotativa.readers.mails import send

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=10)
FIRST_REST = timedelta(minutes=5)
MAILS = {DueMail.CONFIRM: mails.confirm, DueMail.LINK: mails.link}


def write_due_mail(subscriber: Subscriber, *, at: datetime) -> bool:
    """Whether it was sent. What cannot be is tried again, each time after twice as long, for a day."""
    due = DueMail(subscriber.mail_due)
    mine = Subscriber.objects.filter(pk=subscriber.pk, mail_due=due)
    if not mine.to_write_to(at).update(mail_due_at=at + LEASE):
        return False
    asked_at = subscriber.mail_asked_at or at
    began = time.monotonic()
    wanted = wanted_by(subscriber) if due == DueMail.CONFIRM else subscriber
    try:
        with translation.override(wanted.language):
            send(MAILS[due](subscriber), to=subscriber.address, is_tried_again=True)
    except OSError:
        logger.warning("A mail to a subscriber could not be sent", exc_info=True)
        took = timedelta(seconds=time.monotonic() - began)
        mine.update(mail_due_at=at + took + max(FIRST_REST, at - asked_at))
        return False
    mine.update(mail_due=DueMail.NONE, mail_due_at=None)
    return True
