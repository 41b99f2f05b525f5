"""A subscriber lets us count the clicks in their letters, or no longer."""

from datetime import datetime

from django.db import transaction

from rotativa.newsletters.models import Deed, Step, Subscriber


@transaction.atomic
def let_count(
    subscriber: Subscriber, *, agrees: bool, words: str, seen_from: str | None, at: datetime
) -> bool:
    """Whether that is news. The words that stood beside the box are kept as the proof."""
    rows = Subscriber.objects.here().filter(pk=subscriber.pk, counting_agreed_at__isnull=agrees)
    if not rows.update(counting_agreed_at=at if agrees else None):
        return False
    deed = Deed.AGREED if agrees else Deed.WITHDREW
    Step.objects.note(subscriber, deed, at=at, words=words, seen_from=seen_from)
    return True
