"""What the machine refuses to a command is told in one line that says what to do."""

import errno
from typing import Any

import click
from django.db import DatabaseError, OperationalError

from rotativa.cli.site import CannotRun

ADVICE = (
    ("locked", "Another process is writing; try again when it has ended."),
    ("full", "Free some space and run this again."),
    ("readonly", "Give the site's data folder to this user."),
    ("unable to open", "Give the site's data folder to this user."),
    ("not a database", "The file is damaged: put a backup back."),
    ("malformed", "The file is damaged: put a backup back."),
    ("no such table", "Run: rotativa manage migrate"),
)


class Commands(click.Group):
    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except DatabaseError as error:
            if type(error) not in {DatabaseError, OperationalError}:
                raise  # a fault of ours, and not of the machine's
            words = " ".join(str(error).split())
            raise CannotRun(f"The database fails: {words}. {advice(words)}") from error
        except OSError as error:
            if error.errno in {None, errno.EPIPE}:  # click ends quietly where nobody reads on
                raise
            where = f"{error.filename}: " if error.filename else ""
            raise CannotRun(f"{where}{error.strerror}.") from error


def advice(words: str) -> str:
    """What to do about a failure that the database tells in these words."""
    for part, said in ADVICE:
        if part in words:
            return said
    return "Check `database` in the settings; `rotativa doctor` looks at the whole site."
