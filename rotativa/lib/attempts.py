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
    """A place under each limit, for whom it is to count; none is kept when one is refused."""
    places: list[str] = []
    for limit, who in wanted:
        try:
            places.append(take_place(limit, who, at=at))
        except TooManyAttempts:
            give_back(places)
            raise
    return places


def take_place(limit: Limit, who: str, *, at: float) -> str:
    """The place's key. `who` is stored as a digest only."""
    digest = hashlib.sha256(who.encode()).hexdigest()
    keys = [f"{limit.name}:{digest}:{place}" for place in range(limit.number)]
    taken: dict[str, float] = caches[CACHE].get_many(keys)
    for key in keys:
        if key not in taken and caches[CACHE].add(key, at + limit.seconds, limit.seconds):
            return key
    next_free = min(taken.values(), default=at + limit.seconds)
    raise TooManyAttempts(max(1, math.ceil(next_free - at)))


def give_back(places: Iterable[str]) -> None:
    caches[CACHE].delete_many(places)
