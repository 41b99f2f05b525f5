"""The numbers beside headlines, counted anew from the comments themselves."""

from uuid import UUID

from django.db import transaction
from django.db.models import Count

from rotativa.comments.actions.publishing import count_key, thread_key
from rotativa.comments.models import Comment, ThreadCount
from rotativa.pages import keys

Key = tuple[UUID, str]
MOST_TOLD = 50
"""Threads of which lists are told at once; the others wait for the next minute."""


def wrong_counts() -> dict[Key, int]:
    """What the numbers should be, of those that are something else."""
    told = ThreadCount.objects.values_list("thread", "language", "approved")
    kept: dict[Key, int] = {(thread, language): number for thread, language, number in told}
    rows = Comment.objects.approved().values_list("thread", "language").order_by()
    found: dict[Key, int] = {
        (thread, language): number for thread, language, number in rows.annotate(number=Count("pk"))
    }
    both = kept.keys() | found.keys()
    return {key: found.get(key, 0) for key in both if found.get(key, 0) != kept.get(key, 0)}


def tell_counts() -> int:
    """Have lists printed anew whose numbers have grown old, however many comments have come meanwhile.

    Called once a minute: so comments print a list once a minute at most, and an article, which
    is told of each comment at once, once a second.
    """
    with transaction.atomic():
        untold = ThreadCount.objects.filter(is_told=False).order_by("pk")
        found = dict(untold.values_list("pk", "thread")[:MOST_TOLD])
        ThreadCount.objects.filter(pk__in=found).update(is_told=True)
        keys.announce(*map(count_key, set(found.values())))
    return len(found)


def count_anew() -> int:
    """How many were wrong."""
    with transaction.atomic():
        wrong = wrong_counts()
        for (thread, language), number in wrong.items():
            ThreadCount.objects.update_or_create(
                thread=thread, language=language, defaults={"approved": number, "is_told": False}
            )
        keys.announce(*{thread_key(thread) for thread, _language in wrong})
    return len(wrong)
