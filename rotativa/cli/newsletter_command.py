"""`rotativa newsletter`: subscribers out of files of other systems, and into one of ours."""

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click

from rotativa.cli.issues_command import compose, send, status
from rotativa.cli.prepare import require_tables
from rotativa.cli.site import CannotRun, enter_finished_site
from rotativa.lib.config import Config

if TYPE_CHECKING:
    from rotativa.newsletters.actions import Brought, Plan
    from rotativa.newsletters.models import Newsletter
    from rotativa.newsletters.tables.read import Table

SITE = click.option(
    "--site",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="The site's folder.",
)
SHOWN_FAULTS = 20
TITLES = {
    "added": "added",
    "left": "kept as having left",
    "suppressed": "suppressed from now on",
    "known": "known already, left as they are",
    "suppressed before": "suppressed before, left out",
    "elsewhere": "of newsletters that are not here, left out",
    "unconfirmed": "never confirmed, left out",
    "twice": "there twice",
    "unclear": "of whom the file does not say that they get mail, left out",
    "refused": "refused",
}

HEEDED = {
    "says": "taken to say who gets mail",
    "may say": "which may say who gets mail, how is not known",
    "none": "not heeded",
}


@click.group()
def newsletter() -> None:
    """Subscribers of the newsletters, in and out."""


@newsletter.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--newsletter", "slugs", multiple=True, help="What they get, where the file does not say it."
)
@click.option("--language", default="", help="Language of those that do not say their own.")
@click.option(
    "--unheeded", multiple=True, help="A column that says nothing of mail, however it is called."
)
@click.option("--sure", is_flag=True, help="No column that is not heeded says who gets mail.")
@click.option("--dry-run", is_flag=True, help="Read and report; store nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print the whole report as JSON.")
@SITE
def import_subscribers(
    files: tuple[Path, ...],
    *,
    slugs: tuple[str, ...],
    language: str,
    unheeded: tuple[str, ...],
    sure: bool,
    dry_run: bool,
    as_json: bool,
    site: Path | None,
) -> None:
    """Bring in subscribers: CSV of ours, of Ghost, Mailchimp or Substack. Safe to run again."""
    config = enter_finished_site(site)
    require_tables()
    from rotativa.newsletters.actions import Plan  # noqa: PLC0415  # settings come first

    if language and language not in config.languages:
        raise CannotRun(f"The site does not speak {language}: {', '.join(config.languages)}")
    newsletters = named(slugs)
    look_at_columns(files, unheeded=unheeded, is_sure=sure or dry_run)

    def plan_for(source: str) -> Plan:
        return Plan(
            newsletters=newsletters,
            language=language or config.languages[0],
            languages=config.languages,
            source=source,
            is_dry_run=dry_run,
        )

    reports = {str(path): bring(path, plan_for, unheeded=unheeded) for path in files}
    click.echo(as_text(reports, dry_run=dry_run) if not as_json else as_machines_read(reports))
    is_refused = any(report.broken or report.faults for _, report in reports.values())
    click.get_current_context().exit(1 if is_refused else 0)


def named(slugs: tuple[str, ...]) -> list["Newsletter"]:
    from rotativa.newsletters.models import Newsletter  # noqa: PLC0415  # settings come first

    known = {each.slug: each for each in Newsletter.objects.order_by("pk")}
    if unknown := [slug for slug in slugs if slug not in known]:
        raise CannotRun(f"There is no newsletter {unknown[0]}: {', '.join(known)}")
    return [known[slug] for slug in slugs] or [Newsletter.objects.daily()]


def look_at_columns(files: tuple[Path, ...], *, unheeded: tuple[str, ...], is_sure: bool) -> None:
    """Of all files before the first is stored: who is written to once cannot be unwritten to."""
    known: set[str] = set()
    for path in files:
        with opened(path, unheeded=unheeded) as table:
            passed_over = [name for name, heed in table.heeds().items() if heed == "none"]
            known |= {*table.names}
        doubted = [name for name in passed_over if name not in table.unheeded]
        if doubted and not is_sure:
            raise CannotRun(
                f"{path}: Nothing is stored yet. Not heeded: {', '.join(doubted)}. If none of them says who gets mail, "
                "say --sure, or name them with --unheeded; one that does is called status in the file."
            )
    if unknown := table.unheeded - known:
        raise CannotRun(f"There is no column {min(unknown)}: {', '.join(sorted(known))}")


