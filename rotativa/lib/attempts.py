"""How often somebody may try: so many attempts within so long, counted for all processes together.

An attempt takes one of the limit's places in the cache and keeps it until its time is over. The
cache's `add` says who got a place, so two attempts at once never share one, and the window slides.
"""

import hashlib
import math
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.cache import caches

CACHE = "attempts"


@dataclass(frozen=True, slots=True)
class Limit:
    name: str
    number: int
    seconds: int


class TooManyAttempts(Exception):
    def __init__(self, seconds: int) -> None:
        super().__init__(f"No place before {seconds} seconds are over.")
        self.seconds = seconds


def take_places(wanted: Iterable[tuple[Limit, str]], *, at: float) -> list[str]:
    """A place under each limit, for whom it is to count; none is kept when one is refused.

    All are looked at first, at once: who comes in vain, as attackers do by thousands, writes nothing.
    """
    sets = [(limit, keys_of(limit, who)) for limit, who in wanted]
    taken: dict[str, float] = caches[CACHE].get_many([key for _, keys in sets for key in keys])
    for limit, keys in sets:
        if all(key in taken for key in keys):
            raise refusal(limit, keys, taken, at=at)
    places: list[str] = []
    for limit, keys in sets:
        place = first_free(limit, keys, taken, at=at)
        if place is None:  # others were faster
            give_back(places)
            raise refusal(limit, keys, taken, at=at)
        places.append(place)
    return places


def keys_of(limit: Limit, who: str) -> list[str]:
    """`who` is stored as a digest only."""
    digest = hashlib.sha256(who.encode()).hexdigest()
    return [f"{limit.name}:{digest}:{place}" for place in range(limit.number)]


def first_free(limit: Limit, keys: list[str], taken: dict[str, float], *, at: float) -> str | None:
    for key in keys:
        if key not in taken and caches[CACHE].add(key, at + limit.seconds, limit.seconds):
            return key
    return None


def refusal(
    limit: Limit, keys: list[str], taken: dict[str, float], *, at: float
) -> TooManyAttempts:
    next_free = min((taken[key] for key in keys if key in taken), default=at + limit.seconds)
    return TooManyAttempts(max(1, math.ceil(next_free - at)))


def give_back(places: Iterable[str]) -> None:
    caches[CACHE].delete_many(places)
