"""Migrating from nothing takes most of a short run: on SQLite it is done once per set of migrations.

    python -m tests.database

makes the migrated database, if there is none of these migrations, in pytest's cache, and fails where
a model has changed without a migration. The database is poured into the empty ones that Django makes
for the tests, whose own `migrate` then finds nothing to do. A changed migration or lock file makes
another key, and `--cache-clear` forgets all.
"""

import fcntl
import hashlib
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

from django.db.backends.signals import connection_created
from django.db.backends.sqlite3.base import DatabaseWrapper

SQLITE_SUFFICES = (
    "tests/articles/machine/",
    "tests/articles/test_feeds.py",
    "tests/articles/test_interface_words.py",
    "tests/articles/test_markdown.py",
    "tests/articles/test_structured.py",
    "tests/cli/test_demo.py",
    "tests/cli/test_doctor_press.py",
    "tests/cli/test_export.py",
    "tests/cli/test_print.py",
    "tests/evidence/capture/",
    "tests/importers/body/",
    "tests/media/",
    "tests/newsroom/test_findings.py",
    "tests/pages/actions/",
    "tests/pages/blocks/",
    "tests/pages/oembed/",
    "tests/press/test_cdn.py",
    "tests/press/test_feeds.py",
    "tests/press/test_memo.py",
    "tests/press/test_publish.py",
)
"""What is shown, drawn or written there is the matter, and what it asks the database, others ask on
both. A test among them that asks something else is marked `every_case`."""
ROOT = Path(__file__).parents[1]
FOLDER = ROOT / ".pytest_cache" / "d" / "database"


def migrated_file() -> Path:
    """Where the database that these migrations make is kept."""
    sources = [ROOT / "requirements" / "base.txt", *ROOT.glob("rotativa/*/migrations/*.py")]
    digest = hashlib.sha256(b"\0".join(path.read_bytes() for path in sorted(sources)))
    return FOLDER / f"{digest.hexdigest()[:16]}.sqlite3"


def make_migrated() -> Path:
    """One process makes it, and others that run the same tests wait for it."""
    kept = migrated_file()
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (FOLDER / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            for older in FOLDER.glob("*.sqlite3*"):
                older.unlink()
            draft = kept.with_suffix(".sqlite3-draft")
            subprocess.run(
                [sys.executable, "-m", "tests.database", str(draft)], check=True, cwd=ROOT
            )
            draft.replace(kept)
    return kept


def command_on(path: Path, *words: str) -> None:
    """In a process of its own: there is no other database, and nobody has asked anything of one."""
    os.environ.pop("ROTATIVA_DATABASE", None)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    import django
    from django.core.management import call_command
    from django.db import connection

    connection.settings_dict["NAME"] = str(path)
    django.setup()
    call_command(*words)
    connection.close()


def pour_into_new(kept: Path) -> None:
    """Have each empty database of the tests filled as soon as it is opened."""

    def fill(connection: DatabaseWrapper, **_: object) -> None:
        if connection.vendor != "sqlite" or not is_of_tests(connection):
            return
        is_empty = not connection.connection.execute("SELECT 1 FROM sqlite_master").fetchone()
        if is_empty:
            with sqlite3.connect(kept) as source:
                source.backup(connection.connection)
            source.close()

    connection_created.connect(fill, weak=False, dispatch_uid="pour_into_new")


def is_of_tests(connection: DatabaseWrapper) -> bool:
    names = connection.settings_dict["NAME"], connection.settings_dict["TEST"]["NAME"]
    return connection.is_in_memory_db() or str(names[0]) == str(names[1])


if __name__ == "__main__":
    if sys.argv[1:]:
        command_on(Path(sys.argv[1]), "migrate", "--verbosity=0")
    else:
        command_on(make_migrated(), "makemigrations", "--check", "--dry-run")
