"""Lists cut so that a page, once full, never changes: page numbers are counted from the oldest.

The list's own address shows what is newest, between one and two pages full; `page/1/` holds the
oldest. So a new row touches the list's own address, and at most one numbered page when that fills.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

T_co = TypeVar("T_co", covariant=True)


class Rows(Protocol[T_co]):
    def __getitem__(self, part: slice, /) -> "Rows[T_co]": ...

    def __iter__(self) -> Iterator[T_co]: ...


class NoSuchPage(Exception):
    """A page number that is not (yet) full."""


@dataclass(frozen=True, slots=True)
class Listing(Generic[T_co]):
    """One page of a list. `number` is None for the list's own address, which holds the newest."""

    rows: Rows[T_co]
    total: int
    number: int | None
    numbered: int
    """How many numbered pages there are."""

    @property
    def older(self) -> int | None:
        """Number of the page with the next older rows."""
        before = self.numbered if self.number is None else self.number - 1
        return before or None

    @property
    def newer(self) -> int | None:
        """Number of the page with the next newer rows; None where that is the list's own address."""
        if self.number is None or self.number == self.numbered:
            return None
        return self.number + 1

    @property
    def is_last_numbered(self) -> bool:
        """Whether the next newer page is the list's own address."""
        return self.number is not None and self.number == self.numbered

    @property
    def is_newest(self) -> bool:
        return self.number is None


def numbered_pages(total: int, *, size: int) -> int:
    """How many numbered pages a list of so many rows has."""
    return max(0, total // size - 1)


def listing(rows: Rows[T_co], *, total: int, number: int | None, size: int) -> Listing[T_co]:
    """Cut `rows`, which stand newest first, `size` to a numbered page."""
    numbered = numbered_pages(total, size=size)
    if number is None:
        return Listing(rows[slice(0, total - numbered * size)], total, None, numbered)
    if not 1 <= number <= numbered:
        raise NoSuchPage(number)
    start = total - number * size
    return Listing(rows[slice(start, start + size)], total, number, numbered)
