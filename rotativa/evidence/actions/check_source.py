"""Looking at a source again: one look for each site at a time, and each told in a row of its own."""

import logging
import time
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any, Protocol

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_noop as _

from rotativa.evidence.actions.take_capture import means_for
from rotativa.evidence.capture.take import Means
from rotativa.evidence.checks.apart import StandingReader
from rotativa.evidence.checks.baseline import Baseline, baseline_of
from rotativa.evidence.checks.judging import Seen, Verdict
from rotativa.evidence.checks.looking import look_at
from rotativa.evidence.checks.states import REWRITTEN, State
from rotativa.evidence.models import AskedSite, Capture, Check, Difference, Source
from rotativa.evidence.models.watched import CHECK_LEASE, SOON, TOLD_AFTER
from rotativa.evidence.signals import checked, relied_on
from rotativa.lib.reasons import Reasoned

logger = logging.getLogger(__name__)

PAUSE = timedelta(seconds=5)
"""Between two looks at the same site."""
LONGEST_PAUSE = timedelta(days=7)
MOST_COPIES = 20
MOST_QUOTES = 50
MOST_DETAIL = 1000


class Look(Protocol):
    """`look_at`; tests pass what was seen."""

    def __call__(
        self,
        url: str,
        *,
        base: Baseline,
        quotes: Sequence[str],
        means: Means,
        reader: StandingReader,
    ) -> tuple[Seen, Verdict]: ...


@dataclass(frozen=True)
class Looked:
    seen: Seen
    verdict: Verdict
    folder: str = ""
    """Of the copy that it was compared with."""


def check_every() -> timedelta | None:
    days: int = settings.EVIDENCE.check_days
    return timedelta(days=days) if days else None


def plan_checks(*, at: datetime, most: int = 1000) -> int:
    """Those that were never looked at are spread over the days to come."""
    every = check_every()
    return Source.objects.plan_checks(at=at, every=every, most=most) if every else 0


def check_due(
    *, now: Callable[[], datetime], goes_on: Callable[[], bool], look: Look = look_at
) -> list[Check]:
    """Look at what is due until nothing is, or somebody says stop."""
    checks = []
    with StandingReader() as reader:
        while goes_on() and (source := Source.objects.checks_due(now()).first()) is not None:
            check = check_source(source, at=now(), look=look, reader=reader)
            checks += [check] if check else []
    return checks


def check_source(
    source: Source, *, at: datetime, look: Look = look_at, reader: StandingReader | None = None
) -> Check | None:
    """Unless another worker is at it, or at another source of its site: then it is put off.

    May be killed at any moment: the source is due again once the lease is over.
    """
    until = at + CHECK_LEASE
    if not AskedSite.objects.claim(source.site, at=at, until=until):
        put_off(source, at=at)
        return None
    begins, pause = time.monotonic(), PAUSE
    try:
        lease = Source.objects.claim_check(source, at=at)
        if lease is None:
            return None
        found = looked(source, look, reader)
        pause = max(PAUSE, asked_pause(found.seen.retry_after, at=at))
        return note_check(source, lease, found, at=at, not_before=at + pause)
    finally:
        took = timedelta(seconds=time.monotonic() - begins)
        AskedSite.objects.release(source.site, until=until, free_at=at + took + pause)


def looked(source: Source, look: Look, reader: StandingReader | None) -> Looked:
    """A page at which we fail is told as one that cannot be reached, and does not stop the others."""
    try:
        with nullcontext(reader) if reader else StandingReader() as standing:
            base = baseline_of(copies_of(source), reader=standing, language=source.language)
            seen, verdict = look(
                source.url,
                base=base,
                quotes=words_relied_on(source),
                means=means_for(source.language),
                reader=standing,
            )
            return Looked(seen, verdict, base.folder)
    except Exception:
        logger.exception("%s could not be looked at.", source.url)
        failure = Reasoned(_("It could not be looked at: the log says why.")).kept()
        verdict = Verdict(State.UNREACHABLE, detail=failure)
        return Looked(Seen(source.url, failure=failure), verdict)


def put_off(source: Source, *, at: datetime) -> None:
    """All that is due of a site that is being asked, so that others have their turn."""
    free_at = AskedSite.objects.get(name=source.site).free_at
    due = Source.objects.at_site(source.site).filter(next_check_at__lte=at)
    due.update(next_check_at=max(free_at, at + PAUSE))


def copies_of(source: Source) -> list[Path]:
    copies = Capture.objects.relied_on().filter(source=source)[:MOST_COPIES]
    return [each.path for each in copies]


def words_relied_on(source: Source) -> list[str]:
    """As those who cite it say."""
    answers = relied_on.send(sender=Source, source_id=source.pk)
    quotes = [quote for _who, told in answers for quote in told or ()]
    return list(dict.fromkeys(quotes))[:MOST_QUOTES]


def asked_pause(retry_after: str, *, at: datetime) -> timedelta:
    """Seconds or a date, as a site may say when it wants to be left alone for a while."""
    text = retry_after.strip()
    try:
        pause = (
            timedelta(seconds=int(text)) if text.isdecimal() else parsedate_to_datetime(text) - at
        )
    except (ValueError, TypeError, OverflowError):
        return timedelta(0)
    return min(pause, LONGEST_PAUSE)


def note_check(
    source: Source, lease: datetime, looked: Looked, *, at: datetime, not_before: datetime
) -> Check | None:
    """The row reads what was decided meanwhile; it is not written by who has lost the lease."""
    seen, verdict = looked.seen, looked.verdict
    with transaction.atomic():
        held = Source.objects.select_for_update(no_key=True).filter(
            pk=source.pk, next_check_at=lease
        )
        stored = held.first()
        if stored is None:
            return None
        before = stored.state
        told = stored.after_look(verdict.state, at=at)
        told["next_check_at"] = next_look(told, at=at, not_before=not_before)
        Source.objects.filter(pk=source.pk).update(checked_at=at, **told)
        check = Check.objects.create(
            source=source,
            at=at,
            state=verdict.state,
            status=seen.status,
            url=seen.url if seen.url != source.url else "",
            likeness=verdict.likeness,
            detail=verdict.detail[:MOST_DETAIL],
        )
        note_difference(source, looked, at=at)
        is_news = told.get("state", before) != before
        checked.send(sender=Source, source_id=source.pk, is_news=is_news)
    logger.info("%s: %s", source.url, verdict.state)
    return check


def note_difference(source: Source, looked: Looked, *, at: datetime) -> None:
    """What is gone or keeps us out says nothing of the words that stood there."""
    state = looked.verdict.state
    capture = Capture.objects.filter(source=source, folder=looked.folder).first()
    if capture is not None and (state == State.ALIVE or state in REWRITTEN):
        Difference.objects.note(source, looked.verdict.changes, capture=capture, at=at)


def next_look(told: dict[str, Any], *, at: datetime, not_before: datetime) -> datetime | None:
    every = check_every()
    if every is None:
        return None
    is_doubted = 0 < told["bad_in_row"] < TOLD_AFTER
    return max(at + (min(SOON, every) if is_doubted else every), not_before)
