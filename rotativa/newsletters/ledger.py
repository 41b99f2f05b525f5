"""The ledger's two statements that count: claiming what is due, and entering what became of it.

Each is one transaction, however many connections wait for it. They are the same for SQLite and PostgreSQL,
but for how a list of rows is handed over.
"""

from collections.abc import Iterable, Sequence
from contextlib import closing
from datetime import datetime
from typing import Any

from django.db import connection, transaction

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
RETURNING newsletters_delivery.id, subscriber_id, address, domain, attempts, (
    SELECT TRUE FROM newsletters_subscriber s
    JOIN newsletters_subscription x ON x.subscriber_id = s.id
    WHERE s.id = newsletters_delivery.subscriber_id AND s.state = '{active}'
      AND x.newsletter_id = %(newsletter)s
    LIMIT 1
)
"""
"""Of a subquery for one value PostgreSQL makes no table of all readers, as it may of `EXISTS`."""

# Each column that is told: its name, and its type where the database wants to know.
COLUMNS = {
    "id": "bigint",
    "state": "smallint",
    "code": "smallint",
    "reply": "text",
    "due_at": "timestamptz",
    "doubted_at": "timestamptz",
    "settled_at": "timestamptz",
    "spared": "smallint",
    "shift": "bigint",
}
SET = """
UPDATE newsletters_delivery
SET state = {state}, code = {code}, settled_at = {settled_at},
    reply = CASE WHEN address = '' THEN '' ELSE {reply} END,
    due_at = COALESCE({due_at}, newsletters_delivery.due_at),
    doubted_at = COALESCE({doubted_at}, newsletters_delivery.doubted_at),
    attempts = attempts - {spared},
    shift_id = CASE WHEN {state} = {{waiting}} THEN NULL ELSE shift_id END
{{told}}
WHERE newsletters_delivery.id = {id} AND shift_id = {shift}
  AND newsletters_delivery.state IN ({{claimed}}, {{going}}, {{doubtful}})
"""
ENTER_ONE = SET.format(**{name: f"?{n}" for n, name in enumerate(COLUMNS, 1)}).format(
    told="", **STATES
)
INTEND_ONE = """
UPDATE newsletters_delivery SET state = {going}, code = 0, reply = ''
WHERE id = ? AND shift_id = ? AND state IN ({claimed}, {going}, {doubtful})
""".format(**STATES)
"""What the other says of a letter that goes; no index but those of states has to follow."""
PLAIN = {"state": "smallint", "code": "smallint", "reply": "text"}
HEARD = {
    name: f"(%({name})s::{kind}[])[array_position(%(ids)s::bigint[], id)]"
    for name, kind in PLAIN.items()
}
ENTER_PLAIN = """
UPDATE newsletters_delivery
SET state = {state}, code = {code}, reply = CASE WHEN address = '' THEN '' ELSE {reply} END,
    settled_at = CASE WHEN {state} IN {settled} THEN %(settled_at)s::timestamptz END
WHERE id = ANY(%(ids)s::bigint[]) AND shift_id = %(shift)s
  AND newsletters_delivery.state IN ({{claimed}}, {{going}}, {{doubtful}})
RETURNING id
""".format(**HEARD, settled=tuple(map(int, SETTLED))).format(**STATES)
"""Says the same of what is usual, for half of the work: without a join, and without what does not change."""
NAMES = ", ".join(COLUMNS)
TYPES = ", ".join(f"%s::{kind}[]" for kind in COLUMNS.values())
ENTER_ALL = SET.format(**{name: f"told.{name}" for name in COLUMNS}).format(
    told=f"FROM unnest({TYPES}) AS told ({NAMES})", **STATES
)


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
    entries = list(entries)
    if not entries:
        return set()
    put = enter_each if connection.vendor == "sqlite" else enter_all
    return put(shift, entries, settled_at=moment(at))


def enter_each(shift: Shift, entries: Sequence[Entry], *, settled_at: Any) -> set[int]:
    """SQLite is in this process: a statement for each row costs it less than taking rows out of a list."""
    granted = set()
    with (
        transaction.atomic(),
        connection.wrap_database_errors,
        closing(connection.connection.cursor()) as cursor,
    ):
        for entry in entries:
            if entry.state == State.GOING:
                cursor.execute(INTEND_ONE, (entry.id, shift.pk))
            else:
                cursor.execute(ENTER_ONE, row_of(entry, settled_at, shift.pk))
            if cursor.rowcount:
                granted.add(entry.id)
    return granted


def enter_all(shift: Shift, entries: Sequence[Entry], *, settled_at: Any) -> set[int]:
    plain = [entry for entry in entries if entry.is_plain]
    if len(plain) == len(entries):
        return enter_plain(shift, plain, settled_at=settled_at)
    with transaction.atomic():
        others = [entry for entry in entries if not entry.is_plain]
        granted = enter_plain(shift, plain, settled_at=settled_at) if plain else set()
        return granted | enter_others(shift, others, settled_at=settled_at)


def enter_plain(shift: Shift, entries: Sequence[Entry], *, settled_at: Any) -> set[int]:
    told = {
        "shift": shift.pk,
        "settled_at": settled_at,
        "ids": array_of(entry.id for entry in entries),
        "state": array_of(int(entry.state) for entry in entries),
        "code": array_of(entry.code for entry in entries),
        "reply": array_of(kept_reply(entry) for entry in entries),
    }
    with connection.cursor() as cursor:
        cursor.execute(ENTER_PLAIN, told)
        return {row[0] for row in cursor.fetchall()}


def enter_others(shift: Shift, entries: Sequence[Entry], *, settled_at: Any) -> set[int]:
    rows = (row_of(entry, settled_at, shift.pk) for entry in entries)
    columns = dict(zip(COLUMNS, zip(*rows, strict=True), strict=True))
    with connection.cursor() as cursor:
        cursor.execute(
            f"{ENTER_ALL} RETURNING newsletters_delivery.id", list(map(array_of, columns.values()))
        )
        return {row[0] for row in cursor.fetchall()}


def array_of(values: Iterable[str | int | datetime | None]) -> str:
    """As PostgreSQL writes it; the driver takes several times as long over a list, as it looks at each value."""
    return f"{{{','.join(map(written, values))}}}"


def written(value: str | int | datetime | None) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, int):
        return str(value)
    text = str(value).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{text}"'


def row_of(entry: Entry, settled_at: Any, shift_id: int) -> tuple[Any, ...]:
    """In the order of `COLUMNS`."""
    return (
        entry.id,
        int(entry.state),
        entry.code,
        kept_reply(entry),
        entry.due_at and moment(entry.due_at),
        entry.doubted_at and moment(entry.doubted_at),
        settled_at if entry.state in SETTLED else None,
        entry.spared,
        shift_id,
    )


def kept_reply(entry: Entry) -> str:
    return entry.reply[:LONGEST_REPLY].replace("\0", "")


def moment(at: datetime) -> Any:
    return connection.ops.adapt_datetimefield_value(at)
