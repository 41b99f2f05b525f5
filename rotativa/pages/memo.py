"""What many pages have in common, computed once while they are printed one after the other.

Only values that nothing changes and that load nothing later: each page that gets a remembered one
declares the keys that were declared when it was made, and none that a lazy field would declare.
"""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

from rotativa.pages import keys

T = TypeVar("T")

MOST = 500
"""Values that are kept at once; what came in first goes first, and is made again when asked for."""


class Memo:
    """Kept as long as nothing that was announced has changed."""

    def __init__(self) -> None:
        self.number = -1
        self.kept: dict[Hashable, tuple[object, frozenset[str]]] = {}

    def keep_for(self, number: int) -> None:
        """Forget everything if anything has changed: `number` grows with each change.

        Read before the page that it is for is rendered: what is made afterwards is as new, or newer.
        """
        if number != self.number:
            self.kept.clear()
            self.number = number


_memo: ContextVar[Memo | None] = ContextVar("memo", default=None)


@contextmanager
def remembering() -> Iterator[Memo]:
    """Whoever prints several pages says between them, by `keep_for`, whether the memo still holds."""
    memo = Memo()
    token = _memo.set(memo)
    try:
        yield memo
    finally:
        _memo.reset(token)


def remembered(name: Hashable, make: Callable[[], T]) -> T:
    """What `make` returns; while pages are printed it is called once for each name."""
    memo = _memo.get()
    if memo is None:
        return make()
    if name not in memo.kept:
        with keys.collected() as found:
            value = make()
        if len(memo.kept) >= MOST:
            del memo.kept[next(iter(memo.kept))]
        memo.kept[name] = value, frozenset(found)
    kept, declared = memo.kept[name]
    keys.declare(*declared)
    return kept  # type: ignore[return-value]  # it is what `make` returned under this name
