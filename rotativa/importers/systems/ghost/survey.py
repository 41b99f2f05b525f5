"""Learns from one walk over an export what its posts need of the other tables."""

import json
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any

from django.utils.translation import gettext as _

from rotativa.importers.files import Export
from rotativa.importers.records import ImportRefused, Notice
from rotativa.importers.systems.ghost.cutting import Cutter, Span
from rotativa.importers.systems.ghost.rows import Damaged, Row, read_row

MOST_ROWS = 3_000_000
"""Of those that are taken: what is known of each stays in memory."""
TAKEN = frozenset({
    "posts_tags", "posts_authors", "posts_meta", "comments", "tags", "users", "members", "settings",
})  # fmt: skip


@dataclass(slots=True)
class Survey:
    """Of posts and comments only where they stand: they are most of a file."""

    export: Export
    site: str
    posts: list[Span] = field(default_factory=list)
    comments: dict[str, list[Span]] = field(default_factory=lambda: defaultdict(list))
    tags: dict[str, Row] = field(default_factory=dict)
    users: dict[str, Row] = field(default_factory=dict)
    members: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Name and address, by id."""
    meta: dict[str, Span] = field(default_factory=dict)
    settings: dict[str, str] = field(default_factory=dict)
    links: dict[str, dict[str, list[tuple[int, str]]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(list))
    )
    """Table → post → what it is linked with, each with its place in the order."""
    counts: Counter[str] = field(default_factory=Counter)
    damaged: list[Notice] = field(default_factory=list)

    def look(self) -> None:
        cutter = Cutter(self.export)
        taken = 0
        for table, span in cutter:
            self.counts[table] += 1
            taken += table == "posts" or table in TAKEN
            if taken > MOST_ROWS:
                raise self._too_many()
            if table == "posts":
                self.posts.append(span)
            elif table in TAKEN:
                self._learn(table, span)
        if "posts" not in cutter.tables:
            why = _(
                "It holds no posts: it is not an export of Ghost. Make one under Settings, Import/Export."
            )
            raise ImportRefused(f"{self.export.name}: {why}")

    def row(self, span: Span, *, place: str = "") -> Row:
        return read_row(self.export, span, site=self.site, place=place)

    def meta_of(self, post: str) -> Row:
        """What another table says of a post."""
        span = self.meta.get(post)
        return self.row(span) if span else Row({})

    def setting(self, *names: str) -> str:
        """The first that says something: versions have called it differently."""
        return next(filter(None, map(self.settings.get, names)), "")

    def linked(self, table: str, post: str) -> list[str]:
        """Ids, in their order; older versions have none but that of the file."""
        found = self.links[table].get(post, [])
        return [identity for _order, identity in sorted(found, key=itemgetter(0))]

    def listed(self, name: str) -> list[dict[str, Any]]:
        """A setting that is a list of things, written as JSON."""
        try:
            found = json.loads(self.settings.get(name, ""))
        except (ValueError, RecursionError):
            return []
        return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []

    def _too_many(self) -> ImportRefused:
        why = _("It has more than %(most)s rows: the file is not read.") % {
            "most": f"{MOST_ROWS:,}"
        }
        return ImportRefused(f"{self.export.name}: {why}")

    def _learn(self, table: str, span: Span) -> None:
        try:
            row = self.row(span)
        except Damaged as error:
            what = _("a row of the table “%(table)s”") % {"table": table}
            place = self.export.place(span.start)
            self.damaged.append(Notice("skipped", what, str(error), place=place))
            return
        identity, post = row.text("id"), row.text("post_id")
        match table:
            case "posts_tags" | "posts_authors":
                other = row.text("tag_id", "author_id")
                self.links[table][post].append((row.number("sort_order"), other))
            case "comments":
                self.comments[post].append(span)
            case "members":
                self.members[identity] = row.text("name"), row.text("email")
            case "settings":
                value = row.text("value") or ("true" if row.is_set("value") else "")
                self.settings[row.text("key")] = value
            case "posts_meta":
                self.meta[post] = span
            case "tags":
                self.tags[identity] = row
            case "users":
                self.users[identity] = row
