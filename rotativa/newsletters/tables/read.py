"""CSV files with subscribers: our own, those of Ghost, Mailchimp and Substack, and any with addresses.

Which it is, its columns say. A file is read as a stream; what is too long for a cell refuses it.
"""

import csv
import io
import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from itertools import chain, islice, repeat
from typing import Any, BinaryIO

from django.utils.dateparse import parse_datetime

from rotativa.newsletters.models import Deed, Suppression
from rotativa.newsletters.models.subscriber import Standing
from rotativa.newsletters.tables.records import Past, Record, TableRefused, spelling
from rotativa.newsletters.tables.standing import (
    ACTIVE,
    Heed,
    Unclear,
    meaning_of,
    standing_in,
    word_of,
)

Row = Mapping[str, str]
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
ANY = "CSV"
LONGEST_HEAD = 20_000
MOST_STEPS = 500
FIRST_YEAR, LAST_YEAR = 1970, 2200
YES = {"true", "yes", "1"}
NEVER_ASKED = "nonsubscribed"
"""In the name of a file of Mailchimp, of contacts for whom it may note moments all the same."""
ADDRESSES = ("email", "email_address", "address")
"""Columns of any other file, the first that says something."""
ALSO_READ = ("language", "created_at", "subscribed_at")
MAY_BEGIN_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class Table:
    """A file of one of the systems; each look at it begins at its beginning."""

    def __init__(self, file: BinaryIO, *, name: str = "", unheeded: Collection[str] = ()) -> None:
        """Raises `TableRefused`."""
        self.file, self.name = file, name
        self.unheeded = {word_of(each) for each in unheeded}
        with text_of(file) as text:
            head = text.readline(LONGEST_HEAD)
        self.divider = max(",;\t", key=head.count)
        row = next(csv.reader([head], delimiter=self.divider), [])
        self.names = [word_of(each) for each in row]
        self.system, self.columns, self.record_of = self.kind()

    def kind(self) -> tuple[str, tuple[str, ...], Callable[[int, Row], Record]]:
        for system, columns, is_it, record_of in SYSTEMS:
            if is_it(self.names) and not set(columns).isdisjoint(self.names):
                return system, columns, self.reader(record_of)
        raise TableRefused("The first line names no column with addresses, such as email.")

    def reader(self, record_of: Callable[..., Record]) -> Callable[[int, Row], Record]:
        if record_of is of_mailchimp and NEVER_ASKED in self.name.lower():
            return of_mailchimp_contacts
        return partial(of_any, unheeded=self.unheeded) if record_of is of_any else record_of

    def heeds(self) -> dict[str, Heed]:
        """What columns are taken for that no known system has named; those with what is read anyhow left out."""
        others = [name for name in self.names if name and name not in (*self.columns, *ALSO_READ)]
        return {name: meaning_of(name).heed for name in others} if self.system == ANY else {}

    def records(self, *, after: int = 0) -> Iterator[Record]:
        """Those that end behind that line. Raises `TableRefused` where nothing more can be read."""
        for line, cells in self.rows(after=after):
            row = self.row_of(cells)
            if any(row.values()):
                yield self.record_of(line, row)

    def row_of(self, cells: Sequence[str]) -> Row:
        """What ends early has nothing in its last columns. What columns of one name say is told together, but for
        addresses, of which the first is told."""
        row: dict[str, str] = {}
        for name, cell in zip(self.names, chain(cells, repeat("")), strict=False):
            before, text = row.get(name, ""), cleaned(cell)
            is_more = before and text not in ("", before) and name not in self.columns
            row[name] = f"{before}, {text}" if is_more else before or text
        return row

    def spellings(self, *, until: int) -> Iterator[str]:
        """Of the addresses up to that line, without reading the rest of their rows."""
        numbered = list(enumerate(self.names))
        places = [place for column in self.columns for place, name in numbered if name == column]
        for line, cells in self.rows() if until else ():
            if line > until:
                break
            told = (cleaned(cells[place]) for place in places if place < len(cells))
            yield spelling(next(filter(None, told), ""))

    def rows(self, *, after: int = 0) -> Iterator[tuple[int, list[str]]]:
        """Each with the number of its last line; the first line of the file is its head."""
        with text_of(self.file) as text:
            text.readline(LONGEST_HEAD)
            passed = sum(1 for _ in islice(text, max(after - 1, 0)))
            rows = csv.reader(text, delimiter=self.divider)
            try:
                for cells in rows:
                    yield passed + rows.line_num + 1, cells
            except (csv.Error, UnicodeError) as error:
                line = passed + rows.line_num + 1
                raise TableRefused(f"Line {line} cannot be read: {error}", line=line) from error


@contextmanager
def text_of(file: BinaryIO) -> Iterator[io.TextIOWrapper]:
    """From its beginning; whoever opened the file closes it."""
    file.seek(0)
    begun = file.read(2)
    file.seek(0)
    encoding = "utf-16" if begun in UTF_16 else "utf-8-sig"
    text = io.TextIOWrapper(file, encoding, errors="replace", newline="")
    try:
        yield text
    finally:
        text.detach()


def cleaned(cell: str) -> str:
    """Without the mark that keeps spreadsheets from taking it for a formula."""
    text = cell.replace("\0", "").strip()
    return text[1:] if text[:1] == "'" and text[1:].startswith(MAY_BEGIN_FORMULA) else text


