"""Subscribers out of a file. Who is known stays as they are; who is suppressed does not come back."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from operator import attrgetter
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.text import Truncator

from rotativa.lib.visitors import household
from rotativa.newsletters.actions.suppress import suppress_address
from rotativa.newsletters.addresses import (
    NotAnAddress,
    digest_of,
    digests_of,
    domain_of,
    normal_address,
)
from rotativa.newsletters.models import (
    Deed,
    Newsletter,
    Step,
    Subscriber,
    Subscription,
    Suppression,
)
from rotativa.newsletters.models.step import LONGEST_WORDS
from rotativa.newsletters.models.subscriber import HERE, Standing
from rotativa.newsletters.tables.records import Record, TableRefused, spelling
from rotativa.newsletters.tables.seen import Seen
from rotativa.newsletters.tables.standing import Unclear

AT_ONCE = 500
MOST_FAULTS = 1_000
LONGEST_SAID = 60
TAKEN = {"added", "left"}


@dataclass(frozen=True, slots=True)
class Plan:
    """What holds for records that do not say it themselves."""

    newsletters: Sequence[Newsletter]
    language: str
    languages: Sequence[str]
    source: str
    """Where they come from: kept in each one's history."""
    is_dry_run: bool = False
    may_suppress: bool = True
    """Whoever brings them in; else what another system suppressed is left out."""


@dataclass(slots=True)
class Fault:
    line: int
    why: str
    column: str = ""
    """In which the file does not say clearly that mail goes there; empty where there is no address."""
    said: str = ""


@dataclass(slots=True)
class Brought:
    """What became of the records."""

    counts: Counter[str] = field(default_factory=Counter)
    faults: list[Fault] = field(default_factory=list)
    rows_read: int = 0
    lines_read: int = 0
    """Of the file: the last line of its latest row."""
    is_whole: bool = False
    """Whether the file has come to its end."""
    broken: TableRefused | None = None
    """Why nothing was read from some line on; what stood before it is stored."""

    def refuse(self, record: Record) -> None:
        """For want of an address."""
        self.counts["refused"] += 1
        self.note(Fault(record.line, "This is no address to which mail can go."))

    def leave_out(self, record: Record, unclear: Unclear) -> None:
        self.counts["unclear"] += 1
        column, said = unclear.column, Truncator(unclear.said).chars(LONGEST_SAID)
        why = f"Its {column} is “{said}”: whether it gets mail is not known."
        self.note(Fault(record.line, why, column, said))

    def note(self, fault: Fault) -> None:
        if len(self.faults) < MOST_FAULTS:
            self.faults.append(fault)


Keep = Callable[[Brought], bool]


def go_on(_brought: Brought) -> bool:
    return True


def bring_in(
    records: Iterable[Record],
    plan: Plan,
    *,
    at: datetime,
    brought: Brought | None = None,
    seen: Seen | None = None,
    keep: Keep = go_on,
) -> Brought:
    """In parts, each of which is stored whole; run twice, nothing more comes of it.

    The records are those behind what `brought` has read, with the addresses that it has `seen`. `keep` may note,
    in the transaction of each part, how far it is, and says whether to go on.
    """
    brought, seen = brought or Brought(), seen or Seen()
    rest = iter(records)
    while part := next_part(rest, brought):
        with transaction.atomic():
            bring_part(unlike(part, seen, brought), plan, brought, at=at)
            brought.faults.sort(key=attrgetter("line"))
            brought.rows_read += len(part)
            brought.lines_read = part[-1].line
            goes_on = keep(brought)
        if not goes_on:
            return brought
    brought.is_whole = True
    return brought


def next_part(rest: Iterator[Record], brought: Brought) -> list[Record]:
    """What can be read of it, also where the file breaks off."""
    part: list[Record] = []
    try:
        part.extend(islice(rest, AT_ONCE))
    except TableRefused as error:
        brought.broken = error
    return part


def unlike(part: Sequence[Record], seen: Seen, brought: Brought) -> dict[str, Record]:
    """Those with an address that has not come before, by its digest."""
    found: dict[str, Record] = {}
    for record in part:
        try:
            digest = digest_of(normal_address(record.address))
        except NotAnAddress:
            brought.refuse(record)
            continue
        if digest in found or not seen.add(spelling(record.address)):
            brought.counts["twice"] += 1
        else:
            found[digest] = record
    return found


def known_among(found: dict[str, Record], rows: QuerySet[Any], name: str) -> dict[str, str]:
    """What the field of that name says of each, by whichever key of the site."""
    by_any = {
        each: digest for digest, record in found.items() for each in digests_of(record.address)
    }
    known = rows.filter(digest__in=by_any).values_list("digest", name)
    return {by_any[each]: said for each, said in known}


