"""Makes small folders of text files and reads them through the door."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import TypeVar

from rotativa.importers.records import Author, Item, Media, Notice, Record, Source, Term
from rotativa.importers.systems.markdown import read_markdown

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
T = TypeVar("T")


def write(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    for path, content in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


@dataclass(frozen=True)
class Reading:
    records: list[Record]

    def of(self, kind: type[T]) -> list[T]:
        return [record for record in self.records if isinstance(record, kind)]

    @property
    def source(self) -> Source:
        first = self.records[0]
        assert isinstance(first, Source)
        return first

    @property
    def items(self) -> dict[str, Item]:
        return {item.identity: item for item in self.of(Item)}

    @property
    def item(self) -> Item:
        (item,) = self.of(Item)
        return item

    @property
    def terms(self) -> dict[str, Term]:
        return {term.identity: term for term in self.of(Term)}

    @property
    def authors(self) -> dict[str, Author]:
        return {author.identity: author for author in self.of(Author)}

    @property
    def media(self) -> dict[str, Media]:
        return {media.identity: media for media in self.of(Media)}

    @property
    def notices(self) -> list[Notice]:
        """Those of the folder, then those of its items."""
        return self.of(Notice) + [notice for item in self.of(Item) for notice in item.notices]

    @property
    def told(self) -> list[tuple[str, str, str]]:
        return [(notice.action, notice.what, notice.why) for notice in self.notices]

    @property
    def groups(self) -> dict[str, dict[str, str]]:
        """Translation group → language → identity."""
        groups: dict[str, dict[str, str]] = {}
        for item in self.of(Item):
            groups.setdefault(item.translation_group, {})[item.language] = item.identity
        return groups


def read(
    folder: Path,
    files: Mapping[str, str | bytes] | None = None,
    *,
    language: str = "en",
    zone: tzinfo = UTC,
    at: datetime = NOON,
) -> Reading:
    write(folder, files or {})
    return Reading(list(read_markdown(folder, language=language, zone=zone, at=at)))
