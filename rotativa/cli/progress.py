"""Progress of long commands."""

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import click


@contextmanager
def progress_bars(
    labels: Mapping[str, str], *, is_quiet: bool
) -> Iterator[Callable[[str, int, int], None]]:
    """A bar for each step, on a terminal; lines are left to the summary elsewhere."""
    bars: dict[str, Any] = {}

    def progress(step: str, done: int, total: int) -> None:
        if is_quiet:
            return
        bar = bars.get(step)
        if bar is None:
            finish(bars)
            bar = bars[step] = click.progressbar(length=total, label=labels[step], file=sys.stderr)
            bar.__enter__()
        bar.length = total
        bar.update(done - bar.pos)

    try:
        yield progress
    finally:
        finish(bars)


def finish(bars: dict[str, Any]) -> None:
    for bar in bars.values():
        if not bar.finished:
            bar.render_finish()
            bar.finished = True
