"""What members said under a post, answers with what they answer."""

from collections.abc import Iterable, Iterator
from typing import Final, Literal, TypeAlias

from rotativa.importers.records import Comment
from rotativa.importers.systems.ghost.cutting import Span
from rotativa.importers.systems.ghost.rows import Row
from rotativa.importers.systems.ghost.survey import Survey

State: TypeAlias = Literal["approved", "pending", "rejected", "deleted"]

STATES: Final[dict[str, State]] = {
    "published": "approved",
    "hidden": "rejected",
    "deleted": "deleted",
}


def read_comments(spans: Iterable[Span], survey: Survey) -> tuple[Comment, ...]:
    """Those that are read here were read before, when the export was surveyed."""
    rows = [survey.row(span) for span in spans]
    known = {row.text("id") for row in rows}
    return tuple(_comments(rows, known, survey))


def _comments(rows: Iterable[Row], known: set[str], survey: Survey) -> Iterator[Comment]:
    for row in rows:
        answered = (row.text(name) for name in ("in_reply_to_id", "parent_id"))
        parent = next((each for each in answered if each in known), "")
        name, address = survey.members.get(row.text("member_id"), ("", ""))
        yield Comment(
            identity=f"comment:{row.text('id')}",
            parent=f"comment:{parent}" if parent else "",
            state=STATES.get(row.text("status"), "pending"),
            author_name=name,
            author_email=address,
            created_at=row.moment("created_at"),
            body=row.text("html"),
        )
