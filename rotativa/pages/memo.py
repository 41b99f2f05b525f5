"""What many pages have in common, computed once: while they are printed one after the other, and for
those that Django answers itself, from one request to the next.

Only values that nothing changes and that load nothing later: each page that gets a remembered one
declares the keys that were declared when it was made, and none that a lazy field would declare.
"""

import threading
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import wraps
from typing import Concatenate, ParamSpec, Protocol, TypeVar

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from rotativa.pages import keys

P = ParamSpec("P")
T = TypeVar("T")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]

MOST = 500
"""Values that are kept at once; what came in first goes first, and is made again when asked for."""


class Changes(Protocol):
    """Whoever notes what is announced tells of it here."""

    def changes_since(self, number: int) -> tuple[int, Collection[str] | None]:
        """The number of the last change, and what was announced after a change of this number.

        Numbers grow with each change, and are seen as soon as the change is. None where too much was
        announced to be told, or where the number has gone back.
        """


@dataclass(frozen=True, slots=True)
class Kept:
    value: object
    declared: frozenset[str]
    until: frozenset[str] | None
    """The keys that end it; None where any change does."""

    def holds(self, changed: Collection[str]) -> bool:
        return self.until is not None and self.until.isdisjoint(changed)


class Memo:
    """Kept as long as nothing that was announced has changed, or nothing that it is made of."""

    def __init__(self) -> None:
        self.number = -1
        self.kept: dict[Hashable, Kept] = {}

    def keep_up(self, changes: Changes) -> None:
        """Forget what does not hold any more. Costs a query.

        Called before the page that it is for is rendered: what is made afterwards is as new, or newer.
        """
        self.number, changed = changes.changes_since(self.number)
        if changed is None or keys.SITE in changed:
            self.kept.clear()
        elif changed:
            self.kept = {name: kept for name, kept in self.kept.items() if kept.holds(changed)}


_memo: ContextVar[Memo | None] = ContextVar("memo", default=None)
_own = threading.local()
_changes: list[Changes] = []


@contextmanager
def remembering() -> Iterator[Memo]:
    """Whoever prints several pages has the memo keep up with changes between them."""
    memo = Memo()
    token = _memo.set(memo)
    try:
        yield memo
    finally:
        _memo.reset(token)


def count_changes_by(changes: Changes) -> None:
    """They are read with each request."""
    _changes[:] = [changes]


@contextmanager
def kept_for_the_next() -> Iterator[None]:
    """What is answered inside has in common with the next request what it remembers.

    A page that is printed remembers with those that are printed beside it.
    """
    if _memo.get() is not None or not _changes:
        yield
        return
    memo = own_memo()
    memo.keep_up(_changes[0])
    token = _memo.set(memo)
    try:
        yield
    finally:
        _memo.reset(token)


def between_requests(view: View[P]) -> View[P]:
    """A view that is never printed: what it has in common with the next request is computed once."""

    @wraps(view)
    def remembers(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        with kept_for_the_next():
            response = view(request, *args, **kwargs)
            return response.render() if isinstance(response, TemplateResponse) else response

    return remembers


def own_memo() -> Memo:
    """One for each thread, so that none clears what another is reading."""
    kept: dict[str, Memo] = _own.__dict__
    return kept.setdefault("memo", Memo())


def forget() -> None:
    """As after a change: for whoever takes changes back, as tests do."""
    _own.__dict__.pop("memo", None)


def remembered(name: Hashable, make: Callable[[], T], *, until: Iterable[str] | None = None) -> T:
    """What `make` returns; while pages are printed it is called once for each name.

    Any change ends it. With `until`, a change of one of these keys does, or of those that `make`
    declares: together they name all that may become another.
    """
    memo = _memo.get()
    if memo is None:
        return make()
    if name not in memo.kept:
        with keys.collected() as found:
            value = make()
        if len(memo.kept) >= MOST:
            del memo.kept[next(iter(memo.kept))]
        ends = None if until is None else frozenset([*until, *found])
        memo.kept[name] = Kept(value, frozenset(found), ends)
    kept = memo.kept[name]
    keys.declare(*kept.declared)
    return kept.value  # type: ignore[return-value]  # it is what `make` returned under this name
