"""News that newsletters listen to."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.dispatch import receiver

from rotativa.lib.clock import minute
from rotativa.newsletters.actions import finish_issues, recover_deliveries
from rotativa.newsletters.models import Issue
from rotativa.newsletters.tasks import wake


@receiver(minute)
def minute_passed(at: datetime, **_kwargs: Any) -> None:
    recover_deliveries(at=at, is_held=settings.NEWSLETTERS.doubt == "hold")
    finish_issues(at=at)
    wake(Issue.objects.awake(at))
