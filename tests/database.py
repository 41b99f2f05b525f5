"""Migrating from nothing takes most of a short run: it is done once per set of migrations.

    python -m tests.database

makes the migrated database of SQLite, if there is none of these migrations, in pytest's cache, and
fails where a model has changed without a migration. It is poured into the empty ones that Django makes
for the tests, whose own `migrate` then finds nothing to do. A changed migration or lock file makes
another key, and `--cache-clear` forgets all.

    python -m tools.with_postgres python -m tests.database postgres

does the same for PostgreSQL, and keeps a dump. A server gets it as a template, and the databases of
the tests are copies of that.
"""

import fcntl
import hashlib
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from unittest.mock import patch
from urllib.parse import urlsplit

from django.db import connection
from django.db.backends.signals import connection_created
from django.db.backends.sqlite3.base import DatabaseWrapper
from django.test import TransactionTestCase

from rotativa.lib.garbage import rare_collections
from tools.with_postgres import find_programs

SQLITE_SUFFICES = (
    "tests/articles/machine/",
    "tests/articles/test_article_page.py",
    "tests/articles/test_article_pictures.py",
    "tests/articles/test_errors.py",
    "tests/articles/test_feeds.py",
    "tests/articles/test_found.py",
    "tests/articles/test_interface_words.py",
    "tests/articles/test_markdown.py",
    "tests/articles/test_robots.py",
    "tests/articles/test_security.py",
    "tests/articles/test_structured.py",
    "tests/cli/test_demo.py",
    "tests/cli/test_doctor_press.py",
    "tests/cli/test_export.py",
    "tests/cli/test_export_copies.py",
    "tests/cli/test_print.py",
    "tests/evidence/capture/",
    "tests/evidence/test_captures.py::test_copy_by_the_browser_is_good_at_once",
    "tests/evidence/test_check_source.py::test_words_that_scripts_put_in_are_looked_for_in_the_browser",
    "tests/evidence/test_replay.py",
    "tests/importers/body/",
    "tests/mailbox/",
    "tests/media/",
    "tests/newsletters/test_postfix.py",
    "tests/newsletters/test_words.py",
    "tests/newsroom/test_beside.py",
    "tests/newsroom/test_brand.py",
    "tests/newsroom/test_findings.py",
    "tests/newsroom/test_notices.py",
    "tests/newsroom/test_preview.py",
    "tests/pages/actions/",
    "tests/pages/blocks/",
    "tests/pages/oembed/",
    "tests/pages/test_frame.py",
    "tests/pages/test_weight.py",
    "tests/press/test_cdn.py",
    "tests/press/test_copies_in_bucket.py",
    "tests/press/test_feeds.py",
    "tests/press/test_log.py",
    "tests/press/test_memo.py",
    "tests/press/test_publish.py",
    "tests/project/",
    "tests/readers/test_mails.py",
)
"""What is shown, drawn or written there is the matter, and what it asks the database, others ask on
both. A test among them that asks something else is marked `every_case`."""
ROOT = Path(__file__).parents[1]
FOLDER = ROOT / ".pytest_cache" / "d" / "database"


def key() -> str:
    """Of what these migrations make."""
    sources = [ROOT / "requirements" / "base.txt", *ROOT.glob("rotativa/*/migrations/*.py")]
    digest = hashlib.sha256(b"\0".join(path.read_bytes() for path in sorted(sources)))
    return digest.hexdigest()[:16]


