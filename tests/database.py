"""Migrating from nothing takes most of a short run: on SQLite it is done once per set of migrations.

The migrated database is kept in pytest's cache, and poured into the empty one that Django makes for
the tests. Django's own `migrate` then finds nothing to do. A changed migration or lock file makes
another key, and `--cache-clear` forgets all.
"""

import hashlib
import os
import sqlite3
from pathlib import Path

from django.db import connection
from django.db.backends.signals import connection_created
from django.db.backends.sqlite3.base import DatabaseWrapper

ROOT = Path(__file__).parents[1]


def migrated_file(folder: Path) -> Path:
    """Where the database that these migrations make is kept."""
    sources = [ROOT / "requirements" / "base.txt", *ROOT.glob("rotativa/*/migrations/*.py")]
    digest = hashlib.sha256(b"\0".join(path.read_bytes() for path in sorted(sources)))
    return folder / f"{digest.hexdigest()[:16]}.sqlite3"


def pour_into_new(kept: Path) -> None:
    """Have each empty database in memory filled as soon as it is opened."""

    def fill(connection: DatabaseWrapper, **_: object) -> None:
        if connection.vendor != "sqlite" or not connection.is_in_memory_db():
            return
        is_empty = not connection.connection.execute("SELECT 1 FROM sqlite_master").fetchone()
        if is_empty and kept.exists():
            with sqlite3.connect(kept) as source:
                source.backup(connection.connection)
            source.close()

    connection_created.connect(fill, weak=False, dispatch_uid="pour_into_new")


def keep(kept: Path) -> None:
    """Keep the database as it is after migrating, unless it is kept already."""
    if connection.vendor != "sqlite" or kept.exists():
        return
    for older in kept.parent.glob("*.sqlite3"):
        older.unlink(missing_ok=True)
    draft = kept.with_suffix(f".{os.getpid()}")
    connection.ensure_connection()
    with sqlite3.connect(draft) as target:
        connection.connection.backup(target)
    target.close()
    draft.replace(kept)
