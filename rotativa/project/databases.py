"""The `DATABASES` entry that a database address stands for."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

NOTICED = {
    "connect_timeout": 10,
    "keepalives_idle": 15,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 30_000,
}
"""That a network swallows what is said, or that the server's machine is gone: after half a minute, where Linux
waits for a quarter of an hour for what was sent, and for two hours for an answer."""


def database_settings(url: str, *, site: Path) -> dict[str, Any]:
    """`sqlite:///path` (relative to the site) or `postgresql://user:password@host:port/name?option=`."""
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return sqlite(site / unquote(parts.path.removeprefix("/")))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.removeprefix("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": NOTICED | dict(parse_qsl(parts.query)),
    }


def sqlite(path: Path) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "CONN_MAX_AGE": 60,
        "NAME": path,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON; "
                "PRAGMA mmap_size=134217728; PRAGMA cache_size=-20000;"
            ),
        },
    }
