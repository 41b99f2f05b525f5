"""How much one visitor may ask: each question costs the database that the desk works on.

Counted in each process by itself, without a write to that very database.
"""

import hashlib

from django.core.cache import caches

CACHE = "searches"
MOST_A_MINUTE = 60
MINUTE = 60


class TooManySearches(Exception):
    def __init__(self, seconds: int) -> None:
        super().__init__(f"Not before {seconds} seconds are over.")
        self.seconds = seconds


def count_search(visitor: str, *, at: float) -> None:
    minute, seconds = divmod(int(at), MINUTE)
    key = f"{minute}:{hashlib.sha256(visitor.encode()).hexdigest()}"
    caches[CACHE].add(key, 0, MINUTE)
    if caches[CACHE].get(key, 0) >= MOST_A_MINUTE:
        raise TooManySearches(MINUTE - seconds)
    caches[CACHE].incr(key)
