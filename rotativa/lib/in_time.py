"""A bound for what knows none itself, as the machine's resolver."""

import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

T = TypeVar("T")


def in_time(do: Callable[[], T], *, seconds: float) -> T:
    """What it returns or raises; `TimeoutError` where that takes longer. Its thread keeps no process from ending."""
    done: Future[T] = Future()

    def run() -> None:
        try:
            done.set_result(do())
        except Exception as error:  # noqa: BLE001  # raised again in the thread that asked
            done.set_exception(error)

    threading.Thread(target=run, name="in time", daemon=True).start()
    return done.result(timeout=seconds)
