"""Comments as readers write them: some begin, most answer; a few are gone."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from random import Random
from uuid import UUID

NOW = datetime(2026, 4, 16, 10, tzinfo=UTC)
BEGINS, DEEPEST = 0.3, 12


def parents(count: int) -> Iterator[int | None]:
    """Which earlier one each answers, by number; the same each time."""
    chance = Random(6)  # noqa: S311  # a shape, no secret
    depths: list[int] = []
    for number in range(count):
        above = None if chance.random() < BEGINS else chance.randrange(max(number, 1))
        if number == 0 or (above is not None and depths[above] >= DEEPEST):
            above = None
        depths.append(1 if above is None else depths[above] + 1)
        yield above


def talk(thread: UUID, count: int, *, words: str) -> None:
    """In a site that has been entered."""
    from rotativa.comments.models import Comment
    from rotativa.comments.text import digest_of, rendered
    from rotativa.lib.rows import update_rows

    text = words * 4
    html, digest = rendered(text), digest_of(text)
    rows = [
        Comment(
            thread=thread,
            name=f"Reader {number % 300}",
            language="en",
            text=text,
            html=html,
            digest=digest,
            status="deleted" if number % 50 == 49 else "approved",
            created_at=NOW + timedelta(seconds=number),
            decided_at=NOW + timedelta(seconds=number + 60),
            published_at=NOW + timedelta(seconds=number + 60),
        )
        for number in range(count)
    ]
    Comment.objects.bulk_create(rows, batch_size=500)
    made = list(
        Comment.objects.of(thread).order_by("created_at", "pk").values_list("pk", flat=True)
    )
    answers = [
        (made[number], [made[above]])
        for number, above in enumerate(parents(count))
        if above is not None
    ]
    update_rows(Comment, ["parent"], answers)
