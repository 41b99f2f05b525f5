"""What `rotativa doctor` says of subscribers after the site's key was changed, and how it mends them."""

from collections.abc import Iterator

from django.db import DatabaseError

from rotativa.cli.findings import Finding
from rotativa.cli.prepare import refuse_missing_file
from rotativa.cli.site import CannotRun
from rotativa.lib.config import Config


def newsletters(config: Config, *, fix: bool) -> Iterator[Finding]:  # noqa: ARG001  # all examinations take it
    """Whose digest is of a former key is found as long as the site is told that key."""
    from rotativa.newsletters.actions import (  # noqa: PLC0415  # settings come first
        outdated,
        rekey_subscribers,
    )

    try:
        refuse_missing_file()
        mended = rekey_subscribers() if fix else 0
        left = sum(1 for _each in outdated())
    except (CannotRun, DatabaseError):
        return  # the database's own finding has said so
    if mended:
        yield Finding("newsletters", True, f"{people(mended)} known by a former key.", "Mended.")
    if left and fix:
        yield Finding(
            "newsletters",
            False,
            f"{people(left)} there twice: the address came again under the new key.",
            "Delete one of both at the desk, then run: rotativa doctor --fix",
        )
    elif left:
        told = f"{people(left)} known by a former key."
        yield Finding("newsletters", False, told, "Run: rotativa doctor --fix")
    elif not mended:
        yield Finding("newsletters", True, "subscribers are known by the site's key.")


def people(number: int) -> str:
    return f"{number:,} subscriber{' is' if number == 1 else 's are'}"
