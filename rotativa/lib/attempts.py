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
FULL = "full"


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

    All are looked at first, at once. Who comes in vain, as attackers do by thousands, leaves a note of it,
    and those after them are refused by that alone.
    """
    wanted = list(wanted)
    refuse_where_full(wanted, at=at)
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


def refuse_where_full(wanted: Iterable[tuple[Limit, str]], *, at: float) -> None:
    """By what those before were told, before anything else is looked at. Raises `TooManyAttempts`."""
    notes = caches[CACHE].get_many([full_key(limit, who) for limit, who in wanted])
    if notes:
        raise TooManyAttempts(seconds_until(max(notes.values()), at=at))


def keys_of(limit: Limit, who: str) -> list[str]:
    key = key_of(limit, who)
    return [f"{key}:{place}" for place in range(limit.number)]


def full_key(limit: Limit, who: str) -> str:
    return f"{key_of(limit, who)}:{FULL}"


def key_of(limit: Limit, who: str) -> str:
    """`who` is stored as a digest only."""
    return f"{limit.name}:{hashlib.sha256(who.encode()).hexdigest()}"


def first_free(limit: Limit, keys: list[str], taken: dict[str, float], *, at: float) -> str | None:
    for key in keys:
        if key not in taken and caches[CACHE].add(key, at + limit.seconds, limit.seconds):
            return key
    return None


def refusal(
    limit: Limit, keys: list[str], taken: dict[str, float], *, at: float
) -> TooManyAttempts:
    """Noted until there is a place again, unless one was given back while it was noted."""
    next_free = min((taken[key] for key in keys if key in taken), default=at + limit.seconds)
    seconds = seconds_until(next_free, at=at)
    note = f"{keys[0].rpartition(':')[0]}:{FULL}"
    caches[CACHE].add(note, next_free, seconds)
    if len(caches[CACHE].get_many(keys)) < limit.number:
        caches[CACHE].delete(note)
    return TooManyAttempts(seconds)


def seconds_until(moment: float, *, at: float) -> int:
    return max(1, math.ceil(moment - at))


def give_back(places: Iterable[str]) -> None:
    """Nothing is full of which there is a place again."""
    places = list(places)
    notes = {f"{place.rpartition(':')[0]}:{FULL}" for place in places}
    caches[CACHE].delete_many([*places, *notes])
