"""What many pages have in common, computed once: while they are printed one after the other, and for
those that Django answers itself, from one request to the next.

Only values that nothing changes and that load nothing later: each page that gets a remembered one
declares the keys that were declared when it was made, and none that a lazy field would declare.
"""

import threading
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from rotativa.pages import keys

P = ParamSpec("P")
T = TypeVar("T")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]

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
_own = threading.local()
_last_number: list[Callable[[], int]] = []


@contextmanager
def remembering() -> Iterator[Memo]:
    """Whoever prints several pages says between them, by `keep_for`, whether the memo still holds."""
    memo = Memo()
    token = _memo.set(memo)
    try:
        yield memo
    finally:
        _memo.reset(token)


def count_changes_by(last_number: Callable[[], int]) -> None:
    """Whoever notes what is announced tells here how to read the number of the last change.

    It is read with each request, grows with each change, and is seen as soon as the change is.
    """
    _last_number[:] = [last_number]


@contextmanager
def kept_for_the_next() -> Iterator[None]:
    """What is answered inside has in common with the next request what it remembers.

    A page that is printed remembers with those that are printed beside it.
    """
    if _memo.get() is not None or not _last_number:
        yield
        return
    memo = own_memo()
    memo.keep_for(_last_number[0]())
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
    own_memo().keep_for(-1)


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