def is_no_news(record: Record, reason: str | None, state: str | None) -> bool:
    """That it is suppressed: it is, for a reason as grave."""
    is_as_grave = reason is not None and not record.why.is_graver_than(reason)
    return is_as_grave and state in {None, Standing.SUPPRESSED}


def bring_part(found: dict[str, Record], plan: Plan, brought: Brought, *, at: datetime) -> None:
    suppressed = known_among(found, Suppression.objects.all(), "reason")
    known = known_among(found, Subscriber.objects.all(), "state")
    here = set(Newsletter.objects.values_list("slug", flat=True))
    new: dict[str, Record] = {}
    for digest, record in found.items():
        said = fate_of(record, plan)
        fate = "suppressed before" if digest in suppressed else said
        if digest in known and "suppressed" not in fate:
            fate = "known"
        if fate == "added" and record.unclear:
            brought.leave_out(record, record.unclear)
            continue
        if fate == "added" and record.newsletters and here.isdisjoint(record.newsletters):
            fate = "elsewhere"
        brought.counts[fate] += 1
        if said == "suppressed" and not plan.is_dry_run:
            if not is_no_news(record, suppressed.get(digest), known.get(digest)):
                suppress_address(normal_address(record.address), why=record.why, at=at)
        elif fate in TAKEN:
            new[digest] = record
    if not plan.is_dry_run:
        store(new, plan, at=at)


def fate_of(record: Record, plan: Plan) -> str:
    """What becomes of it, as far as the file says; those of `TAKEN` are stored."""
    match record.state:
        case Standing.SUPPRESSED:
            return "suppressed" if plan.may_suppress else "not suppressed"
        case Standing.UNCONFIRMED:
            return "unconfirmed"
        case Standing.LEFT:
            return "left"
    return "added"


def store(new: dict[str, Record], plan: Plan, *, at: datetime) -> None:
    """Whoever subscribes in this very moment keeps what they did."""
    Subscriber.objects.bulk_create(
        [
            Subscriber(digest=digest, **fields_of(record, plan, at=at))
            for digest, record in new.items()
        ],
        ignore_conflicts=True,
    )
    by_slug = {each.slug: each for each in Newsletter.objects.all()}
    rows = list(Subscriber.objects.filter(digest__in=new, asked_at__lte=at))
    Subscription.objects.bulk_create(
        [
            Subscription(subscriber=row, newsletter=newsletter, since=row.asked_at)
            for row in rows
            if row.state in HERE
            for newsletter in newsletters_of(new[row.digest], plan, by_slug)
        ],
        ignore_conflicts=True,
    )
    Step.objects.bulk_create(
        step for row in rows for step in steps_of(row, new[row.digest], plan, at=at)
    )


def steps_of(row: Subscriber, record: Record, plan: Plan, *, at: datetime) -> Iterator[Step]:
    """What our own file tells of, and that it came with a file."""
    for each in record.history:
        yield Step(
            subscriber=row,
            deed=each.deed,
            at=min(each.at, at),
            words=each.words[:LONGEST_WORDS],
            seen_from=visitor(each.seen_from),
        )
    yield Step(subscriber=row, deed=Deed.IMPORTED, at=at, words=plan.source)


def newsletters_of(
    record: Record, plan: Plan, by_slug: dict[str, Newsletter]
) -> Sequence[Newsletter]:
    named = [by_slug[slug] for slug in record.newsletters if slug in by_slug]
    return named if record.newsletters else plan.newsletters


def fields_of(record: Record, plan: Plan, *, at: datetime) -> dict[str, Any]:
    """What the file does not prove is not made up: only that it came with the file, and when."""
    address = normal_address(record.address)
    asked_at = min(record.asked_at or record.confirmed_at or at, at)
    is_paused = record.paused_until is not None and record.paused_until > at
    state = record.state if record.state != Standing.PAUSED or is_paused else Standing.ACTIVE
    has_left = state == Standing.LEFT
    return {
        "address": address,
        "domain": domain_of(address),
        "language": record.language if record.language in plan.languages else plan.language,
        "state": state,
        "asked_at": asked_at,
        "asked_from": visitor(record.asked_from),
        "consented_to": record.words,
        "confirmed_at": record.confirmed_at or (None if has_left else asked_at),
        "confirmed_from": visitor(record.confirmed_from),
        "left_at": (record.left_at or at) if has_left else None,
        "paused_until": record.paused_until if state == Standing.PAUSED else None,
    }


def visitor(text: str) -> str | None:
    return household(text).partition("/")[0] or None
