"""What comes back of letters, and what it does to the addresses that they went to."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef

from rotativa.newsletters.actions.by_itself import by_itself
from rotativa.newsletters.actions.stop_issue import stop_by_itself
from rotativa.newsletters.actions.suppress import suppress_address
from rotativa.newsletters.actions.tell_editors import note_for_editors
from rotativa.newsletters.addresses import with_short_addresses
from rotativa.newsletters.models import Delivery, Issue, Return, Suppression
from rotativa.newsletters.models.issue import Stage
from rotativa.newsletters.models.returned import LONGEST_WORDS, Kind
from rotativa.newsletters.reasons import Why, as_heard
from rotativa.newsletters.returns.verdicts import verdict_of_kept
from rotativa.newsletters.senders.report import LATEST, is_large_share

MOST_SOFT = 5
"""Letters that came back within a month; after as many an address is given up."""
BELIEVED = timedelta(days=60)
"""After so long a return path that somebody has found does nothing any more."""
COUNTED = timedelta(days=7)
"""So long after an issue is done its refusals are counted, where the clock had not run; later they say nothing
of today."""
AT_ONCE = 1000


@transaction.atomic
def take_return(delivery: Delivery, kind: Kind, *, words: str, at: datetime) -> bool:
    """Whether it is news: what is told twice counts once. Words name the address, so that they are not kept
    of whoever is deleted."""
    words = words[:LONGEST_WORDS].replace("\0", "") if delivery.address else ""
    row, is_new = Return.objects.get_or_create(
        delivery=delivery,
        kind=kind,
        defaults={"words": words, "at": at},
    )
    if is_new and delivery.address and (why := reason_to_stop(row)):
        suppress_address(delivery.address, why=why, at=at)
    if is_new and kind != Kind.COMPLAINT:
        heed_share(delivery, words=words, at=at)
    return is_new


def heed_share(delivery: Delivery, *, words: str, at: datetime) -> None:
    """The relay took them, and whoever it handed them to refuses us, or the list is rotten: for a person to
    look at, as where the relay refuses as many itself."""
    issue = Issue.objects.heeding_returns().filter(pk=delivery.issue_id).first()
    if issue is None or not is_large_share_back(delivery):
        return
    if issue.stage == Stage.SENDING:
        stop_by_itself(issue, why=Why.COME_BACK.kept(words=with_short_addresses(words)), at=at)
    elif Issue.objects.heeding_returns().filter(pk=issue.pk).update(came_back_at=at):
        note_for_editors(issue=issue, at=at)


def is_large_share_back(delivery: Delivery) -> bool:
    """Of those that were sent right before it, as far as they have come back already."""
    came_back = Return.objects.filter(delivery=OuterRef("pk")).exclude(kind=Kind.COMPLAINT)
    latest = Delivery.objects.sent_before(delivery, number=LATEST)
    results = list(latest.values_list(Exists(came_back), flat=True))
    return is_large_share(results.count(True), of=len(results))


def reason_to_stop(row: Return) -> Suppression.Reason | None:
    if row.kind == Kind.COMPLAINT:
        return Suppression.Reason.COMPLAINED
    is_gone = row.kind == Kind.HARD
    if is_gone or Return.objects.soft_lately(row.delivery, at=row.at).count() >= MOST_SOFT:
        return Suppression.Reason.BOUNCED
    return None


def count_refusals(*, at: datetime) -> int:
    """What a relay refused came back before it left; that is certain once an issue is done. How many
    were looked at now."""
    issues = Issue.objects.done_since(at - COUNTED)
    refused = Delivery.objects.refused().filter(issue__in=issues)
    found = list(refused[:AT_ONCE])
    for delivery in found:
        with by_itself("The refusal of letter %s cannot be counted.", delivery.pk):
            kind, words = verdict_of_kept(delivery.answer), as_heard(delivery.reply)
            take_return(delivery, kind, words=words, at=at)
    return len(found)
