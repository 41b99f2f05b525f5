"""A thread as readers find it: read in one query, ordered, cut into pages, nested to a depth."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from rotativa.comments.models import Comment
from rotativa.comments.rules import Order, Reason, Status

PAGE_SIZE = 100
"""Comments on a page; the article's own page shows the first of them."""
COLUMNS = (
    "pk", "parent_id", "status", "reason", "name", "is_staff", "language", "html",
    "created_at", "edited_at", "decided_at",
)  # fmt: skip


@dataclass(slots=True)
class Said:
    pk: int
    parent: int | None
    status: str
    reason: str
    name: str
    is_staff: bool
    language: str
    html: str
    created_at: datetime
    edited_at: datetime | None
    decided_at: datetime | None
    answers: list["Said"] = field(default_factory=list)
    replies: list["Said"] = field(default_factory=list)
    """Those that stand below it on this page."""
    number: int = 0
    """Of replies of all depths that readers can read."""
    said_to: "Said | None" = None
    """What it answers, where it does not stand right below that."""

    @property
    def is_approved(self) -> bool:
        return self.status == Status.APPROVED

    @property
    def is_rejected(self) -> bool:
        return self.status == Status.REJECTED

    @property
    def why(self) -> str:
        return str(Reason(self.reason).label) if self.reason else ""

    @property
    def is_shown(self) -> bool:
        """A place stays for what a moderator took away, and for what others have answered."""
        return self.is_approved or self.is_rejected or self.number > 0


def read_thread(thread: UUID, *, language: str = "") -> list[Said]:
    """In one query: the roots, oldest first, with all below them."""
    rows = Comment.objects.of(thread, language=language).seen().order_by("created_at", "pk")
    found = {row[0]: Said(*row) for row in rows.values_list(*COLUMNS)}
    roots: list[Said] = []
    for said in found.values():
        above = found.get(said.parent) if said.parent else None
        (above.answers if above else roots).append(said)
    for said in reversed(list(walk(roots))):
        said.number = sum(each.number + each.is_approved for each in said.answers)
    return roots


def walk(roots: Sequence[Said]) -> Iterator[Said]:
    """Each before what is below it."""
    waiting = list(reversed(roots))
    while waiting:
        said = waiting.pop()
        yield said
        waiting.extend(reversed(said.answers))


def in_order(roots: list[Said], order: str) -> list[Said]:
    """All that readers see, in a row; replies stand oldest first, as they were said."""
    ordered = list(roots)
    if order == Order.NEWEST:
        ordered.reverse()
    elif order == Order.REPLIES:
        ordered.sort(key=lambda said: -said.number)
    return [said for said in walk(ordered) if said.is_shown]


def nested(row: Sequence[Said], *, depth: int, known: Sequence[Said] = ()) -> list[Said]:
    """A part of the row, each below what it answers as far as that stands there and is not too deep."""
    everything = {said.pk: said for said in known or row}
    places: dict[int, tuple[list[Said], int]] = {}
    top: list[Said] = []
    for said in row:
        said.replies = []
        said.said_to = None
        beside, level = places.get(said.parent or 0, (top, 1))
        if said.parent in places and level < depth:
            beside, level = everything[said.parent].replies, level + 1
        elif said.parent:
            said.said_to = everything.get(said.parent)
        beside.append(said)
        places[said.pk] = (beside, level)
    return top
