"""The ledger's two statements that count: claiming what is due, and entering what became of it.

One statement is one transaction, however many connections wait for it. They are the same for SQLite and
PostgreSQL, but for how a list of rows is handed over.
"""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import connection

from rotativa.newsletters.letters import Claimed, Entry
from rotativa.newsletters.models.delivery import State
from rotativa.newsletters.models.issue import Stage
from rotativa.newsletters.models.shift import Shift
from rotativa.newsletters.models.subscriber import Standing

STATES = {each.name.lower(): int(each) for each in State}
SETTLED = (State.SENT, State.FAILED, State.SKIPPED)
LONGEST_REPLY = 500

CLAIM = """
WITH due AS (
    SELECT id FROM newsletters_delivery
    WHERE issue_id = %(issue)s AND state = {waiting} AND due_at <= %(now)s
      AND domain NOT IN (SELECT domain FROM newsletters_restingdomain WHERE until > %(now)s)
      AND EXISTS (
          SELECT 1 FROM newsletters_issue WHERE id = %(issue)s AND stage = '{sending}'
      )
    ORDER BY due_at, id LIMIT %(number)s {lock}
)
UPDATE newsletters_delivery
SET state = {claimed}, shift_id = %(shift)s, attempts = attempts + 1
FROM due WHERE newsletters_delivery.id = due.id
RETURNING newsletters_delivery.id, subscriber_id, address, domain, attempts, EXISTS (
    SELECT 1 FROM newsletters_subscriber s
    JOIN newsletters_subscription x ON x.subscriber_id = s.id
    WHERE s.id = newsletters_delivery.subscriber_id AND s.state = '{active}'
      AND x.newsletter_id = %(newsletter)s
)
"""

ENTER = """
UPDATE newsletters_delivery
SET state = told.state, code = told.code,
    reply = CASE WHEN newsletters_delivery.address = '' THEN '' ELSE told.reply END,
    due_at = COALESCE(told.due_at, newsletters_delivery.due_at),
    doubted_at = COALESCE(told.doubted_at, newsletters_delivery.doubted_at),
    settled_at = told.settled_at, attempts = attempts - told.spared,
    shift_id = CASE WHEN told.state = {waiting} THEN NULL ELSE newsletters_delivery.shift_id END
FROM told
WHERE newsletters_delivery.id = told.id AND newsletters_delivery.shift_id = %s
  AND newsletters_delivery.state IN ({claimed}, {going}, {doubtful})
RETURNING newsletters_delivery.id
""".format(**STATES)
# Each column of `told`: its name, and its type where the database wants to know.
COLUMNS = {
    "id": "bigint",
    "state": "smallint",
    "code": "smallint",
    "reply": "text",
    "due_at": "timestamptz",
    "doubted_at": "timestamptz",
    "settled_at": "timestamptz",
    "spared": "smallint",
}
NAMES = ", ".join(COLUMNS)
TYPES = ", ".join(f"%s::{kind}[]" for kind in COLUMNS.values())
VALUES = ", ".join(f"value ->> {place} AS {name}" for place, name in enumerate(COLUMNS))
TOLD = {
    "sqlite": f"WITH told AS MATERIALIZED (SELECT {VALUES} FROM json_each(%s))",  # noqa: S608  # our own names
    "postgresql": f"WITH told AS (SELECT * FROM unnest({TYPES}) AS rows ({NAMES}))",  # noqa: S608  # our own names
}


def claim(shift: Shift, number: int, *, newsletter_id: int, at: datetime) -> list[Claimed]:
    """Take what is due, in the order of its age. Those who left meanwhile are settled at once."""
    lock = "FOR UPDATE SKIP LOCKED" if connection.vendor == "postgresql" else ""
    sql = CLAIM.format(lock=lock, sending=Stage.SENDING, active=Standing.ACTIVE, **STATES)
    told = {
        "issue": shift.issue_id,
        "shift": shift.pk,
        "newsletter": newsletter_id,
        "number": number,
        "now": moment(at),
    }
    with connection.cursor() as cursor:
        cursor.execute(sql, told)
        rows = sorted(cursor.fetchall())
    left = [Entry(row[0], State.SKIPPED, spared=1) for row in rows if not row[5]]
    if left:
        enter(shift, left, at=at)
    return [Claimed(*row[:5]) for row in rows if row[5]]


def enter(shift: Shift, entries: Iterable[Entry], *, at: datetime) -> set[int]:
    """Those that were still this shift's."""
    settled_at = moment(at)
    rows = [row_of(entry, settled_at) for entry in entries]
    if not rows:
        return set()
    sql = TOLD[connection.vendor] + ENTER
    given: list[Any] = (
        [json.dumps(rows)]
        if connection.vendor == "sqlite"
        else [list(column) for column in zip(*rows, strict=True)]
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [*given, shift.pk])
        return {row[0] for row in cursor.fetchall()}


def row_of(entry: Entry, settled_at: Any) -> tuple[Any, ...]:
    return (
        entry.id,
        int(entry.state),
        entry.code,
        entry.reply[:LONGEST_REPLY].replace("\0", ""),
        moment(entry.due_at),
        moment(entry.doubted_at),
        settled_at if entry.state in SETTLED else None,
        entry.spared,
    )


def moment(at: datetime | None) -> Any:
    return connection.ops.adapt_datetimefield_value(at) if at else None
