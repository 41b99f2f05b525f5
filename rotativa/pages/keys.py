"""What a page is made of: keys, declared while it renders and announced when what they name changes.

A key names a thing (`page:42`, `section:7`) or a set whose members may change (`articles:en`). Rows of
the models that are followed declare themselves as they are loaded; a set is declared where it is
read. Whoever prints pages collects the keys, and hears of changes through `signals.changed`.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from enum import IntEnum
from typing import Any
from urllib.parse import unquote
from uuid import UUID

from django.db.models import Model
from django.db.models.signals import post_delete, post_init, post_save

from rotativa.pages.signals import changed

DAY = "day"
"""Of a page that says something which the next day changes: how long a question is open."""
HOUR = "hour"
"""Of a page that lets go of what is some hours old."""
YEAR = "year"
"""Of a page that leaves out the year of this year's dates."""
SITE = "site"
"""Of every page: the theme, the settings, the code."""

_crowd: ContextVar[set[str] | None] = ContextVar("crowd", default=None)
_collected: ContextVar[set[str] | None] = ContextVar("collected_keys", default=None)
_led_to: ContextVar[set["Address"] | None] = ContextVar("led_to", default=None)


class Kind(IntEnum):
    """In the order in which pages are wanted, most read first."""

    ARTICLE = 1
    FRONT = 2
    LIST = 3
    FEED = 4
    OTHER = 5
    MARKDOWN = 6
    SITEMAP = 7


@dataclass(frozen=True, slots=True)
class Address:
    """Where a page is, or may be from now on: a path without scheme, host and query."""

    path: str
    """Kept percent-decoded, however it was given."""
    kind: Kind
    language: str = ""
    """Empty for what has no language, such as `/robots.txt`."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "path", unquote(self.path))


@contextmanager
def collected() -> Iterator[set[str]]:
    """The keys that are declared inside."""
    keys: set[str] = set()
    token = _collected.set(keys)
    try:
        yield keys
    finally:
        _collected.reset(token)


def declare(*keys: str) -> None:
    """Say that what is rendered now is made of these; does nothing while nobody collects."""
    found = _collected.get()
    if found is not None:
        found.update(keys)


@contextmanager
def followed() -> Iterator[set[Address]]:
    """The addresses that pages rendered inside lead to."""
    addresses: set[Address] = set()
    token = _led_to.set(addresses)
    try:
        yield addresses
    finally:
        _led_to.reset(token)


def lead_to(address: Address) -> None:
    """Say that what is rendered now leads to a page that may be new with it, as a list to its parts.

    Whoever announces a change need not count then how long the list has become.
    """
    found = _led_to.get()
    if found is not None:
        found.add(address)


def announce(*keys: str, addresses: Iterable[Address] = ()) -> None:
    """Say that these have changed, and where there may be pages from now on.

    Belongs inside the transaction of the change: then nothing is announced that did not happen,
    and nothing that happened stays unannounced.
    """
    crowd = _crowd.get()
    if crowd is None:
        changed.send(sender=None, keys=frozenset(keys), addresses=list(addresses))
    elif SITE in keys or not crowd:
        crowd.update(keys)
        changed.send(sender=None, keys=frozenset({SITE}), addresses=[])


@contextmanager
def crowd_of_changes() -> Iterator[None]:
    """Announce all changes inside as one, of the whole site: as an import brings them.

    With the first of them and once more at the end. An import may be killed: so it announces the whole
    site by itself, too, as the last thing in each transaction that changes what pages show.
    """
    crowd: set[str] = set()
    token = _crowd.set(crowd)
    try:
        yield
    finally:
        _crowd.reset(token)
        if crowd:
            announce(SITE)


def is_crowd() -> bool:
    """Whether changes are announced as one: whatever changes now, all pages are printed after it."""
    return _crowd.get() is not None


def translations(translation_key: UUID) -> str:
    """The set of a page's translations that readers can open."""
    return f"translations:{translation_key.hex}"


def plain(language: str) -> str:
    """The plain pages of a language that stand in the last lines of its pages."""
    return f"plain:{language}"


def menu(language: str) -> str:
    """What stands in the menus of a language's pages."""
    return f"menu:{language}"


def follow(model: type[Model], name: str, *, announces: bool = True) -> None:
    """Have rows of a model declare `<name>:<pk>` when loaded, and announce it when stored or deleted.

    Pages announce by themselves: not each draft that is saved is a change to readers.
    """

    def loaded(instance: Model, **_: Any) -> None:
        found = _collected.get()
        if found is not None:
            found.add(f"{name}:{instance.pk}")

    def stored(instance: Model, **_: Any) -> None:
        announce(f"{name}:{instance.pk}")

    uid = f"follow {model._meta.label}"
    post_init.connect(loaded, sender=model, weak=False, dispatch_uid=uid)
    if announces:
        post_save.connect(stored, sender=model, weak=False, dispatch_uid=uid)
        post_delete.connect(stored, sender=model, weak=False, dispatch_uid=uid)
