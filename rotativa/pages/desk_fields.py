"""Which fields of a page only the desk looks at: saving a draft writes those, and nothing else."""

from collections.abc import Iterable

from wagtail.models import COMMENTS_RELATION_NAME

DESK_ONLY = frozenset(
    {
        COMMENTS_RELATION_NAME,
        "alias_of",
        "alias_of_id",
        "draft_title",
        "has_unpublished_changes",
        "latest_revision",
        "latest_revision_created_at",
        "live_revision",
        "locked",
        "locked_at",
        "locked_by",
        "numchild",
    }
)


def touches_readers(named: Iterable[str] | None) -> bool:
    """Whether a save of these fields, or of all when None, may change what readers see."""
    return named is None or not DESK_ONLY.issuperset(named)
