"""Asking a source's page what it is called. Nobody waits for it."""

import logging
from datetime import datetime
from typing import Protocol

from django.db import transaction

from rotativa.evidence.heads import PageHead, read_head
from rotativa.evidence.models import Source
from rotativa.lib import http
from rotativa.lib.http import FetchError, Response

logger = logging.getLogger(__name__)

PAGE_TYPES = ("text/html", "application/xhtml+xml")
PAGE_BYTES = 256 * 2**10


class Door(Protocol):
    """The part of `lib.http` that is used here; tests pass recorded answers."""

    def fetch_beginning(self, url: str, *, size: int, accept: tuple[str, ...]) -> Response: ...


def describe_source(source: Source, *, at: datetime, door: Door = http) -> Source:
    """Fill in what an editor has left empty, unless another worker is at it. Never raises for that.

    What cannot be had now is tried again after growing pauses; what the site refuses is not.
    """
    if not Source.objects.claim(source, at=at):
        return source
    try:
        page = door.fetch_beginning(source.url, size=PAGE_BYTES, accept=PAGE_TYPES)
    except FetchError as error:
        return note_failure(source, error)
    return fill(source, read_head(page.text))


@transaction.atomic
def fill(source: Source, head: PageHead) -> Source:
    """Reads the row anew: the editor may have typed something while the page was asked."""
    source = Source.objects.select_for_update(no_key=True).get(pk=source.pk)
    said = {
        "title": head.title,
        "publisher": head.publisher or (source.host if not source.publisher else ""),
        "speaker": head.author,
        "date": head.day,
        "language": head.language,
    }
    for name, value in said.items():
        if value and not getattr(source, name):
            setattr(source, name, value)
    source.next_attempt_at = None
    source.last_error = ""
    source.save(update_fields=[*said, "next_attempt_at", "last_error"])
    return source


def note_failure(source: Source, error: FetchError) -> Source:
    source.refresh_from_db()
    source.last_error = str(error)
    if not getattr(error, "may_pass", False):
        source.next_attempt_at = None
    source.save(update_fields=["last_error", "next_attempt_at"])
    logger.info("Nothing is known of %s: %s", source.url, error)
    return source
