"""News that newsletters listen to."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.dispatch import receiver

from rotativa.lib.clock import minute
from rotativa.newsletters.actions import count_refusals, finish_issues, recover_deliveries
from rotativa.newsletters.models import Issue
from rotativa.newsletters.tasks import read_mailbox, wake

MAILBOX_MINUTES = 5


@receiver(minute)
def minute_passed(at: datetime, **_kwargs: Any) -> None:
    recover_deliveries(at=at, is_held=settings.NEWSLETTERS.doubt == "hold")
    finish_issues(at=at)
    count_refusals(at=at)
    wake(Issue.objects.awake(at))
    if settings.NEWSLETTERS.imap_host and at.minute % MAILBOX_MINUTES == 0:
        read_mailbox.enqueue()
