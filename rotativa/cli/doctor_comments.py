"""What `rotativa doctor` says of the numbers of comments beside headlines, and how it mends them."""

from collections.abc import Iterator

from django.db import DatabaseError

from rotativa.cli.findings import Finding
from rotativa.cli.prepare import refuse_missing_file
from rotativa.cli.site import CannotRun
from rotativa.lib.config import Config


def comments(config: Config, *, fix: bool) -> Iterator[Finding]:  # noqa: ARG001  # all examinations take it
    """They are counted as comments come and go, which changes behind them may leave old."""
    from rotativa.comments.actions import (  # noqa: PLC0415  # settings come first
        count_anew,
        count_reports_anew,
        wrong_counts,
        wrong_reports,
    )

    try:
        refuse_missing_file()
        if fix:
            wrong = count_anew() + count_reports_anew()
        else:
            wrong = len(wrong_counts()) + len(wrong_reports())
    except (CannotRun, DatabaseError):
        return  # the database's own finding has said so
    if not wrong:
        yield Finding("comments", True, "counted as they are.")
        return
    what = f"{wrong:,} number{'' if wrong == 1 else 's'} of comments wrong."
    yield Finding("comments", fix, what, "Counted anew." if fix else "Run: rotativa doctor --fix")
