"""A subscriber wants a newsletter no more, or none at all."""

from datetime import datetime

from django.db import transaction

from rotativa.newsletters.models import Deed, Newsletter, Step, Subscriber, Subscription
from rotativa.newsletters.models.subscriber import HERE, Standing


@transaction.atomic
def leave_newsletter(
    subscriber: Subscriber, newsletter: Newsletter, *, at: datetime, seen_from: str | None = None
) -> Subscriber:
    """Who leaves the last one has left, as has who was deleted meanwhile. A letter on its way is left out."""
    mine = Subscriber.objects.filter(pk=subscriber.pk)
    if mine.select_for_update().first() is None:  # of two at once one is the last
        return subscriber
    rows = Subscription.objects.filter(subscriber=subscriber)
    if rows.filter(newsletter=newsletter).delete()[0]:
        Step.objects.note(subscriber, Deed.LEFT, at=at, words=newsletter.slug, seen_from=seen_from)
    if not rows.exists():
        has_left(subscriber, at=at)
    subscriber.refresh_from_db()
    return subscriber


@transaction.atomic
def leave_all(subscriber: Subscriber, *, at: datetime, seen_from: str | None = None) -> Subscriber:
    if Subscriber.objects.select_for_update().filter(pk=subscriber.pk).first() is None:
        return subscriber
    rows = Subscription.objects.filter(subscriber=subscriber)
    slugs = list(rows.order_by("newsletter").values_list("newsletter__slug", flat=True))
    if slugs:
        rows.delete()
        Step.objects.note(subscriber, Deed.LEFT, at=at, words=", ".join(slugs), seen_from=seen_from)
    has_left(subscriber, at=at)
    subscriber.refresh_from_db()
    return subscriber


def has_left(subscriber: Subscriber, *, at: datetime) -> None:
    Subscriber.objects.filter(pk=subscriber.pk, state__in=HERE).update(
        state=Standing.LEFT,
        left_at=at,
        paused_until=None,
        links_since=at,
        counting_agreed_at=None,
    )
