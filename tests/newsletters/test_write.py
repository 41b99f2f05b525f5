"""Mails about a subscription, to a mail server that takes its time."""

import time
from datetime import timedelta

from django.utils import timezone
from pytest_django import Settings

from rotativa.lib.clock import minute
from rotativa.newsletters.models import Subscriber
from rotativa.newsletters.models.subscriber import DueMail
from tests.newsletters.conftest import Subscribes
from tests.relays import ADDRESS, Accepted, LoopbackRelay, Manners


def test_a_mail_that_a_relay_looks_through_for_long_is_sent_once(
    subscribes: Subscribes, settings: Settings
) -> None:
    def looked_through(_message: Accepted) -> str:
        time.sleep(2.5)
        return "250 queued"

    subscribes("chi@example.net")
    settings.EMAIL_BACKEND = "rotativa.lib.mail_relay.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_TIMEOUT = ADDRESS, 1
    settings.EMAIL_USE_TLS = False
    with LoopbackRelay(Manners(to_message=looked_through)) as relay:
        settings.EMAIL_PORT = relay.port
        now = timezone.now()
        Subscriber.objects.update(mail_due=DueMail.LINK, mail_asked_at=now, mail_due_at=now)
        minute.send(sender=None, at=now)
        minute.send(sender=None, at=timezone.now() + timedelta(hours=1))

    assert relay.recipients == ["chi@example.net"]
    assert Subscriber.objects.get().mail_due == DueMail.NONE
