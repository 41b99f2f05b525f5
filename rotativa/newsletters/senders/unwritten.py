"""Letters that cannot be written: one by itself comes to an end of its own, what hits all of them is no reader's."""

import logging
from collections.abc import Callable

from django.utils import timezone

from rotativa.newsletters.judging import unwritten
from rotativa.newsletters.letters import Claimed, Entry
from rotativa.newsletters.senders.report import Report

logger = logging.getLogger(__name__)

NOBODY = "nobody.example"
"""Whom any issue can be written to."""


def put_aside(
    letter: Claimed, error: Exception, *, write: Callable[[Claimed], object], report: Report
) -> Entry:
    """Raises the error where no other can be written either."""
    if not is_its_own(letter, write):
        raise error
    logger.warning("Delivery %s cannot be written, and others can.", letter.id, exc_info=error)
    entry = unwritten(letter, error, at=timezone.now())
    report.counts[entry.state] += 1
    if letter.attempts <= 1:
        report.unwritten = report.unwritten or entry.reply
    return entry


def is_its_own(letter: Claimed, write: Callable[[Claimed], object]) -> bool:
    other = letter._replace(id=0, subscriber_id=0, address=f"nobody@{NOBODY}", domain=NOBODY)
    try:
        write(other)
    except Exception:  # noqa: BLE001 - what was raised first is told
        return False
    return True
