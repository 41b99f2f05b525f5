"""Bringing a site up to date before it is served: tables, languages, static files."""

import hashlib
import json
from pathlib import Path

import click
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from rotativa import __version__
from rotativa.lib.config import Config


def prepare_site(config: Config) -> None:
    """Safe to run at each start; does nothing that is done already."""
    migrate()
    add_languages(config)
    collect_static(config.site / "data" / "static")


def migrate() -> None:
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        click.echo("Bringing the database up to date …")
        call_command("migrate", verbosity=0, interactive=False)


def add_languages(config: Config) -> None:
    from rotativa.articles.actions import set_up_paper  # noqa: PLC0415  # settings come first
    from rotativa.articles.models import FrontPage  # noqa: PLC0415  # settings come first

    known = set(FrontPage.objects.values_list("locale__language_code", flat=True))
    if not known.issuperset(config.languages):
        set_up_paper(config.languages, base_url=config.base_url)


def collect_static(folder: Path) -> None:
    """Collect static files when any of them changed since the last time."""
    mark = folder / "collected.json"
    print_now = json.dumps({"version": __version__, "files": fingerprint()})
    if mark.is_file() and mark.read_text(encoding="utf-8") == print_now:
        return
    click.echo("Collecting static files …")
    call_command("collectstatic", verbosity=0, interactive=False)
    mark.write_text(print_now, encoding="utf-8")


def fingerprint() -> str:
    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list(None):
            status = Path(storage.path(path)).stat()
            digest.update(f"{path}\0{status.st_size}\0{status.st_mtime_ns}\n".encode())
    return digest.hexdigest()
