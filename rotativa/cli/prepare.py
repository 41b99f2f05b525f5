"""Bringing a site up to date before it is served: tables, languages, static files."""

import fcntl
import hashlib
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import click
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from rotativa import __version__
from rotativa.cli.site import CannotRun
from rotativa.lib.config import CONFIG_NAME, Config
from rotativa.lib.garbage import rare_collections


def prepare_site(config: Config) -> None:
    """Safe to run at each start, and at once; does nothing that is done already."""
    with one_at_a_time(config):
        migrate()
        add_languages(config)
        collect_static(config)


def prepare_static(config: Config) -> None:
    """The static files alone, for commands that leave the database as it is."""
    with one_at_a_time(config):
        collect_static(config, say=partial(click.echo, err=True))


@contextmanager
def one_at_a_time(config: Config) -> Iterator[None]:
    data = config.site / "data"
    data.mkdir(exist_ok=True)
    with (data / "prepare.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def migrate() -> None:
    if missing_changes():
        click.echo("Bringing the database up to date …")
        with rare_collections():
            call_command("migrate", verbosity=0, interactive=False)


def require_tables() -> None:
    """Refuse a database that lags behind the program, where it is not ours to change."""
    if missing_changes():
        raise CannotRun("The database is not up to date. Run: rotativa manage migrate")


def missing_changes() -> int:
    """How many migrations the database lacks; refuses one that has nothing in it."""
    refuse_missing_file()
    executor = MigrationExecutor(connection)
    if not executor.loader.applied_migrations:
        raise CannotRun(f"The database has no tables. {HOW_TO_BEGIN}")
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


HOW_TO_BEGIN = (
    "Put a backup back; or, for an empty paper, run: rotativa manage migrate, then: "
    "rotativa manage createsuperuser"
)


def refuse_missing_file() -> None:
    """SQLite would make an empty file without a word, and hide that the paper is gone."""
    path = database_file()
    if path is not None and not path.is_file():
        raise CannotRun(f"The database {path} is missing. {HOW_TO_BEGIN}")


def database_file() -> Path | None:
    """The file that holds the database, where it is SQLite's."""
    name = connection.settings_dict["NAME"]
    return name if connection.vendor == "sqlite" and isinstance(name, Path) else None


def add_languages(config: Config) -> None:
    """Front pages, and the address of the site, as the configuration has them by now."""
    from rotativa.newsroom.actions import (  # noqa: PLC0415  # settings come first
        bring_in_languages,
    )

    bring_in_languages(config.languages, base_url=config.base_url)


def collect_static(config: Config, *, say: Callable[[str], None] = click.echo) -> None:
    """When anything that pages look like has changed: collect static files, and print all anew."""
    mark = config.site / "data" / "collected.json"
    print_now = json.dumps({"version": __version__, "files": fingerprint(config)})
    is_there = (config.site / "static").is_dir()
    if is_there and mark.is_file() and mark.read_text(encoding="utf-8") == print_now:
        return
    say("Collecting static files …")
    call_command("collectstatic", verbosity=0, interactive=False)
    ask_for_reprint()
    mark.write_text(print_now, encoding="utf-8")


def ask_for_reprint() -> None:
    """Pages name their style sheets and are made by our code: other ones make other pages."""
    from django.utils import timezone  # noqa: PLC0415  # settings come first

    from rotativa.press.models import Reprint  # noqa: PLC0415  # settings come first

    Reprint.objects.ask(why="new style sheets, scripts or version", at=timezone.now())


SHOWN = {
    "base_url", "languages", "time_zone", "accounts", "evidence", "feeds", "robots", "security",
}  # fmt: skip


def fingerprint(config: Config) -> str:
    """Of style sheets, scripts and fonts, the site's own theme and its settings; not of where they lie.

    A site that moves, or was put back from a backup, keeps its printed pages. Settings that pages show
    count wherever they come from, the environment too.
    """
    found = {
        name: Path(storage.path(name))
        for each in get_finders()
        for name, storage in each.list(None)
    }
    theme = config.site / "theme"
    found |= {f"theme/{path.relative_to(theme)}": path for path in sorted(theme.rglob("*"))}
    digest = hashlib.sha256((config.site / CONFIG_NAME).read_bytes())
    digest.update(config.model_dump_json(include=SHOWN).encode())
    for name, path in found.items():
        status = path.stat()
        digest.update(f"{name}\0{status.st_size}\0{status.st_mtime_ns}\n".encode())
    return digest.hexdigest()
