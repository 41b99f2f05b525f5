"""Comments of an item, as they were: nested, with their states, pingbacks and trackbacks apart.

Addresses from which people wrote (IP, browser) are not taken.
"""

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import Final, Literal, TypeAlias

from django.utils.translation import gettext as _
from lxml import etree

from rotativa.importers.records import Comment, Notice
from rotativa.importers.systems.wordpress.dates import moment
from rotativa.importers.systems.wordpress.entries import Fields, read_fields
from rotativa.importers.systems.wordpress.wording import mended, plain

Kind: TypeAlias = Literal["comment", "pingback", "trackback"]
State: TypeAlias = Literal["approved", "pending", "spam", "deleted"]

KINDS: Final[dict[str, Kind]] = {
    "": "comment",
    "comment": "comment",
    "pingback": "pingback",
    "trackback": "trackback",
}
STATES: Final[dict[str, State]] = {
    "1": "approved",
    "approve": "approved",
    "0": "pending",
    "hold": "pending",
    "": "pending",
    "spam": "spam",
    "trash": "deleted",
    "post-trashed": "deleted",
}


@dataclass(slots=True)
class Comments:
    """Keeps identities distinct over all files."""

    _told: set[str] = field(default_factory=set)

    def read(
        self, elements: list[etree._Element], item: str, place: str
    ) -> tuple[tuple[Comment, ...], list[Notice]]:
        refused: Counter[str] = Counter()
        identities: dict[str, str] = {}
        comments: list[Comment] = []
        for element in elements:
            fields = read_fields(element)
            kind = KINDS.get(fields["wp:comment_type"])
            if kind is None:
                refused[fields["wp:comment_type"]] += 1
                continue
            identity = self._identity(fields["wp:comment_id"], item, len(comments))
            identities.setdefault(fields["wp:comment_id"], identity)
            comments.append(_comment(fields, kind, identity))
        notices = [_refusal(*pair, item, place) for pair in refused.items()]
        return _nested(comments, identities), notices

    def _identity(self, number: str, item: str, position: int) -> str:
        identity = f"comment:{number}" if number else f"comment:{item}/{position}"
        if identity in self._told:
            identity = f"{identity}/{item}/{position}"
        self._told.add(identity)
        return identity


def _comment(fields: Fields, kind: Kind, identity: str) -> Comment:
    return Comment(
        identity=identity,
        parent=fields.id("wp:comment_parent"),
        kind=kind,
        state=STATES.get(fields["wp:comment_approved"], "pending"),
        author_name=mended(plain(fields["wp:comment_author"]))[0],
        author_email=fields["wp:comment_author_email"],
        author_url=fields["wp:comment_author_url"],
        created_at=moment(fields["wp:comment_date_gmt"], local=fields["wp:comment_date"]),
        body=mended(fields["wp:comment_content"])[0],
    )


def _nested(comments: list[Comment], identities: dict[str, str]) -> tuple[Comment, ...]:
    """With parents by identity; an answer to something that is not here stands on its own."""
    return tuple(
        replace(comment, parent=identities.get(comment.parent, "")) if comment.parent else comment
        for comment in comments
    )


def _refusal(kind: str, count: int, item: str, place: str) -> Notice:
    return Notice(
        "skipped",
        _("comments of type “%(type)s”") % {"type": kind},
        _("Only comments, pingbacks and trackbacks are taken."),
        identity=item,
        place=place,
        count=count,
    )
