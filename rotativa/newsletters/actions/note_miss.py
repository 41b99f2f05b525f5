"""What fails while nobody is at the desk is noted, and told to editors once it lasts."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import transaction

from rotativa.newsletters.actions.tell_editors import note_for_editors
from rotativa.newsletters.models import Miss, Newsletter
from rotativa.newsletters.models.miss import Kind

LONGEST_ERROR = 500

logger = logging.getLogger(__name__)


@contextmanager
def apart(
    newsletter: Newsletter, *, kind: Kind, at: datetime, language: str = "", period: str = ""
) -> Iterator[None]:
    """One that fails keeps no other from going out; it is tried again with the next minute."""
    try:
        yield
    except Exception as error:  # whatever it is, it is told in the log, and noted
        name = " ".join(each for each in (newsletter.slug, language, period) if each)
        logger.exception("The newsletter %s cannot go out.", name)
        why = f"{type(error).__name__}: {error}"[:LONGEST_ERROR]
        note_miss(newsletter, kind=kind, why=why, language=language, period=period, at=at)


@transaction.atomic
def note_miss(
    newsletter: Newsletter,
    *,
    kind: Kind,
    at: datetime,
    why: str = "",
    language: str = "",
    period: str = "",
) -> None:
    """Once for each number; of one that fails on and on, how it fails now."""
    told = {"kind": kind, "last_error": why, "latest_at": at}
    miss, _is_new = Miss.objects.update_or_create(
        newsletter=newsletter,
        language=language,
        period=period,
        defaults=told,
        create_defaults={**told, "began_at": at},
    )
    if Miss.objects.untold(at).filter(pk=miss.pk).update(told_at=at):
        note_for_editors(miss=miss, at=at)