@contextmanager
def opened(path: Path, *, unheeded: tuple[str, ...]) -> Iterator["Table"]:
    from rotativa.newsletters.tables.read import Table  # noqa: PLC0415  # settings come first
    from rotativa.newsletters.tables.records import (  # noqa: PLC0415  # settings come first
        TableRefused,
    )

    try:
        with path.open("rb") as file:
            yield Table(file, name=path.name, unheeded=unheeded)
    except (OSError, TableRefused) as error:
        raise CannotRun(f"{path}: {error}") from error


def bring(
    path: Path, plan_for: Callable[[str], "Plan"], *, unheeded: tuple[str, ...]
) -> tuple["Table", "Brought"]:
    from rotativa.newsletters.actions import bring_in  # noqa: PLC0415  # settings come first

    with opened(path, unheeded=unheeded) as table:
        plan = plan_for(f"{path.name} ({table.system})")
        report = bring_in(table.records(), plan, at=datetime.now(UTC))
        if report.broken and not report.counts:
            raise report.broken
    return table, report


def as_machines_read(reports: dict[str, tuple["Table", "Brought"]]) -> str:
    return json.dumps(
        {
            path: {
                "system": table.system,
                "columns": table.heeds(),
                "counts": dict(report.counts),
                "faults": [asdict(each) for each in report.faults],
                "broken": str(report.broken or ""),
            }
            for path, (table, report) in reports.items()
        }
    )


def as_text(reports: dict[str, tuple["Table", "Brought"]], *, dry_run: bool) -> str:
    lines = []
    for path, (table, report) in reports.items():
        told = [
            f"{report.counts[key]} {words}" for key, words in TITLES.items() if report.counts[key]
        ]
        lines.append(f"{path} ({table.system}): {', '.join(told) or 'nobody'}")
        lines += columns_of(table)
        lines += [f"  line {each.line}: {each.why}" for each in report.faults[:SHOWN_FAULTS]]
        lines += [f"  {report.broken}; nothing was read from there on"] if report.broken else []
    return "\n".join([*lines, *(["Nothing was stored: this was a dry run."] if dry_run else [])])


def columns_of(table: "Table") -> list[str]:
    heeds = table.heeds()
    found = {
        words: [name for name in heeds if heeds[name] == heed] for heed, words in HEEDED.items()
    }
    return [f"  {words}: {', '.join(names)}" for words, names in found.items() if names]


@newsletter.command("export")
@click.argument("file", default="-", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--language", default="", help="Only those who get it in this language.")
@SITE
def export_subscribers(file: Path, *, language: str, site: Path | None) -> None:
    """Write all subscribers, with the proof of their consent, as CSV."""
    config: Config = enter_finished_site(site)
    require_tables()
    from rotativa.newsletters.models import Subscriber  # noqa: PLC0415  # settings come first
    from rotativa.newsletters.tables.write import lines_of  # noqa: PLC0415  # settings come first

    if language and language not in config.languages:
        raise CannotRun(f"The site does not speak {language}: {', '.join(config.languages)}")
    rows = Subscriber.objects.filter(language=language) if language else Subscriber.objects.all()
    try:
        with written(file) as out:
            out.writelines(lines_of(rows))
    except OSError as error:
        raise CannotRun(f"{file}: {error.strerror}") from error


@contextmanager
def written(path: Path) -> Iterator[TextIO]:
    """For its owner alone, and never over another file."""
    if str(path) == "-":
        yield sys.stdout
        return
    number = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(number, "w", encoding="utf-8", newline="") as file:
        yield file


for command in (compose, send, status):
    newsletter.add_command(command)
