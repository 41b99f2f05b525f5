"""Whether the press has anything to do: asked by the clock several times a second, so by one cheap query."""

from datetime import datetime

from django.db import connection

LOOK = """
SELECT EXISTS (SELECT 1 FROM press_reprint WHERE ended_at IS NULL AND cancelled_at IS NULL)
    OR EXISTS (SELECT 1 FROM press_printing WHERE state = 'stale' AND due_at <= %(at)s)
    OR EXISTS (SELECT 1 FROM press_printing WHERE state = 'failing' AND due_at <= %(at)s)
    OR EXISTS (SELECT 1 FROM press_printing WHERE state = 'printing' AND leased_until <= %(at)s)
"""
"""What `Reprint.objects.open` and `Printing.objects.due` find; Django takes longer to say it than the
database to answer."""


def has_work(*, at: datetime) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(LOOK, {"at": connection.ops.adapt_datetimefield_value(at)})
        return bool(cursor.fetchone()[0])
