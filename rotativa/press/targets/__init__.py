"""Where printed pages are put: one folder a kind, each with the four methods of `Target`."""

from collections.abc import Iterator
from typing import Protocol

from rotativa.press.sheet import Sheet


class NoRoom(Exception):
    """The target takes no more: the disk is full, or we may not write there."""


class NotEverywhere(Exception):
    """Our own front has it, another place does not; the message says which and why, for operators."""


class Target(Protocol):
    def put(self, path: str, sheet: Sheet) -> bool:
        """Have a path answer with a sheet; say whether that is news. Whole or not at all."""

    def delete(self, path: str) -> None:
        """Have a path answer nothing; there may have been nothing."""

    def list(self) -> Iterator[str]:
        """All paths that have a sheet, in no order."""

    def read(self, path: str) -> Sheet | None:
        """What a path answers. Raises `Damaged`."""
