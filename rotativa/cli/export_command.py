"""`rotativa export`: the whole site as static files, for any host, its links checked."""

import json
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rotativa.cli.prepare import prepare_static, require_tables
from rotativa.cli.print_command import print_in, until_told
from rotativa.cli.progress import progress_bars
from rotativa.cli.site import CannotRun, enter_finished_site, held

if TYPE_CHECKING:
    from rotativa.press.actions import Done
    from rotativa.press.export.report import Report

SHOWN = 20
STOPPED = (
    "The export was stopped before its end. Run the same command again: it goes on from there."
)
LABELS = {"pages": "Pages", "assets": "Pictures and files"}


class Stopped(Exception):
    """Somebody wants us to end; nothing is half-done."""


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option("--jobs", default=1, type=click.IntRange(1, 64), help="Processes that print.")
@click.option("--site", type=click.Path(path_type=Path, file_okay=False), help="The site's folder.")
@click.option("--json", "as_json", is_flag=True, help="Print the whole report as JSON.")
def export(folder: Path, *, jobs: int, site: Path | None, as_json: bool) -> None:
    """Write the whole site into FOLDER as static files, and check its links. Safe to stop and to run again."""
    config = enter_finished_site(site)
    require_tables()
    is_quiet = as_json or not sys.stderr.isatty()
    busy = "Another export is running. Wait until it has ended."
    with held(config.site / "data" / "export.lock", busy=busy):
        prepare_static(config)
        mark_what_was_never_printed()
        printed = print_in(jobs, config.site, is_quiet=is_quiet)
        if printed.no_room:
            raise CannotRun(f"Printing stopped, and goes on when there is room: {printed.no_room}")
        if printed.stopped:
            raise CannotRun(STOPPED)
        report = write(folder, is_quiet=is_quiet)
    click.echo(as_data(printed, report) if as_json else summary(printed, report, folder=folder))
    click.get_current_context().exit(1 if printed.failed or report.has_faults else 0)


def mark_what_was_never_printed() -> None:
    """A site that was never served has nothing printed, and may have been asked to print all anew."""
    from django.utils import timezone  # noqa: PLC0415  # settings come first

    from rotativa.press.actions import begin_reprint  # noqa: PLC0415  # settings come first
    from rotativa.press.models import Printing, Reprint  # noqa: PLC0415  # settings come first

    if Reprint.objects.waiting().exists() or not Printing.objects.exclude(printed_at=None).exists():
        begin_reprint(at=timezone.now(), why="rotativa export")


def write(folder: Path, *, is_quiet: bool) -> "Report":
    from django.conf import settings  # noqa: PLC0415  # settings come first

    from rotativa.press.actions import export as export_site  # noqa: PLC0415  # settings come first
    from rotativa.press.export.folder import NotOurs  # noqa: PLC0415  # settings come first
    from rotativa.press.targets.configured import (  # noqa: PLC0415  # settings come first
        folder_target,
    )

    with until_told() as goes_on, progress_bars(LABELS, is_quiet=is_quiet) as show:
        try:
            return export_site(
                folder_target(Path(settings.PRINTED_ROOT)),
                to=folder,
                progress=stoppable(show, goes_on),
            )
        except NotOurs as error:
            raise CannotRun(
                f"{error}. Name an empty folder, or one of an earlier export."
            ) from error
        except Stopped as error:
            raise CannotRun(STOPPED) from error
        except OSError as error:
            raise CannotRun(
                f"The export into {folder} stopped: {error.strerror}. "
                "Put that right and run the same command again."
            ) from error


def stoppable(
    show: Callable[[str, int, int], None], goes_on: Callable[[], bool]
) -> Callable[[str, int, int], None]:
    def progress(step: str, done: int, total: int) -> None:
        if not goes_on():
            raise Stopped
        show(step, done, total)

    return progress


def as_data(printed: "Done", report: "Report") -> str:
    return json.dumps({"printed": asdict(printed), **asdict(report)}, ensure_ascii=False)


def summary(printed: "Done", report: "Report", *, folder: Path) -> str:
    counts = (
        f"{report.pages} pages, {report.redirects} redirects, {report.assets} pictures and files; "
        f"{report.changed} files changed, {report.removed} removed"
    )
    lines = [f"Exported to {folder}: {counts}."]
    if printed.failed:
        lines.append(f"Not printed anew, and exported as they were: {printed.failed} pages.")
    lines += section(
        "Left out, no file can stand for it", [f"{e.path}: {e.why}" for e in report.refused]
    )
    lines += section("Left out, withdrawn: the host answers 404, not 410", report.gone)
    lines += section(
        "Needs the application, and leads nowhere on a host of files",
        [f"{path} (on {count} pages)" for path, count in report.needs_application.items()],
    )
    lines += section(
        "Needs a rule at the host for its type",
        [f"{path}: {kind}" for path, kind in report.odd_types.items()],
    )
    lines += section("Headers that the host must be told of", list(map(str, headers_lost(report))))
    lines += section("Broken links", [f"{e.target} on {e.page}: {e.why}" for e in report.broken])
    if not report.broken:
        lines.append("All links lead somewhere.")
    return "\n".join(lines)


def headers_lost(report: "Report") -> list[str]:
    counts = Counter(name for names in report.lost_headers.values() for name in names)
    return [f"{name} (on {count} pages)" for name, count in sorted(counts.items())]


def section(title: str, items: list[str]) -> list[str]:
    """A title and what stands under it, the first few of many."""
    if not items:
        return []
    shown = [f"  {item}" for item in items[:SHOWN]]
    more = [f"  … and {len(items) - SHOWN} more (--json has all)"] if len(items) > SHOWN else []
    return [f"{title}: {len(items)}", *shown, *more]
