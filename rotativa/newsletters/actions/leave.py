"""A subscriber wants a newsletter no more."""

from datetime import datetime

from django.db import transaction

from rotativa.newsletters.models import Newsletter, Subscriber, Subscription
from rotativa.newsletters.models.subscriber import Standing


@transaction.atomic
def leave_newsletter(subscriber: Subscriber, newsletter: Newsletter, *, at: datetime) -> Subscriber:
    """Who leaves the last one has left. A letter that is on its way already is left out."""
    Subscription.objects.filter(subscriber=subscriber, newsletter=newsletter).delete()
    here = (Standing.ACTIVE, Standing.PAUSED)
    if not Subscription.objects.filter(subscriber=subscriber).exists():
        Subscriber.objects.filter(pk=subscriber.pk, state__in=here).update(
            state=Standing.LEFT, left_at=at
        )
    subscriber.refresh_from_db()
    return subscriber
