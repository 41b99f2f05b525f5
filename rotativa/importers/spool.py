"""A bounded memory for unbounded sources: records wait on disk until all have been read."""

import pickle
import tempfile
from collections.abc import Iterator
from types import TracebackType
from typing import Self

from rotativa.importers.records import Record


class Spool:
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

    def add(self, record: Record) -> None:
        pickle.dump(record, self.file, protocol=pickle.HIGHEST_PROTOCOL)
        self.count += 1

    def __iter__(self) -> Iterator[Record]:
        self.file.seek(0)
        for _ in range(self.count):
            # Only what `add` wrote into this unnamed file is read.
            yield pickle.load(self.file)  # noqa: S301  # our own bytes
