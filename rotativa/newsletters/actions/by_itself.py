"""Of many things one fails by itself."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

logger = logging.getLogger(__name__)


@contextmanager
def by_itself(failure: str, number: int) -> Iterator[None]:
    """It keeps no other from its turn, and is asked again with the next minute. `failure` is for the log."""
    try:
        yield
    except Exception:  # whatever it is, it is told in the log
        logger.exception(failure, number)
