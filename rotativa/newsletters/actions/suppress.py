"""No mail to an address any more, also after its row is gone."""

from datetime import datetime

from django.db import transaction

from rotativa.newsletters.addresses import digest_of
from rotativa.newsletters.models import Subscriber, Suppression
from rotativa.newsletters.models.subscriber import Standing


@transaction.atomic
def suppress_address(address: str, *, why: Suppression.Reason, at: datetime) -> Suppression:
    """What is on its way to it already is left out when its turn comes."""
    digest = digest_of(address)
    row, _is_new = Suppression.objects.get_or_create(
        digest=digest, defaults={"reason": why, "since": at}
    )
    Subscriber.objects.filter(digest=digest).update(state=Standing.SUPPRESSED)
    return row
