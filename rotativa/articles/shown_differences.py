"""What a source says otherwise than our copy, as its page tells it, and both texts in full."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from rotativa.articles.shown_copies import ShownCopy
from rotativa.evidence.checks.differences import changes_between
from rotativa.evidence.models import Difference, Source
from rotativa.lib.differences import Piece

MOST_LINES = 2000
"""Of both texts in full: each is a paragraph."""

Line = list[Piece]


@dataclass(frozen=True, slots=True)
class ShownDifference:
    copied_at: datetime
    seen_at: datetime
    passages: list[list[Piece]]
    removed: int
    added: int
    is_cut: bool
    row: Difference
    is_of_newest: bool
    """Whether the source was not copied since."""

    @property
    def has_whole(self) -> bool:
        return bool(self.row.whole)


@dataclass(frozen=True, slots=True)
class ShownTexts:
    """Two texts as one, line by line."""

    is_of_copies: bool
    """Both are copies of ours; otherwise the second is the page as it was seen."""
    before: datetime
    after: datetime
    lines: list[Line]
    """None where both say the same."""
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
        passages=[without_end(pieces_of(each)) for each in found.passages],
        removed=found.removed,
        added=found.added,
        is_cut=found.is_cut,
        row=found,
        is_of_newest=is_newest,
    )


def pieces_of(stored: Iterable[Any]) -> list[Piece]:
    return [Piece(kind, text) for kind, text in stored]


def without_end(passage: list[Piece]) -> list[Piece]:
    """The end of its last line would be shown as an empty one."""
    return [*passage[:-1], *(Piece(each.kind, each.text.rstrip()) for each in passage[-1:])]


def pair_of(
    copies: Sequence[ShownCopy], difference: ShownDifference | None
) -> tuple[ShownCopy, ShownCopy] | None:
    """The newest copy, after the one that was found to be left behind or else the one before it.

    Only of such as were made in the same way: a browser sees more of a page than its HTML says.
    """
    there = [each for each in copies if each.text_url]
    alike = [each for each in there[1:] if each.capture.how == there[0].capture.how]
    if not alike:
        return None
    left_behind = difference.row.capture_id if difference else None
    return next((each for each in alike if each.capture.pk == left_behind), alike[0]), there[0]


def texts_in_full(
    source: Source, copies: Sequence[ShownCopy], difference: ShownDifference | None
) -> Iterator[ShownTexts]:
    pair = pair_of(copies, difference)
    is_in_pair = pair and difference and pair[0].capture.pk == difference.row.capture_id
    if difference and difference.has_whole and not is_in_pair:
        yield of_difference(difference)
    if pair:
        yield of_copies(*pair, language=source.language)


def of_difference(difference: ShownDifference) -> ShownTexts:
    row = difference.row
    lines = lines_of(pieces_of(row.whole))
    return ShownTexts(
        is_of_copies=False,
        before=difference.copied_at,
        after=difference.seen_at,
        lines=lines[:MOST_LINES],
        is_cut=row.whole_is_cut or len(lines) > MOST_LINES,
    )


def of_copies(before: ShownCopy, after: ShownCopy, *, language: str) -> ShownTexts:
    changes = changes_between(before.capture.text, after.capture.text, language=language)
    lines = lines_of(changes.whole) if changes else []
    return ShownTexts(
        is_of_copies=True,
        before=before.taken_at,
        after=after.taken_at,
        lines=lines[:MOST_LINES],
        is_cut=bool(changes and changes.whole_is_cut) or len(lines) > MOST_LINES,
    )


def lines_of(pieces: Iterable[Piece]) -> list[Line]:
    found: list[Line] = [[]]
    for piece in pieces:
        first, *others = piece.text.split("\n")
        found[-1].append(Piece(piece.kind, first))
        found += [[Piece(piece.kind, each)] for each in others]
    filled = ([piece for piece in line if piece.text] for line in found)
    return [line for line in filled if line]
