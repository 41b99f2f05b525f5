"""How much one visitor may ask within a while: what anybody may ask for costs the database that the desk works on.

Counted in each process by itself, without a write to that very database.
"""

import hashlib

from django.core.cache import caches

MINUTE = 60


class TooManyVisits(Exception):
    def __init__(self, seconds: int) -> None:
        super().__init__(f"Not before {seconds} seconds are over.")
        self.seconds = seconds


def count_visit(visitor: str, *, cache: str, most: int, at: float, span: int = MINUTE) -> None:
    """One entry a visitor, so that many visitors push nobody's count out. Raises `TooManyVisits`."""
    turn, seconds = divmod(int(at), span)
    key = f"{span}:{turn}:{hashlib.sha256(visitor.encode()).hexdigest()}"
    caches[cache].add(key, 0, 2 * span)  # it outlives the span that it counts
    if caches[cache].get(key, 0) >= most:
        raise TooManyVisits(span - seconds)
    caches[cache].incr(key)
