"""`rotativa doctor`: what is wrong with a site, and what to do about it."""

import json
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import asdict
from datetime import timedelta
from functools import partial
from pathlib import Path

import click
from django.core.checks import WARNING, run_checks
from django.db import DatabaseError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import to_locale
from PIL import features

from rotativa.cli.doctor_articles import articles
from rotativa.cli.doctor_cards import share_cards
from rotativa.cli.doctor_comments import comments
from rotativa.cli.doctor_copies import copies
from rotativa.cli.doctor_mail import mail
from rotativa.cli.doctor_newsletters import newsletters
from rotativa.cli.doctor_press import press
from rotativa.cli.doctor_readers import readers
from rotativa.cli.doctor_replay import replay
from rotativa.cli.doctor_search import search
from rotativa.cli.doctor_translator import translator
from rotativa.cli.failures import advice
from rotativa.cli.findings import Finding
from rotativa.cli.prepare import database_file, missing_changes, refuse_missing_file
from rotativa.cli.site import CannotRun, enter_finished_site
from rotativa.lib.catalogues import has_catalogue
from rotativa.lib.config import Config

LEAST_FREE_BYTES = 500 * 1024 * 1024
LARGEST_SKEW = timedelta(minutes=10)

Examination = Callable[[Config], Iterator[Finding]]


@click.command()
@click.option("--site", type=click.Path(path_type=Path, file_okay=False), help="The site's folder.")
@click.option(
    "--fix",
    is_flag=True,
    help="Repair lists of articles, numbers of comments, keys of subscribers, share cards, copies of sources, printed pages and the search index.",
)
@click.option("--json", "as_json", is_flag=True, help="For machines.")
@click.pass_context
def doctor(context: click.Context, *, site: Path | None, fix: bool, as_json: bool) -> None:
    """Look at the whole site and say what is wrong and what to do."""
    config = enter_finished_site(site)
    examinations: list[Examination] = [
        *EXAMINATIONS,
        partial(articles, fix=fix),
        partial(comments, fix=fix),
        partial(newsletters, fix=fix),
        partial(share_cards, fix=fix),
        partial(copies, fix=fix),
        partial(press, fix=fix),
        partial(search, fix=fix),
    ]
    findings = [finding for examine in examinations for finding in examine(config)]
    if as_json:
        click.echo(json.dumps([asdict(finding) for finding in findings], ensure_ascii=False))
    else:
        for finding in findings:
            click.echo(f"{'ok   ' if finding.is_fine else 'WRONG'}  {finding.part}: {finding.what}")
            if finding.advice:
                click.echo(f"       {finding.advice}")
    context.exit(0 if all(finding.is_fine for finding in findings) else 1)


def folders(config: Config) -> Iterator[Finding]:
    for name in ("data", "media", "secrets"):
        folder = config.site / name
        if not folder.is_dir() or not os.access(folder, os.W_OK):
            yield Finding(
                "folders",
                False,
                f"{folder} cannot be written.",
                "Make it and give it to this user.",
            )
    free = shutil.disk_usage(config.site).free
    enough = free > LEAST_FREE_BYTES
    yield Finding(
        "disk",
        enough,
        f"{free // 1024**2:,} MB free.",
        "" if enough else "Free some space: uploads and captures will fail soon.",
    )


def secrets(config: Config) -> Iterator[Finding]:
    """Signing keys, passwords and the accounts of those who write are nobody else's."""
    private = [path for path in (config.site / "secrets").glob("*") if path.is_file()]
    database = database_file()
    if database is not None and not is_closed(database.parent):
        private.append(database)
    open_to_others = [path for path in private if path.exists() and not is_closed(path)]
    for path in open_to_others:
        yield Finding("secrets", False, f"{path} can be read by others.", f"Run: chmod 600 {path}")
    if not open_to_others:
        yield Finding("secrets", True, "kept from others.")


def is_closed(path: Path) -> bool:
    return not path.stat().st_mode & 0o077


def database(config: Config) -> Iterator[Finding]:  # noqa: ARG001  # all examinations take it
    try:
        missing = missing_changes()
        damage = damage_of_database()
    except CannotRun as error:
        yield Finding("database", False, "cannot be used.", error.message)
        return
    except DatabaseError as error:
        words = " ".join(str(error).split())
        yield Finding("database", False, f"does not answer: {words}.", advice(words))
        return
    yield Finding(
        "database",
        not missing,
        f"{connection.vendor}, " + (f"{missing} changes missing." if missing else "up to date."),
        "Run: rotativa manage migrate" if missing else "",
    )
    if damage:
        yield Finding("database", False, f"is damaged: {damage}.", "Put a backup back.")


def damage_of_database() -> str:
    """What SQLite finds wrong in its file; other databases look after themselves."""
    if connection.vendor != "sqlite":
        return ""
    with connection.cursor() as cursor:
        [(first,), *_] = cursor.execute("PRAGMA quick_check(1)").fetchall()
    return "" if first == "ok" else " ".join(str(first).split())


def clock(config: Config) -> Iterator[Finding]:  # noqa: ARG001  # all examinations take it
    """A machine that believes it is yesterday publishes late and refuses sessions."""
    try:
        refuse_missing_file()
        newest = MigrationRecorder(connection).migration_qs.aggregate(at=Max("applied"))["at"]
    except (CannotRun, DatabaseError):
        return  # the database's own finding has said so
    ahead = newest is not None and newest > timezone.now() + LARGEST_SKEW
    yield Finding(
        "clock",
        not ahead,
        f"the database was changed on {newest:%Y-%m-%d %H:%M}, which is still to come."
        if ahead
        else "goes forward.",
        "Set this machine's clock; systemd-timesyncd or chrony keeps it right." if ahead else "",
    )


def languages(config: Config) -> Iterator[Finding]:
    for language in config.languages:
        folder = config.site / "theme" / "locale" / to_locale(language) / "LC_MESSAGES"
        if has_catalogue(language):
            yield Finding("languages", True, f"{language}: complete.")
        elif (folder / "django.mo").is_file():
            yield Finding("languages", True, f"{language}: speaks in the words of the theme.")
        else:
            yield Finding(
                "languages",
                False,
                f"{language}: the interface is not translated; its pages speak English.",
                f"Screen readers take that for {language}. Put a catalogue into {folder}: see docs/run/theme.md.",
            )


def pictures(config: Config) -> Iterator[Finding]:  # noqa: ARG001  # all examinations take it
    for name in ("avif", "webp", "jpg"):
        known = bool(features.check(name))
        yield Finding(
            "pictures",
            known,
            f"{name} {'can' if known else 'cannot'} be written.",
            ""
            if known
            else "Install Pillow from its own wheel: pip install --force-reinstall pillow",
        )


def deployment(config: Config) -> Iterator[Finding]:
    faults = [
        message
        for message in run_checks(include_deployment_checks=config.is_public)
        if message.level >= WARNING and not message.is_silenced()
    ]
    for fault in faults:
        yield Finding("settings", False, str(fault.msg), str(fault.hint or ""))
    if not faults:
        yield Finding("settings", True, "sound.")


EXAMINATIONS: list[Examination] = [
    folders,
    secrets,
    database,
    clock,
    languages,
    pictures,
    deployment,
    translator,
    replay,
    mail,
    readers,
]
