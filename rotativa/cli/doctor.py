"""`rotativa doctor`: what is wrong with a site, and what to do about it."""

import json
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import click
from django.core.checks import WARNING, run_checks
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import to_locale
from PIL import features

from rotativa.cli.site import enter_site
from rotativa.lib.config import Config

LEAST_FREE_BYTES = 500 * 1024 * 1024
PACKAGE = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Finding:
    part: str
    is_fine: bool
    what: str
    advice: str = ""


@click.command()
@click.option("--site", type=click.Path(path_type=Path, file_okay=False), help="The site's folder.")
@click.option("--json", "as_json", is_flag=True, help="For machines.")
@click.pass_context
def doctor(context: click.Context, site: Path | None, as_json: bool) -> None:
    """Look at the whole site and say what is wrong and what to do."""
    config = enter_site(site)
    findings = [finding for examine in EXAMINATIONS for finding in examine(config)]
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
    secret = config.site / "secrets" / "secret_key"
    if secret.exists() and secret.stat().st_mode & 0o077:
        yield Finding(
            "secrets", False, f"{secret} can be read by others.", f"Run: chmod 600 {secret}"
        )
    else:
        yield Finding("secrets", True, "kept from others.")


def database(config: Config) -> Iterator[Finding]:  # noqa: ARG001  # all examinations take it
    try:
        connection.ensure_connection()
        executor = MigrationExecutor(connection)
        missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as error:
        yield Finding(
            "database",
            False,
            f"does not answer: {error}".strip(),
            "Check `database` in the settings.",
        )
        return
    yield Finding(
        "database",
        not missing,
        f"{connection.vendor}, "
        + (f"{len(missing)} changes missing." if missing else "up to date."),
        "Run: rotativa manage migrate" if missing else "",
    )


def languages(config: Config) -> Iterator[Finding]:
    for language in config.languages:
        catalogue = PACKAGE / "locale" / to_locale(language) / "LC_MESSAGES" / "django.po"
        own = config.site / "theme" / "locale" / to_locale(language) / "LC_MESSAGES" / "django.mo"
        complete = language.split("-")[0] == "en" or catalogue.is_file() or own.is_file()
        yield Finding(
            "languages",
            complete,
            f"{language}: " + ("complete." if complete else "the interface is not translated."),
            "" if complete else f"Put a catalogue into {own.parent}; pages fall back to English.",
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


EXAMINATIONS: list[Callable[[Config], Iterator[Finding]]] = [
    folders,
    secrets,
    database,
    languages,
    pictures,
    deployment,
]
