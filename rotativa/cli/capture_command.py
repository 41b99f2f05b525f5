"""`rotativa capture`: take the copies that wait, and first ask for those given; or look at sources."""

import json
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rotativa.cli.prepare import require_tables
from rotativa.cli.print_command import until_told
from rotativa.cli.progress import progress_bars
from rotativa.cli.site import CannotRun, enter_finished_site

if TYPE_CHECKING:
    from rotativa.evidence.models import Source

PAUSE_SECONDS = 0.5
Progress = Callable[[int], None]


@click.command("capture")
@click.argument("addresses", nargs=-1, metavar="[URL]…")
@click.option("--missing", is_flag=True, help="Ask for a copy of each source that has no good one.")
@click.option("--check", is_flag=True, help="Look at sources instead: are they as we copied them?")
@click.option("--site", type=click.Path(path_type=Path, file_okay=False), help="The site's folder.")
@click.option("--json", "as_json", is_flag=True, help="Print the figures as JSON.")
def capture(
    addresses: tuple[str, ...], *, missing: bool, check: bool, site: Path | None, as_json: bool
) -> None:
    """Take the copies that wait, and first ask for those given. Safe to stop and to run again."""
    enter_finished_site(site)
    require_tables()
    if check and missing:
        raise CannotRun("--missing asks for copies, --check looks at sources: give one of them.")
    sources = sources_at(addresses)
    work, bad = (look_at_due, BAD_LOOKS) if check else (take_due, BAD_COPIES)
    ask(sources, missing=missing, check=check)
    quiet = as_json or not sys.stderr.isatty()
    labels = {"work": "Sources" if check else "Copies"}
    with until_told() as goes_on, progress_bars(labels, is_quiet=quiet) as bars:
        total = max(1, how_many(check=check))
        done = work(sources, goes_on, lambda number: bars("work", number, max(total, number)))
    click.echo(json.dumps(dict(done)) if as_json else summary(done))
    click.get_current_context().exit(1 if any(done[each] for each in bad) else 0)


BAD_COPIES = ("queued", "failed")
BAD_LOOKS = ("quote", "changed", "gone", "blocked", "unreachable", "usurped")


def sources_at(addresses: Iterable[str]) -> "list[Source]":
    from rotativa.evidence.models import Source  # noqa: PLC0415  # settings come first
    from rotativa.lib.fetch_errors import Refused  # noqa: PLC0415  # settings come first

    found = []
    for address in addresses:
        try:
            source = Source.objects.at_address(address).first()
        except Refused as error:
            raise CannotRun(f"{address}: {error}") from error
        if source is None:
            raise CannotRun(
                f"{address} is no source. Sources are added at the desk, by citing them."
            )
        found.append(source)
    return found


def ask(sources: "Sequence[Source]", *, missing: bool, check: bool) -> None:
    from django.utils import timezone  # noqa: PLC0415  # settings come first

    from rotativa.evidence import actions  # noqa: PLC0415  # settings come first
    from rotativa.evidence.models import Source  # noqa: PLC0415  # settings come first

    at = timezone.now()
    if missing:
        for ids in batches(list(Source.objects.order_by("pk").values_list("pk", flat=True))):
            actions.request_captures(ids, at=at)
    for source in sources:
        if check:
            actions.request_check(source, at=at)
        else:
            actions.request_capture(source, by=None, at=at)


def batches(ids: list[int], size: int = 500) -> Iterable[list[int]]:
    return (ids[start : start + size] for start in range(0, len(ids), size))


def how_many(*, check: bool) -> int:
    from django.utils import timezone  # noqa: PLC0415  # settings come first

    from rotativa.evidence.models import Capture, Source  # noqa: PLC0415  # settings come first

    at = timezone.now()
    due = Source.objects.checks_due(at) if check else Capture.objects.due(at)
    return int(due.count())


def take_due(
    _sources: "Sequence[Source]", goes_on: Callable[[], bool], progress: Progress
) -> Counter[str]:
    """What fails and may be had later waits for its next attempt, and is told as waiting."""
    from django.utils import timezone  # noqa: PLC0415  # settings come first

    from rotativa.evidence.actions import take_capture  # noqa: PLC0415  # settings come first
    from rotativa.evidence.models import Capture  # noqa: PLC0415  # settings come first

    done: Counter[str] = Counter()
    due = Capture.objects.select_related("source")
    while goes_on() and (capture := due.due(timezone.now()).first()) is not None:
        done[take_capture(capture, at=timezone.now()).status] += 1
        progress(done.total())
    return done


def look_at_due(
    sources: "Sequence[Source]", goes_on: Callable[[], bool], progress: Progress
) -> Counter[str]:
    """What is due, and those asked for, also where their site wants a pause between two looks."""
    from django.utils import timezone  # noqa: PLC0415  # settings come first

    from rotativa.evidence.actions import check_due  # noqa: PLC0415  # settings come first
    from rotativa.evidence.actions.check_source import (  # noqa: PLC0415  # settings come first
        PAUSE,
    )
    from rotativa.evidence.models import Source  # noqa: PLC0415  # settings come first

    done: Counter[str] = Counter()
    asked = Source.objects.filter(pk__in=[each.pk for each in sources])
    while True:
        for check in check_due(now=timezone.now, goes_on=goes_on):
            done[check.state] += 1
        progress(done.total())
        soon = asked.filter(next_check_at__lte=timezone.now() + 2 * PAUSE)
        if not goes_on() or not soon.exists():
            return done
        time.sleep(PAUSE_SECONDS)


def summary(done: Counter[str]) -> str:
    """`Copies: 3 taken, 1 doubtful.`"""
    told = ", ".join(f"{number} {WORDS.get(name, name)}" for name, number in sorted(done.items()))
    return f"Done: {told}." if told else "Nothing was due."


WORDS = {
    "taken": "taken",
    "doubtful": "to be looked at by a person",
    "queued": "to be tried again",
    "quote": "without the words relied on",
    "blocked": "that let no machine in",
}
