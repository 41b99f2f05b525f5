"""`rotativa print`: print what is stale, and first mark the pages given, or all."""

import json
import multiprocessing
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import click

from rotativa.cli.prepare import prepare_static, require_tables
from rotativa.cli.site import CannotRun, enter_finished_site, enter_site

if TYPE_CHECKING:
    from rotativa.press.actions import Done

LOOK_SECONDS = 0.5
PAUSE_SECONDS = 0.1


@click.command("print")
@click.argument("addresses", nargs=-1, metavar="[URL]…")
@click.option("--all", "everything", is_flag=True, help="Every page of the site.")
@click.option("--jobs", default=1, type=click.IntRange(1, 64), help="Processes that print.")
@click.option("--site", type=click.Path(path_type=Path, file_okay=False), help="The site's folder.")
@click.option("--json", "as_json", is_flag=True, help="Print the figures as JSON.")
def print_(
    addresses: tuple[str, ...], *, everything: bool, jobs: int, site: Path | None, as_json: bool
) -> None:
    """Print what is stale, and first mark the pages given, or all. Safe to stop and to run again."""
    config = enter_finished_site(site)
    require_tables()
    prepare_static(config)  # pages name their style sheets
    mark(addresses, everything=everything)
    done = print_in(jobs, config.site, is_quiet=as_json or not sys.stderr.isatty())
    click.echo(json.dumps(asdict(done)) if as_json else summary(done))
    if done.no_room:
        raise CannotRun(f"Printing stopped, and goes on when there is room: {done.no_room}")
    click.get_current_context().exit(1 if done.failed else 0)


def mark(addresses: Sequence[str], *, everything: bool) -> None:
    from django.utils import timezone  # noqa: PLC0415  # settings come first

    from rotativa.press.actions import begin_reprint  # noqa: PLC0415  # settings come first
    from rotativa.press.models import Printing  # noqa: PLC0415  # settings come first

    at = timezone.now()
    if everything:
        begin_reprint(at=at, why="rotativa print --all")
    for address in addresses:
        known = Printing.objects.filter(path=unquote(urlsplit(address).path))
        if not known.exists():
            raise CannotRun(
                f"{address} is no page that is printed. Print all once: rotativa print --all"
            )
        known.mark_stale(at=at, why="rotativa print")


def print_in(jobs: int, site: Path, *, is_quiet: bool) -> "Done":
    """In so many processes; the first stops the others on Ctrl+C or when there is no room."""
    from rotativa.press.actions import Done  # noqa: PLC0415  # settings come first

    if jobs == 1 and is_quiet:
        return work(site)
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(jobs, mp_context=spawn) as pool, ignoring_interrupts():
        futures = [pool.submit(work, site) for _ in range(jobs)]
        show(futures, is_quiet=is_quiet)
        return Done.sum_of(future.result() for future in futures)


def work(site: Path) -> "Done":
    """What each process does: print until nothing is stale, or until it is told to stop."""
    enter_site(site)
    from rotativa.press.cdn.configured import settle  # noqa: PLC0415  # settings come first

    with until_told() as goes_on:
        done = print_stale(goes_on)
        settle()
        return done


def print_stale(goes_on: Callable[[], bool]) -> "Done":
    """A page that was printed in this very second waits for the next, and so do we."""
    from django.utils import timezone  # noqa: PLC0415  # settings come first

    from rotativa.press.actions import Done, print_due  # noqa: PLC0415  # settings come first
    from rotativa.press.models import Printing  # noqa: PLC0415  # settings come first
    from rotativa.press.targets.configured import target  # noqa: PLC0415  # settings come first

    done = Done()
    while True:
        part = print_due(to=target(), now=timezone.now, goes_on=lambda _: goes_on())
        done = Done.sum_of([done, part])
        is_left = Printing.objects.filter(state=Printing.State.STALE).exists()
        if done.stopped or done.no_room or not is_left:
            return done
        time.sleep(PAUSE_SECONDS)


@contextmanager
def until_told() -> Iterator[Callable[[], bool]]:
    """Between two pages, never within one, on SIGINT and SIGTERM."""
    told = False

    def tell(number: int, frame: FrameType | None) -> None:  # noqa: ARG001  # signal's signature
        nonlocal told
        told = True

    before = {number: signal.signal(number, tell) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield lambda: not told
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def ignoring_interrupts() -> Iterator[None]:
    """Ctrl+C reaches the whole terminal: the processes that print stop, and we sum up."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def show(futures: Sequence["Future[Done]"], *, is_quiet: bool) -> None:
    """A bar that moves as pages become fresh, until the processes have ended."""
    from rotativa.press.models import Printing  # noqa: PLC0415  # settings come first

    if is_quiet:
        wait(futures)
        return
    total = Printing.objects.stale().count()
    with click.progressbar(length=total, label="Pages", file=sys.stderr) as bar:
        while wait(futures, timeout=LOOK_SECONDS).not_done:
            bar.update(max(0, total - Printing.objects.stale().count() - bar.pos))


def summary(done: "Done") -> str:
    return (
        f"Printed: {done.printed} with news, {done.same} the same as before, {done.failed} failed."
    )
