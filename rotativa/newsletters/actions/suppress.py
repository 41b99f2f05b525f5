"""No mail to an address any more, also after its row is gone."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, F, OuterRef, QuerySet
from django.db.models.functions import Coalesce

from rotativa.newsletters.addresses import digest_of
from rotativa.newsletters.models import Deed, Step, Subscriber, Subscription, Suppression
from rotativa.newsletters.models.subscriber import DueMail, Standing

AT_ONCE = 500


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
    is_graver = (
        why.is_graver_than(row.reason)
        and Suppression.objects.less_grave_than(why).filter(pk=row.pk).update(reason=why) == 1
    )
    if is_graver:
        row.reason = why
    if found is None:
        return row
    others = Subscriber.objects.filter(pk=found.pk).exclude(state=Standing.SUPPRESSED)
    is_first = others.update(
        state=Standing.SUPPRESSED,
        state_before=F("state"),
        mail_due=DueMail.NONE,
        mail_due_at=None,
    )
    if is_graver or is_first:
        Step.objects.note(found, Deed.SUPPRESSED, at=at, words=row.reason)
    return row


@transaction.atomic
def lift_suppressions(rows: QuerySet[Suppression], *, at: datetime) -> int:
    """Whose mail came back stands as before, with the newsletters of then. Who wanted none may ask again from
    now on; until then they get nothing. How many were lifted."""
    found = list(rows.select_for_update().order_by("pk"))
    for first in range(0, len(found), AT_ONCE):
        lift(found[first : first + AT_ONCE], at=at)
    return len(found)


def lift(rows: Sequence[Suppression], *, at: datetime) -> None:
    passes = {row.digest for row in rows if row.has_bounced}
    subscribed = Exists(Subscription.objects.filter(subscriber=OuterRef("pk")))
    there = Subscriber.objects.filter(
        digest__in=[row.digest for row in rows], state=Standing.SUPPRESSED
    )
    stands: dict[str, list[int]] = {}
    for number, digest, before, is_subscribed in there.order_by("pk").values_list(
        "pk", "digest", "state_before", subscribed
    ):
        state = before if digest in passes and is_subscribed else ""
        stands.setdefault(state or Standing.LEFT, []).append(number)
    for state, numbers in stands.items():
        left = {"left_at": Coalesce("left_at", at)} if state == Standing.LEFT else {}
        Subscriber.objects.filter(pk__in=numbers).update(state=state, state_before="", **left)
    Suppression.objects.filter(pk__in=[row.pk for row in rows]).delete()
    Step.objects.bulk_create(
        Step(subscriber_id=number, deed=Deed.LIFTED, at=at)
        for numbers in stands.values()
        for number in numbers
    )
