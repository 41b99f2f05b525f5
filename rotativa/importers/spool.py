"""A bounded memory for unbounded sources: records wait on disk until all have been read."""

import pickle
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from types import TracebackType
from typing import Generic, Self, TypeVar

from rotativa.importers.records import Author, Item, Media, Record, Term

RecordT = TypeVar("RecordT", bound=Record)


class Spool(Generic[RecordT]):
    """Records in order, written once and read any number of times. Gone when closed."""

    def __init__(self) -> None:
        self.file = tempfile.TemporaryFile(prefix="rotativa-import-")  # noqa: SIM115  # closed in __exit__
        self.count = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.file.close()

    def add(self, record: RecordT) -> None:
        pickle.dump(record, self.file, protocol=pickle.HIGHEST_PROTOCOL)
        self.count += 1

    def __iter__(self) -> Iterator[RecordT]:
        self.file.seek(0)
        for _ in range(self.count):
            # Only what `add` wrote into this unnamed file is read.
            yield pickle.load(self.file)  # noqa: S301  # our own bytes


class Spools:
    """A spool for each kind that is stored in a step of its own. Gone when closed."""

    def __init__(self) -> None:
        self.groups: Spool[Author | Term] = Spool()
        self.media: Spool[Media] = Spool()
        self.items: Spool[Item] = Spool()
        self.stack = ExitStack()

    def __enter__(self) -> Self:
        for spool in (self.groups, self.media, self.items):
            self.stack.push(spool)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stack.__exit__(kind, error, trace)

    @property
    def count(self) -> int:
        return self.groups.count + self.media.count + self.items.count

    def add(self, record: Author | Term | Media | Item) -> None:
        match record:
            case Item():
                self.items.add(record)
            case Media():
                self.media.add(record)
            case _:
                self.groups.add(record)
