"""One at a time among all processes, until the end of the transaction."""

from django.db import connection

NUMBER = 0x7072657373
"""Of the advisory lock: `press` in ASCII."""


def one_at_a_time() -> None:
    """Let changes of keys and notes of what was printed follow each other.

    Otherwise a change that is not committed yet and a page that is not noted yet would not see each
    other. SQLite has one writer at a time by itself.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [NUMBER])
