"""A thread as readers find it: read in one query, ordered, cut into pages, nested to a depth.

Order and pages follow from who answers whom; only the comments of a page are read with their words.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from rotativa.comments.models import Comment
from rotativa.comments.rules import Order, Reason, Status

PAGE_SIZE = 100
"""Comments on a page; the article's own page shows the first of them."""
COLUMNS = (
    "pk", "parent_id", "status", "reason", "name", "is_staff", "is_author", "language", "html",
    "created_at", "edited_at", "decided_at", "pinned_at", "picked_at",
)  # fmt: skip


@dataclass(slots=True)
class Turn:
    """Where a comment stands in its thread, without its words."""

    pk: int
    parent: int | None
    status: str
    is_pinned: bool
    answers: list["Turn"] = field(default_factory=list)
    number: int = 0
    """Of replies of all depths that readers can read."""

    @property
    def is_approved(self) -> bool:
        return self.status == Status.APPROVED

    @property
    def is_shown(self) -> bool:
        """A place stays for what a moderator took away, and for what others have answered."""
        return self.number > 0 or self.status in {Status.APPROVED, Status.REJECTED}


@dataclass(slots=True)
class Said:
    pk: int
    parent: int | None
    status: str
    reason: str
    name: str
    is_staff: bool
    is_author: bool
    language: str
    html: str
    created_at: datetime
    edited_at: datetime | None
    decided_at: datetime | None
    pinned_at: datetime | None
    picked_at: datetime | None
    replies: list["Said"] = field(default_factory=list)
    """Those that stand below it on this page."""
    above: "Said | None" = None
    """What it answers."""
    is_beside: bool = False
    """Whether it does not stand right below that."""

    @property
    def is_approved(self) -> bool:
        return self.status == Status.APPROVED

    @property
    def is_rejected(self) -> bool:
        """And something is known of it: another system may have told no more than that."""
        return self.status == Status.REJECTED and bool(self.decided_at or self.reason)

    @property
    def why(self) -> str:
        return str(Reason(self.reason).label) if self.reason else ""

    @property
    def said_to(self) -> "Said | None":
        """Told where the page's order does not show it."""
        return self.above if self.is_beside else None


def read_thread(thread: UUID, *, language: str = "") -> list[Turn]:
    """In one query: the roots, oldest first, with all below them."""
    rows = Comment.objects.of(thread, language=language).seen().order_by("created_at", "pk")
    found = {
        pk: Turn(pk, parent, status, is_pinned=pinned_at is not None)
        for pk, parent, status, pinned_at in rows.values_list(
            "pk", "parent_id", "status", "pinned_at"
        )
    }
    roots: list[Turn] = []
    for turn in found.values():
        above = found.get(turn.parent) if turn.parent else None
        (above.answers if above else roots).append(turn)
    for turn in reversed(list(walk(roots))):
        for each in turn.answers:
            turn.number += each.number + (each.status == Status.APPROVED)
    return roots


def walk(roots: Sequence[Turn]) -> Iterator[Turn]:
    """Each before what is below it."""
    waiting = list(reversed(roots))
    while waiting:
        turn = waiting.pop()
        yield turn
        waiting.extend(reversed(turn.answers))


def in_order(roots: list[Turn], order: str) -> list[Turn]:
    """All that readers see, in a row; replies stand oldest first, as they were said.

    What editors have pinned comes before all others, whatever the order.
    """
    ordered = list(roots)
    if order == Order.NEWEST:
        ordered.reverse()
    elif order == Order.REPLIES:
        ordered.sort(key=lambda turn: -turn.number)
    ordered.sort(key=lambda turn: not turn.is_pinned)
    return [turn for turn in walk(ordered) if turn.is_shown]


def with_words(turns: Sequence[Turn], *, shown: Sequence[Turn]) -> list[Said]:
    """In their order, each with what it answers as far as that is shown anywhere; in one query."""
    if not turns:
        return []
    anywhere = {turn.pk for turn in shown}
    wanted = {turn.pk for turn in turns} | (anywhere & {turn.parent for turn in turns})
    rows = Comment.objects.filter(pk__in=wanted).values_list(*COLUMNS)
    found = {row[0]: Said(*row) for row in rows}
    said = [found[turn.pk] for turn in turns if turn.pk in found]
    for each in said:
        each.above = found.get(each.parent) if each.parent else None
    return said


def nested(row: Sequence[Said], *, depth: int) -> list[Said]:
    """A part of the row, each below what it answers as far as that stands there and is not too deep."""
    levels: dict[int, tuple[list[Said], int]] = {}
    top: list[Said] = []
    for said in row:
        beside, level = levels.get(said.parent or 0, (top, 1))
        if said.above is not None and said.parent in levels and level < depth:
            beside, level = said.above.replies, level + 1
        else:
            said.is_beside = said.parent is not None
        beside.append(said)
        levels[said.pk] = (beside, level)
    return top
