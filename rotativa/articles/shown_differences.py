"""What a source says otherwise than our copy, as its page tells it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from rotativa.articles.shown_copies import ShownCopy
from rotativa.evidence.models import Difference, Source
from rotativa.lib.differences import Piece


@dataclass(frozen=True, slots=True)
class ShownDifference:
    copied_at: datetime
    seen_at: datetime
    passages: list[list[Piece]]
    removed: int
    added: int
    is_cut: bool


def difference_of(source: Source, copies: Sequence[ShownCopy]) -> ShownDifference | None:
    """No query for a source that was read with it.

    Told once the state is, and of what has been copied anew since. Of a copy that is hidden, nothing.
    """
    found: Difference | None = getattr(source, "difference", None)
    if found is None or not found.is_shown or found.capture.taken_at is None:
        return None
    is_newest = not copies or copies[0].capture.pk == found.capture_id
    if is_newest and not source.is_bad:
        return None
    return ShownDifference(
        copied_at=found.capture.taken_at,
        seen_at=found.seen_at,
        passages=[[Piece(kind, text) for kind, text in each] for each in found.passages],
        removed=found.removed,
        added=found.added,
        is_cut=found.is_cut,
    )
