"""`rotativa import`: the archive of another system, into this paper."""

import json
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import click
from django.db import OperationalError

from rotativa.cli.prepare import require_tables
from rotativa.cli.progress import progress_bars
from rotativa.cli.site import CannotRun, enter_finished_site, held
from rotativa.lib.config import Config
from rotativa.lib.garbage import rare_collections

if TYPE_CHECKING:
    from rotativa.importers.records import Notice, Record
    from rotativa.importers.report import Report

Reader = Callable[[str], "Iterator[Record]"]
SHOWN_NOTICES = 20
LABELS = {"reading": "Reading", "media": "Pictures and files", "items": "Articles and pages"}
FOLDER = click.Path(path_type=Path, file_okay=False, exists=True)


@click.group("import")
def import_() -> None:
    """Bring in the archive of another system. Safe to stop and to run again."""


def options(command: Callable[..., None]) -> Callable[..., None]:
    """What every system's import takes."""
    for option in (
        click.option("--site", type=FOLDER, help="The site's folder."),
        click.option("--language", default="", help="Language of what does not say its own."),
        click.option("--media", type=FOLDER, help="Folder with the old site's pictures and files."),
        click.option(
            "--no-fetch", is_flag=True, help="Fetch no pictures or files from the old site."
        ),
        click.option("--dry-run", is_flag=True, help="Read and report; store nothing."),
        click.option("--json", "as_json", is_flag=True, help="Print the whole report as JSON."),
    ):
        command = option(command)
    return command


@import_.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@options
def wordpress(files: tuple[Path, ...], **chosen: Any) -> None:
    """Import WordPress export files (WXR)."""
    config = enter_finished_site(chosen["site"])
    from rotativa.importers.systems.wordpress import read_wxr  # noqa: PLC0415  # settings come first

    run(config, lambda language: read_wxr(files, language=language), **chosen)


@import_.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--url", default="", help="Address of the old site, which the file does not tell.")
@click.option(
    "--permalink", default="", help="Form of its posts' addresses, such as /:year/:month/:slug/."
)
@options
def ghost(file: Path, url: str, permalink: str, **chosen: Any) -> None:
    """Import an export file of Ghost (JSON)."""
    config = enter_finished_site(chosen["site"])
    from rotativa.importers.systems.ghost import read_ghost  # noqa: PLC0415  # settings come first

    def reader(language: str) -> "Iterator[Record]":
        return read_ghost(
            file, language=language, languages=config.languages, url=url, permalink=permalink
        )

    run(config, reader, **chosen)


@import_.command()
@click.argument("folder", type=click.Path(path_type=Path))
@options
def markdown(folder: Path, **chosen: Any) -> None:
    """Import a folder of Markdown files with front matter, as Hugo and Jekyll use them."""
    config = enter_finished_site(chosen["site"])
    from rotativa.importers.systems.markdown import (  # noqa: PLC0415  # settings come first
        read_markdown,
    )

    zone = ZoneInfo(config.time_zone)
    run(config, lambda language: read_markdown(folder, language=language, zone=zone), **chosen)


def run(
    config: Config,
    reader: Reader,
    *,
    site: Path | None,  # noqa: ARG001  # entered already
    language: str,
    media: Path | None,
    no_fetch: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    from rotativa.importers.plan import Plan  # noqa: PLC0415  # settings come first

    plan = Plan(
        languages=tuple(config.languages),
        language=language or config.languages[0],
        media_folder=media,
        fetches_media=not no_fetch,
        is_dry_run=dry_run,
    )
    require_tables()
    at = datetime.now(UTC)
    busy = "Another import is running. Wait until it has ended."
    try:
        with (
            rare_collections(),
            held(config.site / "data" / "import.lock", busy=busy),
            progress_bars(LABELS, is_quiet=as_json or not sys.stderr.isatty()) as progress,
        ):
            report = store_or_refuse(reader, plan=plan, at=at, progress=progress)
        path = free_path(config.site / "data" / "imports" / f"{at:%Y%m%d-%H%M%S}.json")
        report.write(path)
    except (OSError, OperationalError) as error:
        raise CannotRun(stopped(error)) from error
    click.echo(report.as_json() if as_json else summary(report, path=path))
    click.get_current_context().exit(1 if report.has_refusals else 0)


def store_or_refuse(reader: Reader, *, plan: Any, at: datetime, progress: Any) -> "Report":
    from rotativa.importers.actions import store  # noqa: PLC0415  # settings come first
    from rotativa.importers.records import ImportRefused  # noqa: PLC0415  # settings come first

    try:
        return store(reader(plan.language), plan=plan, at=at, progress=progress)
    except ImportRefused as error:
        raise CannotRun(str(error)) from error


def stopped(error: Exception) -> str:
    """A full disk and its like, in one line: whoever runs the import can make room and go on."""
    reason = " ".join(str(error).split())
    return (
        f"The import stopped: {reason}. What was stored until then is whole: "
        "put that right and run the same command again, and it goes on from there."
    )


def free_path(path: Path) -> Path:
    """The path, with a number when another import ended in the same second."""
    free, number = path, 1
    while free.exists():
        number += 1
        free = path.with_stem(f"{path.stem}-{number}")
    return free


def summary(report: "Report", *, path: Path) -> str:
    counts = json.loads(report.as_json())
    verb = "would be stored" if report.is_dry_run else "stored"
    lines = [
        f"{title}: "
        + (", ".join(f"{n} {kind}" for kind, n in sorted(counts[key].items()) if n) or "none")
        for key, title in (
            ("stored", verb.capitalize()),
            ("unchanged", "There already"),
            ("refused", "Refused"),
        )
    ]
    lines.append(
        f"Linked as translations: {report.linked_translations}; redirects: {report.redirects}; "
        f"comments kept: {report.comments_kept}"
    )
    shown = [notice for notice in report.notices if notice.action == "skipped"][:SHOWN_NOTICES]
    lines += [f"  {line_of(notice)}" for notice in shown]
    if len(report.notices) > len(shown):
        lines.append(f"  … and {len(report.notices) - len(shown)} more in the report.")
    lines.append(f"Report: {path}")
    return "\n".join(lines)


def line_of(notice: "Notice") -> str:
    place = f" ({notice.place})" if notice.place and notice.place != notice.what else ""
    return f"{notice.action}: {notice.what}: {notice.why}{place}"