def of_ours(line: int, row: Row) -> Record:
    said = row.get("state", Standing.ACTIVE)
    state = word_of(said)
    is_known = state in Standing.values
    steps = history(row.get("history", ""))
    return Record(
        line,
        row.get("address", ""),
        state=Standing(state) if is_known else Standing.ACTIVE,
        language=row.get("language", ""),
        newsletters=tuple(row.get("newsletters", "").split()),
        asked_at=moment(row.get("asked_at", "")),
        asked_from=row.get("asked_from", ""),
        words=row.get("consented_to", ""),
        confirmed_at=moment(row.get("confirmed_at", "")),
        confirmed_from=row.get("confirmed_from", ""),
        left_at=moment(row.get("left_at", "")),
        paused_until=moment(row.get("paused_until", "")),
        history=steps,
        why=why_suppressed(steps),
        unclear=None if is_known else Unclear("state", said),
    )


def why_suppressed(steps: Sequence[Past]) -> Suppression.Reason:
    """As it was noted at the latest."""
    told = [each.words for each in steps if each.deed == Deed.SUPPRESSED]
    known = [words for words in told if words in Suppression.Reason.values]
    return Suppression.Reason(known[-1]) if known else Suppression.Reason.PAPER


def history(text: str) -> tuple[Past, ...]:
    """What is none of ours is none."""
    try:
        told = json.loads(text)
    except (ValueError, RecursionError):
        return ()
    steps = [past(each) for each in told[:MOST_STEPS]] if isinstance(told, list) else []
    return tuple(step for step in steps if step)


def past(told: Any) -> Past | None:
    given = (
        {name: storable(value) for name, value in told.items()} if isinstance(told, dict) else {}
    )
    at, deed = moment(given.get("at", "")), given.get("deed", "")
    if at is None or deed not in Deed.values:
        return None
    return Past(at, deed, given.get("words", ""), given.get("from", ""))


def storable(value: Any) -> str:
    text = value if isinstance(value, str) else ""
    return text.replace("\0", "").encode(errors="replace").decode()


def of_mailchimp(line: int, row: Row) -> Record:
    """One of four files: those who get mail, those who left, those to whom mail cannot be brought, and contacts
    who never asked for any, in the columns of the first."""
    state, why = Standing.ACTIVE, Suppression.Reason.ASKED
    if not (row.get("optin_time") or row.get("confirm_time")):
        state = Standing.UNCONFIRMED
    if "clean_time" in row:
        state, why = Standing.SUPPRESSED, Suppression.Reason.BOUNCED
    elif "unsub_time" in row:
        is_complaint = "abuse" in row.get("unsub_reason", "").lower()
        state = Standing.SUPPRESSED if is_complaint else Standing.LEFT
        why = Suppression.Reason.COMPLAINED if is_complaint else why
    return Record(
        line,
        row.get("email_address", ""),
        state=state,
        language=row.get("language", ""),
        asked_at=moment(row.get("optin_time", "")),
        asked_from=row.get("optin_ip", ""),
        confirmed_at=moment(row.get("confirm_time", "")),
        confirmed_from=row.get("confirm_ip", ""),
        left_at=moment(row.get("unsub_time", "")),
        why=why,
    )


def of_mailchimp_contacts(line: int, row: Row) -> Record:
    return replace(of_mailchimp(line, row), state=Standing.UNCONFIRMED)


def of_ghost(line: int, row: Row) -> Record:
    """A member who gets no mail has left."""
    gets_mail = row.get("subscribed_to_emails", row.get("subscribed", "")).lower() in YES
    is_there = gets_mail and not row.get("deleted_at")
    return Record(
        line,
        row.get("email", ""),
        state=Standing.ACTIVE if is_there else Standing.LEFT,
        asked_at=moment(row.get("created_at", "")),
    )


def of_substack(line: int, row: Row) -> Record:
    is_off = row.get("email_disabled", "").lower() in YES
    return Record(
        line,
        row.get("email", ""),
        state=Standing.LEFT if is_off else Standing.ACTIVE,
        asked_at=moment(row.get("created_at", "")),
    )


def of_any(line: int, row: Row, *, unheeded: Collection[str] = ()) -> Record:
    address = next(filter(None, map(row.get, ADDRESSES)), None) or ""
    since = row.get("created_at") or row.get("subscribed_at") or ""
    found = standing_in(row, unheeded=unheeded)
    state, why = ACTIVE if isinstance(found, Unclear) else found
    return Record(
        line,
        address,
        state=state,
        language=row.get("language", ""),
        asked_at=moment(since),
        why=why,
        unclear=found if isinstance(found, Unclear) else None,
    )


def moment(text: str) -> datetime | None:
    """Without a time zone it is taken for UTC; what is no moment is none, and neither is one of no age in
    which there was mail: at the ends of the calendar it has no place in other time zones."""
    try:
        found = parse_datetime(text.strip())
    except ValueError:
        return None
    if found is None or not FIRST_YEAR <= found.year <= LAST_YEAR:
        return None
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found


def always(_names: list[str]) -> bool:
    return True


# What it is called, the columns with addresses, what tells it from others, how a row is read.
SYSTEMS: list[
    tuple[str, tuple[str, ...], Callable[[list[str]], bool], Callable[[int, Row], Record]]
] = [
    ("Rotativa", ("address",), lambda names: "consented_to" in names, of_ours),
    ("Mailchimp", ("email_address",), lambda names: "optin_time" in names, of_mailchimp),
    (
        "Ghost",
        ("email",),
        lambda names: bool({"subscribed_to_emails", "complimentary_plan"} & set(names)),
        of_ghost,
    ),
    ("Substack", ("email",), lambda names: "email_disabled" in names, of_substack),
    (ANY, ADDRESSES, always, of_any),
]
