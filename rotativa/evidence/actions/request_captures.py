"""Asking for copies: what is cited is kept while it is there."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Exists, OuterRef

from rotativa.evidence.models import Capture, Source
from rotativa.evidence.models.capture import UNDER_WAY
from rotativa.people.models import User

MOST = 200
"""Copies that are asked for at once: no text that is pasted in fills the disk."""


def request_captures(source_ids: Iterable[int], *, at: datetime) -> list[Capture]:
    """Those that are under way with it, one for each source that has none that is good for now.

    Three queries at most, however many sources there are; safe to call with each draft. Of very many
    the rest is asked for with a later draft, or by hand.
    """
    enough = Capture.objects.enough(at).filter(source=OuterRef("pk"))
    lacking = Source.objects.filter(~Exists(enough), pk__in=list(source_ids)).exclude(url="")
    return ask_for(lacking.order_by("pk").values_list("pk", flat=True)[:MOST], by=None, at=at)


def request_capture(source: Source, *, by: User | None, at: datetime) -> list[Capture]:
    """Another one, whatever there is, unless one is under way."""
    return ask_for([source.pk] if source.url else [], by=by, at=at)


def ask_for(source_ids: Iterable[int], *, by: User | None, at: datetime) -> list[Capture]:
    new = [Capture(source_id=pk, asked_at=at, asked_by=by, next_attempt_at=at) for pk in source_ids]
    if not new:
        return []
    Capture.objects.bulk_create(new, ignore_conflicts=True)  # another may have asked meanwhile
    rows = Capture.objects.filter(source__in=[each.source_id for each in new])
    return list(rows.filter(status__in=UNDER_WAY).order_by("pk"))