@contextmanager
def held(name: str) -> Iterator[None]:
    """One process makes it, and others that run the same tests wait for it."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (FOLDER / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def keep(draft: Path, kept: Path) -> None:
    """In place of those of older migrations, and of what a kill has left."""
    for older in FOLDER.glob(f"*{kept.suffix}*"):
        if older != draft:
            older.unlink()
    draft.replace(kept)


def migrate_apart(*words: str, **variables: str) -> None:
    """In a process of its own, which has asked nothing of any other database."""
    command = [sys.executable, "-m", "tests.database", "migrate", *words]
    subprocess.run(command, check=True, cwd=ROOT, env=os.environ | variables)


def make_migrated() -> Path:
    """Where the database of SQLite that these migrations make is kept."""
    kept = FOLDER / f"{key()}.sqlite3"
    with held("sqlite"):
        if not kept.exists():
            draft = kept.with_suffix(".sqlite3-draft")
            draft.unlink(missing_ok=True)
            migrate_apart(str(draft))
            keep(draft, kept)
    return kept


def make_template(address: str) -> str:
    """Name of the server's database that these migrations have made."""
    import psycopg
    from psycopg.sql import SQL, Identifier

    name, draft = f"test_rotativa_{key()}", f"test_rotativa_{key()}_draft"
    with held("postgres"), psycopg.connect(address, autocommit=True) as server:
        databases = server.execute("SELECT datname FROM pg_database").fetchall()
        if (name,) not in databases:
            server.execute(SQL("DROP DATABASE IF EXISTS {}").format(Identifier(draft)))
            server.execute(SQL("CREATE DATABASE {}").format(Identifier(draft)))
            fill_postgres(urlsplit(address)._replace(path=f"/{draft}").geturl())
            rename = SQL("ALTER DATABASE {} RENAME TO {}")
            server.execute(rename.format(Identifier(draft), Identifier(name)))
    return name


def fill_postgres(address: str) -> None:
    """From the dump that is kept, else by the migrations, of which one is kept from then on."""
    kept = FOLDER / f"{key()}.dump"
    programs = find_programs()
    if kept.exists():
        options = ["--no-psqlrc", "--quiet", "--output=/dev/null", "--set=ON_ERROR_STOP=1"]
        command = [str(programs / "psql"), *options, f"--dbname={address}", f"--file={kept}"]
        subprocess.run(command, check=True)
        return
    migrate_apart(ROTATIVA_DATABASE=address)
    draft = kept.with_suffix(".dump-draft")
    dump = [str(programs / "pg_dump"), "--no-owner", f"--dbname={address}", f"--file={draft}"]
    subprocess.run(dump, check=True)
    keep(draft, kept)


def command_on(path: Path | None, *words: str) -> None:
    """On a file of SQLite's, else on the database that the environment names."""
    if path:
        os.environ.pop("ROTATIVA_DATABASE", None)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    import django
    from django.core.management import call_command

    if path:
        connection.settings_dict["NAME"] = str(path)
    django.setup()
    with rare_collections():
        call_command(*words)
    connection.close()


def pour_into_new(kept: Path) -> None:
    """Have each empty database of the tests filled as soon as it is opened.

    With TESTS_BACKWARDS rows without an order come backwards: PostgreSQL gives them as they happen to
    lie, and what leans on that is found.
    """

    def fill(connection: DatabaseWrapper, **_: object) -> None:
        if connection.vendor != "sqlite" or not is_of_tests(connection):
            return
        is_empty = not connection.connection.execute("SELECT 1 FROM sqlite_master").fetchone()
        if is_empty:
            with sqlite3.connect(kept) as source:
                source.backup(connection.connection)
            source.close()
        if os.environ.get("TESTS_BACKWARDS"):
            connection.connection.execute("PRAGMA reverse_unordered_selects=ON")

    connection_created.connect(fill, weak=False, dispatch_uid="pour_into_new")


def is_of_tests(connection: DatabaseWrapper) -> bool:
    names = connection.settings_dict["NAME"], connection.settings_dict["TEST"]["NAME"]
    return connection.is_in_memory_db() or str(names[0]) == str(names[1])


@contextmanager
def put_back_by_copying() -> Iterator[None]:
    """After a test that commits, SQLite's database is again as it was: copied from memory as a whole.

    Django empties each table and has the rows of the migrations made again, one by one.
    """
    with closing(sqlite3.connect(":memory:")) as made:
        connection.ensure_connection()
        connection.connection.backup(made)

        def put_back(_test: TransactionTestCase) -> None:
            connection.ensure_connection()
            made.backup(connection.connection)

        with patch.object(TransactionTestCase, "_fixture_teardown", put_back):
            yield


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["migrate"]:
            command_on(None, "migrate", "--verbosity=0")
        case ["migrate", path]:
            command_on(Path(path), "migrate", "--verbosity=0")
        case ["postgres"]:
            make_template(os.environ["ROTATIVA_DATABASE"])
        case _:
            command_on(make_migrated(), "makemigrations", "--check", "--dry-run")
