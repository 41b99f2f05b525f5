"""How much one visitor may ask within a minute: what anybody may ask for costs the database that the desk works on.

Counted in each process by itself, without a write to that very database.
"""

import hashlib

from django.core.cache import caches

MINUTE = 60


class TooManyVisits(Exception):
    def __init__(self, seconds: int) -> None:
        super().__init__(f"Not before {seconds} seconds are over.")
        self.seconds = seconds


def count_visit(visitor: str, *, cache: str, most: int, at: float) -> None:
    """One entry a visitor, so that many visitors push nobody's count out."""
    minute, seconds = divmod(int(at), MINUTE)
    key = f"{minute}:{hashlib.sha256(visitor.encode()).hexdigest()}"
    caches[cache].add(key, 0, 2 * MINUTE)  # it outlives the minute that it counts
    if caches[cache].get(key, 0) >= most:
        raise TooManyVisits(MINUTE - seconds)
    caches[cache].incr(key)
