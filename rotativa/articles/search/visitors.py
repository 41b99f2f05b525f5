"""How much one visitor may search for."""

from rotativa.lib.visits import count_visit

CACHE = "searches"
MOST_A_MINUTE = 60


def count_search(visitor: str, *, at: float) -> None:
    count_visit(visitor, cache=CACHE, most=MOST_A_MINUTE, at=at)
