"""A reader's account comes to its end: at once, or after a day in which they may think again."""

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import translation

from rotativa.people.models import User
from rotativa.readers import mails
from rotativa.readers.actions.sessions import end_sessions
from rotativa.readers.models import Leaving
from rotativa.readers.signals import leaving

logger = logging.getLogger(__name__)

GRACE = timedelta(hours=24)
AT_ONCE = 20
PAUSE = timedelta(hours=1)


def ask_to_leave(reader: User, *, keeps_words: bool, at: datetime) -> Leaving:
    """Asked again, the first day counts on; what stays is what was asked last."""
    asked, _ = Leaving.objects.update_or_create(
        reader=reader,
        defaults={"keeps_words": keeps_words},
        create_defaults={"keeps_words": keeps_words, "asked_at": at, "due_at": at + GRACE},
    )
    return asked


def stay(reader: User) -> bool:
    """Whether there was still something to take back."""
    return Leaving.objects.filter(reader=reader).delete()[0] > 0


def leave(reader: User, *, keeps_words: bool, at: datetime) -> None:
    """Delete the account and all that is the reader's alone; what others have is asked to let go."""
    with transaction.atomic():
        leaving.send(User, reader_id=reader.pk, keeps_words=keeps_words, at=at)
        end_sessions(reader)
        reader.delete()


def end_due(*, at: datetime) -> int:
    """End those whose day is over; whoever stays in this very moment is not taken along."""
    due = Leaving.objects.due(at).order_by("due_at").values_list("pk", flat=True)[:AT_ONCE]
    return sum(try_to_end(pk, at=at) for pk in list(due))


def try_to_end(pk: int, *, at: datetime) -> bool:
    """One that cannot be ended is tried again in an hour, and keeps no other waiting."""
    try:
        return end_one(pk, at=at)
    except Exception:  # whatever a receiver of another app raises
        logger.exception("An account could not be deleted")
        Leaving.objects.due(at).filter(pk=pk).update(due_at=at + PAUSE)
        return False


def end_one(pk: int, *, at: datetime) -> bool:
    with transaction.atomic():
        found = Leaving.objects.due(at).select_for_update().filter(pk=pk).first()
        if found is None:
            return False
        reader = found.reader
        address, language = reader.email, reader.language
        leave(reader, keeps_words=found.keeps_words, at=at)
    with translation.override(language or settings.LANGUAGE_CODE):
        mails.tell(mails.left(), to=address)
    return True
