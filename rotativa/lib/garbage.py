"""Looking for waste less often, where there is hardly any."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def rare_collections() -> Iterator[None]:
    """What is loaded by now stays, and what follows comes and goes without holding each other.

    To look for waste after each seven hundred takes a tenth of an import, and a fifth of making the
    tables.
    """
    usual = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(20_000, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)
        gc.unfreeze()
