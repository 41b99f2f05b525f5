"""No mail to an address any more, also after its row is gone."""

from datetime import datetime

from django.db import transaction

from rotativa.newsletters.addresses import digest_of
from rotativa.newsletters.models import Deed, Step, Subscriber, Suppression
from rotativa.newsletters.models.subscriber import DueMail, Standing


@transaction.atomic
def suppress_address(address: str, *, why: Suppression.Reason, at: datetime) -> Suppression:
    """What is on its way to it already is left out when its turn comes, and no mail is due any more.

    Known by the same digest as its subscriber, by whichever key: by it one is found when it is lifted.
    """
    found = Subscriber.objects.at(address)
    row = Suppression.objects.of(address).first()
    if row is None:
        row, _is_new = Suppression.objects.get_or_create(
            digest=found.digest if found else digest_of(address),
            defaults={"reason": why, "since": at},
        )
    if found is not None and found.state != Standing.SUPPRESSED:
        Subscriber.objects.filter(pk=found.pk).update(
            state=Standing.SUPPRESSED, mail_due=DueMail.NONE, mail_due_at=None
        )
        Step.objects.note(found, Deed.SUPPRESSED, at=at, words=row.reason)
    return row


@transaction.atomic
def lift_suppression(suppression: Suppression, *, at: datetime) -> None:
    """It may ask again from now on; until it does, it gets nothing."""
    suppression.delete()
    found = Subscriber.objects.filter(digest=suppression.digest, state=Standing.SUPPRESSED).first()
    if found is not None:
        Subscriber.objects.filter(pk=found.pk).update(state=Standing.LEFT, left_at=at)
        Step.objects.note(found, Deed.LIFTED, at=at)
